namespace RadlPortal.Core.Sites;

/// <summary>A hospital that takes part in one research study.</summary>
public sealed class Site
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    /// <summary>Short name, unique in the study.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }
}
