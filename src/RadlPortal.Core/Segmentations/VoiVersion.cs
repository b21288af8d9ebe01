namespace RadlPortal.Core.Segmentations;

/// <summary>One save of a VOI: labelmap (master) and the DICOM SEG made of it. Append-only.</summary>
public sealed class VoiVersion
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid VoiId { get; init; }

    public Voi? Voi { get; init; }

    /// <summary>The save of the case that made it: 1, 2, 3 … over all its VOIs. A save makes versions of those VOIs only that it changed.</summary>
    public required int Number { get; init; }

    /// <summary>Run-lengths (value, varint run)* of this VOI's own voxels, with its label; x fastest, then y, then slices along the normal.</summary>
    public required string LabelmapBlobKey { get; init; }

    public required string LabelmapSha256 { get; init; }

    public required string SegBlobKey { get; init; }

    public required string SegSopInstanceUid { get; init; }

    public required int VoxelCount { get; init; }

    public required double VolumeMl { get; init; }

    /// <summary>Longest axial diameter, mm (<see cref="Numerics.Segmentation.AxialDiameters"/>); null in versions older than the measure.</summary>
    public double? LongestAxialMm { get; init; }

    /// <summary>Short axis, mm: the widest extent across the longest diameter in its slice.</summary>
    public double? ShortAxisMm { get; init; }

    /// <summary>Why it was saved again; empty for the first version.</summary>
    public required string Reason { get; init; }

    /// <summary>How it came about out of two readers' versions (those of its read's <see cref="Reads.Adjudication"/>); null when it was not adjudicated.</summary>
    public Reads.AdjudicationOperation? Adjudicated { get; init; }

    /// <summary>The sender's key: the same save sent twice is one version.</summary>
    public required string IdempotencyKey { get; init; }

    public required Guid CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
