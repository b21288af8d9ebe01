using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Segmentations;

/// <summary>What a segmentation says of itself besides its voxels (PS3.3 A.51).</summary>
public sealed record SegmentationFacts
{
    /// <summary>UID of the segmentation object, (0008,0018).</summary>
    public required string SopInstanceUid { get; init; }

    /// <summary>UID of its series, (0020,000E).</summary>
    public required string SeriesInstanceUid { get; init; }

    /// <summary>Name of the segment, (0062,0005), such as "Primary tumour": at most 64 characters.</summary>
    public required string Label { get; init; }

    /// <summary>Pseudonym of the reader, written as content creator; never a name.</summary>
    public required string ReaderCode { get; init; }

    /// <summary>Number of the VOI version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was saved, written as content date and time in UTC.</summary>
    public required DateTimeOffset SavedAt { get; init; }
}

/// <summary>Writes a labelmap on a CT series as DICOM Segmentation (PS3.3 A.51), BINARY, segments numbered from 1, frames where there are voxels.</summary>
public static class SegmentationWriter
{
    private const string NeoplasmCode = "108369006";

    /// <summary>Writes the voxels of one label.</summary>
    /// <param name="labelmap">On the grid of the series.</param>
    /// <param name="label">The label whose voxels form the segment.</param>
    /// <param name="slices">The series' slices in the order of the labelmap.</param>
    /// <param name="source">A data set of the series, from which study, subject and frame of reference are taken.</param>
    /// <param name="facts">Identifiers and names.</param>
    /// <exception cref="DicomException">The label has no voxel.</exception>
    public static byte[] Write(Labelmap labelmap, byte label, IReadOnlyList<SliceHeader> slices, DicomDataset source, SegmentationFacts facts) =>
        Write([new NamedMask(facts.Label, labelmap, label)], slices, source, facts);

    /// <summary>Writes several regions, a segment each; they may overlap.</summary>
    /// <param name="segments">The regions, on the grid of the series; the first becomes segment 1.</param>
    /// <param name="slices">The series' slices in the order of the labelmap.</param>
    /// <param name="source">A data set of the series, from which study, subject and frame of reference are taken.</param>
    /// <param name="facts">Identifiers and names.</param>
    /// <exception cref="DicomException">A region has no voxel.</exception>
    public static byte[] Write(IReadOnlyList<NamedMask> segments, IReadOnlyList<SliceHeader> slices, DicomDataset source, SegmentationFacts facts)
    {
        var geometry = segments[0].Labelmap.Geometry;
        var frames = segments.SelectMany((s, i) => Frames(s, i + 1)).ToList();
        var drawn = frames.Select(f => f.Slice).Distinct().Order().ToList();
        var dimension = DicomUid.New();
        var dataset = Head(source, facts)
            .Set(DicomTags.ReferencedSeriesSequence, new DicomDataset()
                .Set(DicomTags.SeriesInstanceUid, source.Text(DicomTags.SeriesInstanceUid)!)
                .Set(DicomTags.ReferencedInstanceSequence, [.. drawn.Select(k => Reference(slices[k]))]))
            .Set(DicomTags.SamplesPerPixel, 1).Set(DicomTags.PhotometricInterpretation, "MONOCHROME2")
            .Set(DicomTags.NumberOfFrames, frames.Count).Set(DicomTags.Rows, geometry.SizeY).Set(DicomTags.Columns, geometry.SizeX)
            .Set(DicomTags.BitsAllocated, 1).Set(DicomTags.BitsStored, 1).Set(DicomTags.HighBit, 0).Set(DicomTags.PixelRepresentation, 0)
            .Set(DicomTags.LossyImageCompression, "00").Set(DicomTags.SegmentationType, "BINARY")
            .Set(DicomTags.SegmentSequence, [.. segments.Select((s, i) => Segment(s, i + 1))])
            .Set(DicomTags.DimensionOrganizationSequence, new DicomDataset().Set(DicomTags.DimensionOrganizationUid, dimension))
            .Set(DicomTags.DimensionIndexSequence,
                Index(dimension, DicomTags.ReferencedSegmentNumber, DicomTags.SegmentIdentificationSequence, "Segment"),
                Index(dimension, DicomTags.ImagePositionPatient, DicomTags.PlanePositionSequence, "Position"))
            .Set(DicomTags.SharedFunctionalGroupsSequence, Shared(geometry, slices[0]))
            .Set(DicomTags.PerFrameFunctionalGroupsSequence, [.. frames.Select(f => PerFrame(slices[f.Slice], f.Segment, drawn.IndexOf(f.Slice) + 1))])
            .Set(new DicomElement(DicomTags.PixelData, "OB", Pack(frames, geometry.SizeX * geometry.SizeY)));
        return DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
    }

    private static List<Frame> Frames(NamedMask segment, int number)
    {
        var labelmap = segment.Labelmap;
        var length = labelmap.Geometry.SizeX * labelmap.Geometry.SizeY;
        var frames = Enumerable.Range(0, labelmap.Geometry.SizeZ).Where(k => labelmap.Labels.AsSpan(k * length, length).Contains(segment.Label)).Select(k => new Frame(k, number, segment)).ToList();
        return frames.Count > 0 ? frames : throw new DicomException($"The segment {segment.Name} has no voxel.");
    }

    private static DicomDataset Head(DicomDataset source, SegmentationFacts facts)
    {
        var (date, time) = (facts.SavedAt.UtcDateTime.ToString("yyyyMMdd"), facts.SavedAt.UtcDateTime.ToString("HHmmss"));
        return new DicomDataset()
            .Set(DicomTags.SpecificCharacterSet, "ISO_IR 100").Set(DicomTags.ImageType, "DERIVED", "PRIMARY")
            .Set(DicomTags.SopClassUid, SopClass.Segmentation).Set(DicomTags.SopInstanceUid, facts.SopInstanceUid)
            .Set(DicomTags.StudyDate, source.Text(DicomTags.StudyDate) ?? "").Set(DicomTags.StudyTime, source.Text(DicomTags.StudyTime) ?? "")
            .Set(DicomTags.SeriesDate, date).Set(DicomTags.SeriesTime, time).Set(DicomTags.ContentDate, date).Set(DicomTags.ContentTime, time)
            .Set(DicomTags.AccessionNumber, "").Set(DicomTags.Modality, "SEG").Set(DicomTags.Manufacturer, "RadlPortal")
            .Set(DicomTags.ReferringPhysicianName, "").Set(DicomTags.SeriesDescription, $"{facts.Label}, version {facts.Version}")
            .Set(DicomTags.ManufacturerModelName, "RadlPortal").Set(DicomTags.DeviceSerialNumber, "0").Set(DicomTags.SoftwareVersions, DicomWriter.ImplementationVersionName)
            .Set(DicomTags.PatientName, source.Text(DicomTags.PatientName) ?? "").Set(DicomTags.PatientId, source.Text(DicomTags.PatientId) ?? "")
            .Set(DicomTags.PatientBirthDate, "").Set(DicomTags.PatientSex, source.Text(DicomTags.PatientSex) ?? "")
            .Set(DicomTags.PatientIdentityRemoved, "YES").Set(DicomTags.DeidentificationMethod, source.Text(DicomTags.DeidentificationMethod) is { Length: > 0 } method ? method : "Made by RadlPortal from de-identified images")
            .Set(DicomTags.StudyInstanceUid, source.Text(DicomTags.StudyInstanceUid)!).Set(DicomTags.SeriesInstanceUid, facts.SeriesInstanceUid)
            .Set(DicomTags.StudyId, source.Text(DicomTags.StudyId) ?? "").Set(DicomTags.SeriesNumber, 1000 + facts.Version).Set(DicomTags.InstanceNumber, "1")
            .Set(DicomTags.FrameOfReferenceUid, source.Text(DicomTags.FrameOfReferenceUid) ?? "").Set(DicomTags.PositionReferenceIndicator, "")
            .Set(DicomTags.ContentLabel, "VOI").Set(DicomTags.ContentDescription, facts.Label).Set(DicomTags.ContentCreatorName, facts.ReaderCode);
    }

    private static DicomDataset Segment(NamedMask segment, int number) => new DicomDataset()
        .Set(DicomTags.SegmentedPropertyCategoryCodeSequence, Code("49755003", "SCT", "Morphologically Abnormal Structure"))
        .Set(DicomTags.SegmentNumber, number).Set(DicomTags.SegmentLabel, segment.Name).Set(DicomTags.SegmentAlgorithmType, "MANUAL")
        .Set(DicomTags.SegmentedPropertyTypeCodeSequence, Code(NeoplasmCode, "SCT", "Neoplasm"));

    private static DicomDataset Shared(VolumeGeometry geometry, SliceHeader first) => new DicomDataset()
        .Set(DicomTags.PlaneOrientationSequence, new DicomDataset().Set(DicomTags.ImageOrientationPatient,
            first.RowDirection.X, first.RowDirection.Y, first.RowDirection.Z, first.ColumnDirection.X, first.ColumnDirection.Y, first.ColumnDirection.Z))
        .Set(DicomTags.PixelMeasuresSequence, new DicomDataset().Set(DicomTags.SliceThickness, geometry.Spacing.Z)
            .Set(DicomTags.SpacingBetweenSlices, geometry.Spacing.Z).Set(DicomTags.PixelSpacing, geometry.Spacing.Y, geometry.Spacing.X));

    private static DicomDataset PerFrame(SliceHeader slice, int segment, int position) => new DicomDataset()
        .Set(DicomTags.DerivationImageSequence, new DicomDataset()
            .Set(DicomTags.DerivationCodeSequence, Code("113076", "DCM", "Segmentation"))
            .Set(DicomTags.SourceImageSequence, Reference(slice).Set(DicomTags.PurposeOfReferenceCodeSequence, Code("121322", "DCM", "Source image for image processing operation"))))
        .Set(DicomTags.FrameContentSequence, new DicomDataset().Set(new DicomElement(DicomTags.DimensionIndexValues, "UL", (byte[])[.. BitConverter.GetBytes((uint)segment), .. BitConverter.GetBytes((uint)position)])))
        .Set(DicomTags.SegmentIdentificationSequence, new DicomDataset().Set(DicomTags.ReferencedSegmentNumber, segment))
        .Set(DicomTags.PlanePositionSequence, new DicomDataset().Set(DicomTags.ImagePositionPatient, slice.Position.X, slice.Position.Y, slice.Position.Z));

    private static DicomDataset Reference(SliceHeader slice) => new DicomDataset()
        .Set(DicomTags.ReferencedSopClassUid, SopClass.CtImage).Set(DicomTags.ReferencedSopInstanceUid, slice.SopInstanceUid);

    private static DicomDataset Code(string value, string scheme, string meaning) => new DicomDataset()
        .Set(DicomTags.CodeValue, value).Set(DicomTags.CodingSchemeDesignator, scheme).Set(DicomTags.CodeMeaning, meaning);

    private static DicomDataset Index(string organization, DicomTag pointer, DicomTag group, string label) => new DicomDataset()
        .Set(DicomTags.DimensionOrganizationUid, organization).Set(TagValue(DicomTags.DimensionIndexPointer, pointer))
        .Set(TagValue(DicomTags.FunctionalGroupPointer, group)).Set(DicomTags.DimensionDescriptionLabel, label);

    private static DicomElement TagValue(DicomTag tag, DicomTag value) =>
        new(tag, "AT", (byte[])[.. BitConverter.GetBytes(value.Group), .. BitConverter.GetBytes(value.Element)]);

    /// <summary>One bit a voxel, lowest bit first, frames running on over byte borders (PS3.5 section 8.1.1).</summary>
    private static byte[] Pack(List<Frame> frames, int length)
    {
        var bytes = (frames.Count * (long)length + 7) / 8;
        var packed = new byte[bytes + bytes % 2];
        var bit = 0L;
        foreach (var frame in frames)
        {
            foreach (var voxel in frame.Mask.Labelmap.Labels.AsSpan(frame.Slice * length, length))
            {
                if (voxel == frame.Mask.Label) packed[bit >> 3] |= (byte)(1 << (int)(bit & 7));
                bit++;
            }
        }

        return packed;
    }

    private readonly record struct Frame(int Slice, int Segment, NamedMask Mask);
}
