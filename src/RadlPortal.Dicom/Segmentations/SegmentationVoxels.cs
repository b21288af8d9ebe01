using System.Runtime.InteropServices;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Segmentations;

/// <summary>Turns the frames of a segmentation (PS3.3 C.8.20.2.3, C.7.6.16.2) into a labelmap, on the grid of a series or on its own. A frame that is absent is empty. A fractional voxel is inside from half of the maximum value on.</summary>
public static class SegmentationVoxels
{
    /// <summary>The most voxels that a segmentation may span without a series: 512 slices of 512 × 512.</summary>
    public const int MostVoxels = 1 << 27;

    // Positions are written with few digits: two per cent of the distance is rounding.
    private const double DistanceTolerance = 0.02;

    /// <summary>The voxels on the grid of a series.</summary>
    /// <param name="segmentation">As read.</param>
    /// <param name="series">The series that it was drawn on, with its grid.</param>
    /// <param name="segment">One segment's number, whose voxels get label 1; null for all, each with its number as label.</param>
    /// <exception cref="DicomException">The series is no volume; the frame of reference or the grid is another one; voxels lie outside; segments overlap or have numbers above 255; there is no such segment.</exception>
    public static Labelmap On(this Segmentation segmentation, SeriesGeometry series, int? segment = null)
    {
        if (series.Geometry is not { } grid) throw new DicomException(series.Message ?? "The series is no volume.");
        var frame = series.Slices[0].FrameOfReferenceUid;
        if (segmentation.FrameOfReferenceUid is { } own && frame.Length > 0 && own != frame) throw new DicomException("The segmentation has another frame of reference than the series: its place in the images is not known.", tag: DicomTags.FrameOfReferenceUid);
        return Fill(segmentation, grid, segment, f => f.Plane ?? PlaneOf(f, series, grid));
    }

    /// <summary>The voxels on the segmentation's own grid: from its first to its last frame along the normal.</summary>
    /// <param name="segmentation">As read.</param>
    /// <param name="segment">One segment's number, whose voxels get label 1; null for all, each with its number as label.</param>
    /// <exception cref="DicomException">The frames make no grid; segments overlap or have numbers above 255; there is no such segment.</exception>
    public static Labelmap OnOwnGrid(this Segmentation segmentation, int? segment = null) =>
        Fill(segmentation, GridOf(segmentation), segment, f => f.Plane!);

    private static VolumeGeometry PlaneOf(SegmentationFrame frame, SeriesGeometry series, VolumeGeometry grid)
    {
        var slice = Enumerable.Range(0, series.Slices.Count).Where(k => series.Slices[k].SopInstanceUid == frame.SourceSopInstanceUid).Select(k => (int?)k).FirstOrDefault()
            ?? throw new DicomException($"Frame {frame.Index + 1} says neither where it lies nor on which image of the series.", tag: DicomTags.PlanePositionSequence);
        return grid.Cropped(new VoxelBox(0, 0, slice, grid.SizeX, grid.SizeY, 1));
    }

    private static VolumeGeometry GridOf(Segmentation segmentation)
    {
        var planes = segmentation.Frames.Select(f => f.Plane ?? throw new DicomException($"Frame {f.Index + 1} does not say where it lies; name the series that it was drawn on.", tag: DicomTags.PlanePositionSequence)).ToList();
        var first = planes[0];
        if (planes.Any(p => Math.Abs(p.Direction.Column0.X - first.Direction.Column0.X) + (p.Direction.Column2 - first.Direction.Column2).Length > 1e-3 || (p.Spacing - first.Spacing).Length > 1e-4))
            throw new DicomException("The frames have different orientations or spacings.", tag: DicomTags.PlaneOrientationSequence);
        var normal = first.Direction.Column2;
        var places = planes.Select(p => Vector3.Dot(p.Origin, normal)).Order().ToList();
        var steps = places.Zip(places.Skip(1), (a, b) => b - a).Where(d => d > 1e-3).ToList();
        // The spacing that the object states is rounded; the frames tell it better.
        var least = steps.Count == 0 ? first.Spacing.Z : steps.Min();
        var stated = first.Spacing.Z;
        var distance = least > stated * 1.5 && Math.Abs(least / stated - Math.Round(least / stated)) < DistanceTolerance ? least / Math.Round(least / stated) : least;
        if (steps.Any(d => Math.Abs(d / distance - Math.Round(d / distance)) > DistanceTolerance * Math.Max(1, d / distance))) throw new DicomException("The frames are not evenly spaced.", tag: DicomTags.PlanePositionSequence);
        var count = Math.Round((places[^1] - places[0]) / distance) + 1;
        if (count * first.SizeX * first.SizeY > MostVoxels) throw new DicomException($"The segmentation spans more than {MostVoxels} voxels.", tag: DicomTags.PlanePositionSequence);
        if (count > 1) distance = (places[^1] - places[0]) / (count - 1);
        var origin = planes.MinBy(p => Vector3.Dot(p.Origin, normal))!.Origin;
        return new VolumeGeometry(first.SizeX, first.SizeY, (int)count, new Vector3(first.Spacing.X, first.Spacing.Y, distance), origin, first.Direction);
    }

    private static Labelmap Fill(Segmentation segmentation, VolumeGeometry grid, int? segment, Func<SegmentationFrame, VolumeGeometry> planeOf)
    {
        if (segment is { } wanted && segmentation.Segments.All(s => s.Number != wanted)) throw new DicomException($"There is no segment {wanted}.", tag: DicomTags.SegmentNumber);
        if (segment is null && segmentation.Segments.FirstOrDefault(s => s.Number > byte.MaxValue) is { } high) throw new DicomException($"The segment number {high.Number} is above 255: take the segments one by one.", tag: DicomTags.SegmentNumber);
        var labels = new byte[grid.VoxelCount];
        var outside = 0L;
        foreach (var frame in segmentation.Frames)
        {
            if (segment is not null && frame.SegmentNumber is { } number && number != segment) continue;
            var mapping = VoxelMapping.Of(planeOf(frame), grid) ?? throw new DicomException($"Frame {frame.Index + 1} lies on another grid than the series; segmentations are not resampled.", tag: DicomTags.PlanePositionSequence);
            outside += FillFrame(segmentation, frame, segment, mapping, new Labelmap(grid, labels));
        }

        return outside == 0 ? new Labelmap(grid, labels) : throw new DicomException($"{outside} voxels of the segmentation lie outside the series.", tag: DicomTags.PlanePositionSequence);
    }

    private static long FillFrame(Segmentation segmentation, SegmentationFrame frame, int? segment, VoxelMapping mapping, Labelmap target)
    {
        var layout = segmentation.Pixels.Layout;
        var bytes = segmentation.Pixels.Decode(frame.Index);
        var words = layout.SampleBytes == 2 ? MemoryMarshal.Cast<byte, ushort>(bytes) : default;
        var grid = target.Geometry;
        var outside = 0L;
        for (var i = 0; i < layout.Pixels; i++)
        {
            var label = LabelOf(segmentation, frame, segment, words.IsEmpty ? bytes[i] : words[i]);
            if (label == 0) continue;
            var (x, y, z) = mapping.Apply(i % layout.Columns, i / layout.Columns, 0);
            if ((uint)x >= (uint)grid.SizeX || (uint)y >= (uint)grid.SizeY || (uint)z >= (uint)grid.SizeZ)
            {
                outside++;
                continue;
            }

            ref var voxel = ref target.Labels[grid.Offset(x, y, z)];
            if (voxel != 0 && voxel != label) throw new DicomException($"The segments {voxel} and {label} overlap: take them one by one.", tag: DicomTags.SegmentsOverlap);
            voxel = label;
        }

        return outside;
    }

    private static byte LabelOf(Segmentation segmentation, SegmentationFrame frame, int? segment, int value)
    {
        if (segmentation.Kind == SegmentationKind.Labelmap)
        {
            if (value == segmentation.Background) return 0;
            if (segment is not null) return value == segment ? (byte)1 : (byte)0;
            return value <= byte.MaxValue ? (byte)value : throw new DicomException($"A voxel has the segment number {value}, which is not described.", tag: DicomTags.PixelData);
        }

        var isInside = segmentation.Kind == SegmentationKind.Binary ? value != 0 : value > 0 && value * 2 >= segmentation.MaximumFractionalValue;
        return !isInside ? (byte)0 : segment is not null ? (byte)1 : (byte)frame.SegmentNumber!.Value;
    }
}
