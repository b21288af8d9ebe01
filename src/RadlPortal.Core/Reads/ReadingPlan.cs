namespace RadlPortal.Core.Reads;

/// <summary>Who reads a cohort, and how: made by the administrator; its draw is recorded, so that it can be made again. A change is for what is not begun, and the audit keeps what was before.</summary>
public sealed class ReadingPlan
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    /// <summary>A cohort has one plan.</summary>
    public required Guid CohortId { get; init; }

    /// <summary>In the order in which the draw counts them.</summary>
    public required List<Guid> ReaderIds { get; set; }

    /// <summary>Share of the cases that a second reader reads too, 0 to 100.</summary>
    public required int DoubleReadPercent { get; set; }

    /// <summary>Share of the cases that their first reader reads again, 0 to 100.</summary>
    public required int RepeatPercent { get; set; }

    /// <summary>Days between the first read and its repeat; 0 when nothing is repeated.</summary>
    public required int RepeatAfterDays { get; set; }

    /// <summary>Of the order and of the choice of cases read twice.</summary>
    public required int Seed { get; set; }

    public required Guid CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
