namespace RadlPortal.Core.Sites;

/// <summary>A pseudonymous participant: the code, never a name. Belongs to one site.</summary>
public sealed class Subject
{
    public const int CodeMaxLength = 64;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid SiteId { get; init; }

    /// <summary>(0010,0020) of the subject's images; unique in the study.</summary>
    public required string Code { get; init; }

    public Guid? CohortId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}
