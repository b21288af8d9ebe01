using RadlPortal.Dicom.Codecs;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Segmentations;

/// <summary>How the frames of a segmentation say what belongs to a segment: Segmentation Type, (0062,0001) (PS3.3 C.8.20.2.3).</summary>
public enum SegmentationKind
{
    /// <summary>One bit a voxel, a frame a segment and slice.</summary>
    Binary,

    /// <summary>A probability or occupancy a voxel, a frame a segment and slice.</summary>
    Fractional,

    /// <summary>The number of the segment a voxel, a frame a slice.</summary>
    Labelmap,
}

/// <summary>One segment of a segmentation (PS3.3 C.8.20.4).</summary>
/// <param name="Number">Its number; from 1, in labelmaps also 0.</param>
/// <param name="Label">Its name.</param>
/// <param name="AlgorithmType">MANUAL, SEMIAUTOMATIC or AUTOMATIC; null if it does not say.</param>
/// <param name="Type">Meaning of the coded property type, such as Neoplasm; null if it does not say.</param>
public sealed record SegmentationSegment(int Number, string Label, string? AlgorithmType, string? Type);

/// <summary>One frame of a segmentation and where it lies: its functional groups (PS3.3 C.7.6.16).</summary>
/// <param name="Index">Number of the frame, from 0.</param>
/// <param name="SegmentNumber">The segment that it belongs to; null in labelmaps.</param>
/// <param name="Plane">Where its pixels lie, as a volume of one slice; null if neither position nor orientation is given.</param>
/// <param name="SourceSopInstanceUid">The image that it was drawn on; null if it does not say.</param>
public sealed record SegmentationFrame(int Index, int? SegmentNumber, VolumeGeometry? Plane, string? SourceSopInstanceUid);

/// <summary>A DICOM Segmentation (PS3.3 A.51) or Label Map Segmentation (PS3.3 A.101) as it was read: BINARY, FRACTIONAL or LABELMAP, native or encapsulated.</summary>
public sealed class Segmentation
{
    /// <summary>Binary, fractional or labelmap (PS3.3 C.8.20.2.3).</summary>
    public required SegmentationKind Kind { get; init; }

    /// <summary>UID of the frame of reference, (0020,0052) (PS3.3 C.7.4.1); null if missing.</summary>
    public required string? FrameOfReferenceUid { get; init; }

    /// <summary>UIDs of the series that it refers to, (0008,1115) (PS3.3 C.12.2).</summary>
    public required IReadOnlyList<string> ReferencedSeriesUids { get; init; }

    /// <summary>The segments in the order of the object, (0062,0002) (PS3.3 C.8.20.2).</summary>
    public required IReadOnlyList<SegmentationSegment> Segments { get; init; }

    /// <summary>The frames in the order of the object (PS3.3 C.7.6.16).</summary>
    public required IReadOnlyList<SegmentationFrame> Frames { get; init; }

    /// <summary>The value of a fractional frame that means wholly inside, (0062,000E) (PS3.3 C.8.20.2.3): 1 to 255, 255 unless the object says another.</summary>
    public required int MaximumFractionalValue { get; init; }

    /// <summary>The value of a labelmap that stands for no segment, (0028,0120); 0 unless the object says another.</summary>
    public required int Background { get; init; }

    /// <summary>Decodes the frames.</summary>
    internal PixelFrames Pixels { get; init; } = null!;

    /// <summary>Reads a segmentation.</summary>
    /// <param name="dataset">The object's data set.</param>
    /// <exception cref="DicomException">It is no segmentation, or its pixels or functional groups contradict one another.</exception>
    public static Segmentation Read(DicomDataset dataset) => SegmentationReader.Read(dataset);
}
