namespace RadlPortal.Core.Reads;

/// <summary>A disagreement of two readers that a radiologist who read neither decides: between which two versions. What comes of it are the versions of its read. Append-only.</summary>
public sealed class Adjudication
{
    /// <summary>The adjudicator's own read of the series.</summary>
    public required Guid ReadingAssignmentId { get; init; }

    public required Guid ResearchStudyId { get; init; }

    public required Guid FirstVersionId { get; init; }

    public required Guid SecondVersionId { get; init; }

    public required Guid AdjudicatorId { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>The adjudicator is shown A and B, and cannot tell from the letters who read first.</summary>
    public bool IsFirstShownAsB => ReadingAssignmentId.ToByteArray()[^1] % 2 == 1;

    /// <summary>What a choice of the adjudicator, who knows A and B only, stands for.</summary>
    public AdjudicationOperation OperationOf(AdjudicationChoice choice) => choice switch
    {
        AdjudicationChoice.Union => AdjudicationOperation.Union,
        AdjudicationChoice.Intersection => AdjudicationOperation.Intersection,
        _ => choice == AdjudicationChoice.A == IsFirstShownAsB ? AdjudicationOperation.TookSecond : AdjudicationOperation.TookFirst,
    };
}

/// <summary>How an adjudicated VOI came about.</summary>
public enum AdjudicationOperation
{
    TookFirst = 1,
    TookSecond,
    Union,
    Intersection,
    /// <summary>Drawn, or taken and then changed.</summary>
    Redrawn,
}

/// <summary>How adjudications are spoken of.</summary>
public static class AdjudicationWords
{
    /// <summary>Why a subject whose readers disagree has no VOI that counts.</summary>
    public const string Awaits = "awaits adjudication";

    public static string Word(this AdjudicationOperation operation) => operation switch
    {
        AdjudicationOperation.TookFirst => "first read taken",
        AdjudicationOperation.TookSecond => "second read taken",
        AdjudicationOperation.Union => "union",
        AdjudicationOperation.Intersection => "intersection",
        _ => "redrawn",
    };
}
