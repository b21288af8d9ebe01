namespace RadlPortal.Core.Reads;

/// <summary>What the administrator asks of a plan.</summary>
/// <param name="RepeatAfterDays">Counts only where something is repeated.</param>
public sealed record ReadingPlanRequest(IReadOnlyList<Guid> ReaderIds, int DoubleReadPercent, int RepeatPercent, int RepeatAfterDays, int Seed)
{
    /// <summary>What is wrong with it in itself; null if nothing.</summary>
    public Refusal? Refusal()
    {
        if (ReaderIds.Count == 0) return ReadingPlanRefusals.NoReader;
        if (DoubleReadPercent is < 0 or > 100 || RepeatPercent is < 0 or > 100) return ReadingPlanRefusals.ShareOutOfRange;
        if (DoubleReadPercent > 0 && ReaderIds.Distinct().Count() < 2) return ReadingPlanRefusals.OneReader;
        if (RepeatPercent > 0 && RepeatAfterDays is < 1 or > 365) return ReadingPlanRefusals.DaysOutOfRange;
        return Seed < 0 ? ReadingPlanRefusals.SeedOutOfRange : null;
    }
}

/// <summary>What a plan, or its extension, would do. Nothing is made by looking.</summary>
/// <param name="Cases">In the order of the subjects' codes.</param>
/// <param name="Begun">Cases whose first read was begun before the plan and stays with its reader.</param>
/// <param name="WithoutCt">Subjects without a CT that makes a volume; they come in by extending the plan.</param>
/// <param name="Fingerprint">Of the draw: making a plan with it fails if something changed meanwhile.</param>
public sealed record PlanPreview(IReadOnlyList<PreviewedCase> Cases, IReadOnlyList<ReaderShare> Readers, int Begun, int WithoutCt, int Seed, string Fingerprint)
{
    public int ReadTwice => Cases.Count(c => c.Second is not null);

    public int ReadAgain => Cases.Count(c => c.IsRepeated);
}

public sealed record PreviewedCase(string Subject, string First, string? Second, bool IsRepeated);

/// <summary>How much of it a reader reads.</summary>
public sealed record ReaderShare(string Reader, int Firsts, int Seconds, int Repeats);
