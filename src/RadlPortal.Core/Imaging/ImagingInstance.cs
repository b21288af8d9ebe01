namespace RadlPortal.Core.Imaging;

/// <summary>One stored DICOM object. Append-only. Its key is research study, site and SOP Instance UID.</summary>
public sealed class ImagingInstance
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ImagingSeriesId { get; init; }

    public required Guid ResearchStudyId { get; init; }

    public required Guid SiteId { get; init; }

    public required string SopInstanceUid { get; init; }

    public required string SopClassUid { get; init; }

    public required string TransferSyntaxUid { get; init; }

    public int? InstanceNumber { get; init; }

    /// <summary>Position along the slice normal, mm.</summary>
    public double? PositionMm { get; init; }

    /// <summary>SHA-256 of the bytes as the site sent them: the same again is "already there", another is a conflict.</summary>
    public required string UploadedSha256 { get; init; }

    /// <summary>SHA-256 of the bytes as they were stored, after the gate dropped what is not allowed.</summary>
    public required string StoredSha256 { get; init; }

    public required long Length { get; init; }

    public required string BlobKey { get; init; }

    /// <summary>Byte ranges of the frames in the stored file: offset and length, one pair a frame.</summary>
    public required long[] FrameRanges { get; init; }

    /// <summary>DICOM JSON of the stored object without bulk data.</summary>
    public required string MetadataJson { get; init; }

    public required Guid UploadId { get; init; }

    public DateTimeOffset StoredAt { get; init; }
}
