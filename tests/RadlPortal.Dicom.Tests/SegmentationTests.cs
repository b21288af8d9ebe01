using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class SegmentationTests
{
    [Fact]
    public void Segments_that_overlap_come_back_voxel_for_voxel_one_by_one_and_are_refused_together()
    {
        var (a, b) = (Noise(1), Noise(2));
        var read = Segmentation.Read(Written(new NamedMask("Tumour", a), new NamedMask("Node", b)));
        Assert.Equal(["Tumour", "Node"], read.Segments.Select(s => s.Label));
        Assert.Equal(a.Labels, read.On(Series(), 1).Labels);
        Assert.Equal(b.Labels, read.On(Series(), 2).Labels);
        Assert.Contains("overlap", Assert.Throws<DicomException>(() => read.On(Series())).Message);
    }

    [Fact]
    public void Without_its_series_a_segmentation_spans_its_frames()
    {
        var labels = new byte[Phantom.Geometry.VoxelCount];
        labels[Phantom.Geometry.Offset(2, 1, 1)] = labels[Phantom.Geometry.Offset(6, 4, 3)] = 1;
        var own = Segmentation.Read(Written(new NamedMask("Tumour", new Labelmap(Phantom.Geometry, labels)))).OnOwnGrid();
        Assert.Null(own.Geometry.DifferenceFrom(Phantom.Geometry.Cropped(new VoxelBox(0, 0, 1, 7, 5, 3))));
        Assert.Equal((2, 1, 1), (own.Count(1), own[2, 1, 0], own[6, 4, 2]));
        Assert.Equal(labels, LabelmapGrid.Onto(own, Phantom.Geometry).Labels);
    }

    [Theory]
    [InlineData(255, 127, 0)]
    [InlineData(255, 128, 1)]
    [InlineData(100, 50, 1)]
    [InlineData(100, 49, 0)]
    public void A_fractional_voxel_is_inside_from_half_of_the_maximum(int maximum, int value, int inside)
    {
        var dataset = Bytes("FRACTIONAL", (byte)value).Set(DicomTags.SegmentationFractionalType, "PROBABILITY").Set(DicomTags.MaximumFractionalValue, maximum);
        Assert.Equal(inside, Segmentation.Read(dataset).On(Series()).Count(1));
    }

    [Fact]
    public void A_labelmap_gives_each_segment_its_number_and_leaves_out_its_background()
    {
        var dataset = Bytes("LABELMAP", 3).Set(DicomTags.SopClassUid, SopClass.LabelMapSegmentation)
            .Set(DicomTags.SegmentSequence, new DicomDataset().Set(DicomTags.SegmentNumber, 3).Set(DicomTags.SegmentLabel, "Lung"));
        Assert.Equal(1, Segmentation.Read(dataset).On(Series()).Count(3));
        Assert.Equal(1, Segmentation.Read(dataset).On(Series(), 3).Count(1));
        dataset.Set(DicomTags.PixelPaddingValue, 3);
        Assert.Empty(Segmentation.Read(dataset).On(Series()).PresentLabels());
    }

    [Fact]
    public void Bits_in_runs_are_read_frame_by_frame()
    {
        // RLE has whole bytes a frame, so the bits of 7 × 5 pixels do not run on into the next one.
        var dataset = Written(new NamedMask("Tumour", Noise(3)));
        var frames = new List<ReadOnlyMemory<byte>> { ReadOnlyMemory<byte>.Empty };
        for (var k = 0; k < 4; k++)
        {
            var packed = new byte[5];
            for (var i = 0; i < 35; i++) packed[i / 8] |= (byte)(Noise(3).Labels[k * 35 + i] << (i % 8));
            frames.Add((byte[])[1, 0, 0, 0, 64, 0, 0, 0, .. new byte[56], 4, .. packed]);
        }

        dataset.Set(new DicomElement(DicomTags.PixelData, "OB", frames)).TransferSyntaxUid = TransferSyntax.Rle;
        Assert.Equal(Noise(3).Labels, Segmentation.Read(DicomFile.Read(DicomWriter.Write(dataset, TransferSyntax.Rle).Bytes).Dataset).On(Series()).Labels);
    }

    [Fact]
    public void Frames_without_a_place_are_found_by_their_image()
    {
        var dataset = Written(new NamedMask("Tumour", Noise(4)));
        foreach (var frame in dataset.Items(DicomTags.PerFrameFunctionalGroupsSequence)) frame.Remove(DicomTags.PlanePositionSequence);
        var read = Segmentation.Read(dataset);
        Assert.Equal(Noise(4).Labels, read.On(Series()).Labels);
        Assert.Contains("does not say where it lies", Assert.Throws<DicomException>(() => read.OnOwnGrid()).Message);
    }

    [Fact]
    public void Refuses_another_frame_of_reference() =>
        Assert.Contains("another frame of reference", Refusal(d => d.Set(DicomTags.FrameOfReferenceUid, "1.2.3")));

    [Fact]
    public void Refuses_another_grid() =>
        Assert.Contains("another grid", Refusal(d => d.Items(DicomTags.SharedFunctionalGroupsSequence)[0].Items(DicomTags.PixelMeasuresSequence)[0].Set(DicomTags.PixelSpacing, 0.8, 0.8)));

    [Fact]
    public void Refuses_voxels_outside_the_series() =>
        Assert.Contains("outside the series", Refusal(d => d.Items(DicomTags.PerFrameFunctionalGroupsSequence)[0].Items(DicomTags.PlanePositionSequence)[0].Set(DicomTags.ImagePositionPatient, -10, 20, -70d)));

    [Fact]
    public void Refuses_a_frame_of_a_segment_that_is_not_described() =>
        Assert.Contains("segment 9", Refusal(d => d.Items(DicomTags.PerFrameFunctionalGroupsSequence)[0].Items(DicomTags.SegmentIdentificationSequence)[0].Set(DicomTags.ReferencedSegmentNumber, 9)));

    [Fact]
    public void Refuses_frames_further_apart_than_can_be_held() =>
        Assert.Contains("spans more than", Assert.Throws<DicomException>(() =>
        {
            var dataset = Written(new NamedMask("Tumour", Noise(4)));
            dataset.Items(DicomTags.PerFrameFunctionalGroupsSequence)[0].Items(DicomTags.PlanePositionSequence)[0].Set(DicomTags.ImagePositionPatient, -10, 20, -30_000_030d);
            Segmentation.Read(dataset).OnOwnGrid();
        }).Message);

    [Theory]
    [InlineData("liver.dcm", 1)]
    [InlineData("partial_overlaps.dcm", 5)]
    [InlineData("sparse-labelmap-noppv.dcm", 1)]
    [InlineData("sparse-labelmap-ppv5.dcm", 1)]
    public void Reads_segmentations_of_others(string name, int segments)
    {
        var read = Segmentation.Read(DicomFile.Read(File.ReadAllBytes(Path.Combine(SharedData.Folder("dicom/seg-rtstruct/dcmqi/segmentations"), name))).Dataset);
        Assert.Equal(segments, read.Segments.Count(s => s.Number > 0));
        Assert.All(read.Segments.Where(s => s.Number > 0), s => Assert.NotEmpty(read.OnOwnGrid(s.Number).PresentLabels()));
    }

    private static string Refusal(Action<DicomDataset> change)
    {
        var dataset = Written(new NamedMask("Tumour", Noise(4)));
        change(dataset);
        return Assert.Throws<DicomException>(() => Segmentation.Read(dataset).On(Series())).Message;
    }

    private static Labelmap Noise(int seed)
    {
        var random = new Random(seed);
        return new Labelmap(Phantom.Geometry, [.. Enumerable.Range(0, Phantom.Geometry.VoxelCount).Select(_ => (byte)random.Next(2))]);
    }

    private static SeriesGeometry Series() => SeriesGeometry.Examine(Phantom.Files().Select(f => SliceHeader.Of(DicomFile.Read(f).Dataset)));

    private static DicomDataset Written(params NamedMask[] masks) => DicomFile.Read(SegmentationWriter.Write(masks, Series().Slices, DicomFile.Read(Phantom.Files()[0]).Dataset, new SegmentationFacts
    {
        SopInstanceUid = DicomUid.New(),
        SeriesInstanceUid = DicomUid.New(),
        Label = "Primary tumour",
        ReaderCode = "reader-1",
        Version = 1,
        SavedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    })).Dataset;

    /// <summary>One voxel of a value in a frame of whole bytes.</summary>
    private static DicomDataset Bytes(string type, byte value)
    {
        var labels = new byte[Phantom.Geometry.VoxelCount];
        labels[40] = 1;
        var pixels = new byte[36];
        pixels[5] = value;
        return Written(new NamedMask("Tumour", new Labelmap(Phantom.Geometry, labels)))
            .Set(DicomTags.SegmentationType, type).Set(DicomTags.BitsAllocated, 8).Set(DicomTags.BitsStored, 8).Set(DicomTags.HighBit, 7)
            .Set(new DicomElement(DicomTags.PixelData, "OB", pixels));
    }
}
