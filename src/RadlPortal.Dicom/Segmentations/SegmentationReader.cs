using RadlPortal.Dicom.Codecs;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Segmentations;

/// <summary>Reads the attributes of a segmentation; what is in neither the shared nor the frame's functional groups (PS3.3 C.7.6.16) is taken from the top of the object, where old writers put it.</summary>
internal static class SegmentationReader
{
    private const int UsualFractionalMaximum = 255;

    public static Segmentation Read(DicomDataset dataset)
    {
        var kind = KindOf(dataset);
        var pixels = PixelFrames.Of(dataset);
        if (pixels.Layout.Samples != 1 || pixels.Layout.IsFloat || pixels.Layout.SampleBytes > 2) throw new DicomException("The segmentation has no pixels of 1, 8 or 16 bits.", tag: DicomTags.BitsAllocated);
        var segments = dataset.Items(DicomTags.SegmentSequence).Select(SegmentOf).ToList();
        if (segments.Count == 0) throw new DicomException("The segmentation describes no segment.", tag: DicomTags.SegmentSequence);
        var numbers = segments.Select(s => s.Number).ToHashSet();
        if (segments.GroupBy(s => s.Number).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new DicomException($"The segment number {twice.Key} is used twice.", tag: DicomTags.SegmentNumber);
        return new Segmentation
        {
            Kind = kind,
            FrameOfReferenceUid = Filled(dataset.Text(DicomTags.FrameOfReferenceUid)),
            ReferencedSeriesUids = [.. dataset.Items(DicomTags.ReferencedSeriesSequence).Select(s => s.Text(DicomTags.SeriesInstanceUid)).OfType<string>()],
            Segments = segments,
            Frames = Frames(dataset, kind, numbers, pixels.Layout),
            MaximumFractionalValue = dataset.Integer(DicomTags.MaximumFractionalValue) is { } maximum and > 0 ? maximum : UsualFractionalMaximum,
            Background = dataset.Integer(DicomTags.PixelPaddingValue) ?? 0,
            Pixels = pixels,
        };
    }

    private static SegmentationKind KindOf(DicomDataset dataset)
    {
        if (dataset.Text(DicomTags.SopClassUid) is not (SopClass.Segmentation or SopClass.LabelMapSegmentation)) throw new DicomException("The object is no segmentation.", tag: DicomTags.SopClassUid);
        return dataset.Text(DicomTags.SegmentationType) switch
        {
            "BINARY" => SegmentationKind.Binary,
            "FRACTIONAL" => SegmentationKind.Fractional,
            "LABELMAP" => SegmentationKind.Labelmap,
            _ => throw new DicomException("The segmentation is neither BINARY, FRACTIONAL nor LABELMAP.", tag: DicomTags.SegmentationType),
        };
    }

    private static SegmentationSegment SegmentOf(DicomDataset item)
    {
        var number = item.Integer(DicomTags.SegmentNumber) is { } given and >= 0 ? given : throw new DicomException("A segment has no number.", tag: DicomTags.SegmentNumber);
        var type = item.Items(DicomTags.SegmentedPropertyTypeCodeSequence).FirstOrDefault()?.Text(DicomTags.CodeMeaning);
        return new SegmentationSegment(number, Filled(item.Text(DicomTags.SegmentLabel)) ?? $"Segment {number}", Filled(item.Text(DicomTags.SegmentAlgorithmType)), Filled(type));
    }

    private static List<SegmentationFrame> Frames(DicomDataset dataset, SegmentationKind kind, HashSet<int> segments, PixelLayout layout)
    {
        var shared = dataset.Items(DicomTags.SharedFunctionalGroupsSequence).FirstOrDefault() ?? new DicomDataset();
        var own = dataset.Items(DicomTags.PerFrameFunctionalGroupsSequence);
        if (own.Count < layout.Frames && own.Count > 0) throw new DicomException($"There are {layout.Frames} frames, but functional groups of {own.Count}.", tag: DicomTags.PerFrameFunctionalGroupsSequence);
        var frames = new List<SegmentationFrame>();
        for (var i = 0; i < layout.Frames; i++)
        {
            DicomDataset[] groups = own.Count > 0 ? [own[i], shared, dataset] : [shared, dataset];
            frames.Add(new SegmentationFrame(i, kind == SegmentationKind.Labelmap ? null : SegmentOf(groups, segments, i), PlaneOf(groups, layout), SourceOf(groups)));
        }

        return frames;
    }

    private static int SegmentOf(DicomDataset[] groups, HashSet<int> segments, int frame)
    {
        var number = First<int>(groups, DicomTags.SegmentIdentificationSequence, g => g.Integer(DicomTags.ReferencedSegmentNumber)) ?? (segments.Count == 1 ? segments.First() : default(int?))
            ?? throw new DicomException($"Frame {frame + 1} does not say which segment it belongs to.", tag: DicomTags.ReferencedSegmentNumber);
        return segments.Contains(number) ? number : throw new DicomException($"Frame {frame + 1} belongs to segment {number}, which is not described.", tag: DicomTags.ReferencedSegmentNumber);
    }

    private static VolumeGeometry? PlaneOf(DicomDataset[] groups, PixelLayout layout)
    {
        var position = Numbers(groups, DicomTags.PlanePositionSequence, DicomTags.ImagePositionPatient, 3);
        var orientation = Numbers(groups, DicomTags.PlaneOrientationSequence, DicomTags.ImageOrientationPatient, 6);
        var spacing = Numbers(groups, DicomTags.PixelMeasuresSequence, DicomTags.PixelSpacing, 2);
        if (position is null || orientation is null || spacing is null) return null;
        var between = Numbers(groups, DicomTags.PixelMeasuresSequence, DicomTags.SpacingBetweenSlices, 1) ?? Numbers(groups, DicomTags.PixelMeasuresSequence, DicomTags.SliceThickness, 1);
        var (row, column) = (new Vector3(orientation[0], orientation[1], orientation[2]), new Vector3(orientation[3], orientation[4], orientation[5]));
        if (Math.Abs(row.Length - 1) > 1e-3 || Math.Abs(column.Length - 1) > 1e-3 || Math.Abs(Vector3.Dot(row, column)) > 1e-3)
            throw new DicomException("The orientation of a frame is not made of two perpendicular unit vectors.", tag: DicomTags.ImageOrientationPatient);
        try
        {
            var distance = between is [var mm] && Math.Abs(mm) > 0 ? Math.Abs(mm) : 1;
            return new VolumeGeometry(layout.Columns, layout.Rows, 1, new Vector3(spacing[1], spacing[0], distance), new Vector3(position[0], position[1], position[2]), new Matrix3(row, column, Vector3.Cross(row, column)));
        }
        catch (VolumeFormatException unusable)
        {
            throw new DicomException($"A frame lies nowhere: {unusable.Message}", tag: DicomTags.PlanePositionSequence, inner: unusable);
        }
    }

    private static string? SourceOf(DicomDataset[] groups) =>
        First<Uid>(groups, DicomTags.DerivationImageSequence, g => Filled(g.Items(DicomTags.SourceImageSequence).FirstOrDefault()?.Text(DicomTags.ReferencedSopInstanceUid)) is { } uid ? new Uid(uid) : null)?.Value;

    private static double[]? Numbers(DicomDataset[] groups, DicomTag sequence, DicomTag tag, int count) =>
        First<Values>(groups, sequence, g => g.Numbers(tag) is { } numbers && numbers.Length == count ? new Values(numbers) : null)?.Numbers;

    private static T? First<T>(DicomDataset[] groups, DicomTag sequence, Func<DicomDataset, T?> read)
        where T : struct
    {
        foreach (var group in groups)
            if (group.Items(sequence).FirstOrDefault() is { } item && read(item) is { } value) return value;
        return read(groups[^1]);
    }

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private readonly record struct Uid(string Value);

    private readonly record struct Values(double[] Numbers);
}
