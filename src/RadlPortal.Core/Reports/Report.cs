namespace RadlPortal.Core.Reports;

/// <summary>A cohort's statistical report, computed from one snapshot; frozen and hashed. Append-only but for its signature.</summary>
public sealed class Report
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid CohortId { get; init; }

    public required Guid CohortSnapshotId { get; init; }

    /// <summary>1, 2, 3 … in the cohort.</summary>
    public required int Number { get; init; }

    /// <summary>The machine-readable twin: every figure of the report.</summary>
    public required string ContentJson { get; init; }

    public required string Sha256 { get; init; }

    public required string SoftwareVersion { get; init; }

    public required Guid CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
