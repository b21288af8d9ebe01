namespace RadlPortal.Core.Segmentations;

/// <summary>A volume of interest that one reader drew in one series. Its content is its append-only versions.</summary>
public sealed class Voi
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid SubjectId { get; init; }

    public required Guid ImagingSeriesId { get; init; }

    public required Guid ReadingAssignmentId { get; init; }

    public required Guid ReaderId { get; init; }

    /// <summary>Label in the reader's labelmap, 1 to 255.</summary>
    public byte Label { get; init; } = 1;

    public string Name { get; set; } = "Primary tumour";

    public bool IsPrimary { get; init; } = true;

    public List<VoiVersion> Versions { get; } = [];
}
