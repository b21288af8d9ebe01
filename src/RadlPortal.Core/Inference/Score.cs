namespace RadlPortal.Core.Inference;

/// <summary>The value of one signature version for one VOI version. Append-only.</summary>
public sealed class Score
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid InferenceRunId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid SignatureVersionId { get; init; }

    public required Guid VoiVersionId { get; init; }

    public Guid? FeatureSetId { get; init; }

    public required double Value { get; init; }

    /// <summary>The execution provider really used: "cpu", "cuda:0"; "none" where no network ran.</summary>
    public required string ExecutionProvider { get; init; }

    public required string SoftwareVersion { get; init; }

    public DateTimeOffset ComputedAt { get; init; }
}
