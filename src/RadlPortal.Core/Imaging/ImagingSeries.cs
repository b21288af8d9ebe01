namespace RadlPortal.Core.Imaging;

/// <summary>A DICOM series and what the portal found out about its geometry.</summary>
public sealed class ImagingSeries
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ImagingStudyId { get; init; }

    public ImagingStudy? ImagingStudy { get; init; }

    public required Guid ResearchStudyId { get; init; }

    public required Guid SiteId { get; init; }

    public required Guid SubjectId { get; init; }

    public required string SeriesInstanceUid { get; init; }

    public required string Modality { get; init; }

    public int? SeriesNumber { get; init; }

    public string? FrameOfReferenceUid { get; init; }

    public int Rows { get; init; }

    public int Columns { get; init; }

    /// <summary>Stored instances; counted up in the transaction that stores one.</summary>
    public int InstanceCount { get; set; }

    /// <summary>How many there were when the geometry was examined last; fewer than <see cref="InstanceCount"/> = to be examined again.</summary>
    public int ExaminedInstances { get; set; }

    public DateTimeOffset LastStoredAt { get; set; }

    public double? SliceThicknessMm { get; init; }

    public double? PixelSpacingMm { get; init; }

    public string? Manufacturer { get; init; }

    public string? ManufacturerModelName { get; init; }

    public string? ConvolutionKernel { get; init; }

    public double? Kvp { get; init; }

    /// <summary>Whether the slices make a regular volume; found when an upload ends.</summary>
    public SeriesGeometry Geometry { get; set; }

    /// <summary>Why it is no regular volume, or what to know about it, in words.</summary>
    public string? GeometryMessage { get; set; }

    /// <summary>The regular grid and its slices in order, as JSON of <see cref="SeriesGrid"/>; null unless <see cref="Geometry"/> is Volume.</summary>
    public string? GridJson { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

public enum SeriesGeometry
{
    /// <summary>Not examined yet: its upload has not ended.</summary>
    Pending,
    /// <summary>Regular: multiplanar views, contouring and features.</summary>
    Volume,
    /// <summary>Uneven, tilted or incomplete: slices can be looked at one by one only.</summary>
    Stack,
}
