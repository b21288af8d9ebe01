namespace RadlPortal.Core.Inference;

/// <summary>One application of the study's signatures to a cohort.</summary>
public sealed class InferenceRun
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid CohortId { get; init; }

    public required Guid JobId { get; init; }

    public required Guid StartedBy { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Subjects that got no score, each with the reason, JSON array of { subject, reason }.</summary>
    public string OmittedJson { get; set; } = "[]";
}
