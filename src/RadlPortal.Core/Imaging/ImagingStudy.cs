namespace RadlPortal.Core.Imaging;

/// <summary>A DICOM study of one subject, as one site sent it.</summary>
public sealed class ImagingStudy
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid SiteId { get; init; }

    public required Guid SubjectId { get; init; }

    public required string StudyInstanceUid { get; init; }

    /// <summary>(0008,0020) as stored, yyyyMMdd; null when it was removed.</summary>
    public string? StudyDate { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public List<ImagingSeries> Series { get; } = [];
}
