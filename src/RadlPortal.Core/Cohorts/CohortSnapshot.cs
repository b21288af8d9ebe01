namespace RadlPortal.Core.Cohorts;

/// <summary>A cohort frozen: members, VOI versions, feature sets, scores and clinical data as they were. Append-only; a report is computed from it alone.</summary>
public sealed class CohortSnapshot
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid CohortId { get; init; }

    public required Guid ResearchStudyId { get; init; }

    public required string ContentJson { get; init; }

    public required string Sha256 { get; init; }

    public required Guid CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
