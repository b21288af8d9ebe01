namespace RadlPortal.Core.ResearchStudies;

/// <summary>The multi-site project (not a DICOM study). Everything but a person belongs to one.</summary>
public sealed class ResearchStudy
{
    public const int CodeMaxLength = 32;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Short name in addresses, lower case letters, digits and hyphens; unique, never changed.</summary>
    public required string Code { get; init; }

    public required string Title { get; set; }

    public string Description { get; set; } = "";

    /// <summary>Synthetic data: every page of the study says so.</summary>
    public bool IsSynthetic { get; init; }

    public StudySettings Settings { get; set; } = new();

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>A closed study takes no uploads and no VOIs any more.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}
