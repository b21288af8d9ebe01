namespace RadlPortal.Core.Cohorts;

/// <summary>A named group of subjects. A subject is in one cohort of a study at most, so training and test cannot mix.</summary>
public sealed class Cohort
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    /// <summary>Short name in addresses and CSV; unique in the study.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    public required CohortKind Kind { get; set; }
}

public enum CohortKind
{
    Training,
    Validation,
    Immunotherapy,
    Expression,
}
