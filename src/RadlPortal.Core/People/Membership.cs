namespace RadlPortal.Core.People;

/// <summary>A person's role in a research study; a site coordinator's also names the site.</summary>
public sealed class Membership
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid PersonId { get; init; }

    public required Guid ResearchStudyId { get; init; }

    public required StudyRole Role { get; set; }

    /// <summary>Set for a site coordinator, null for every other role.</summary>
    public Guid? SiteId { get; set; }
}
