using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class StructureSetTests
{
    private static readonly VolumeGeometry Grid = new(8, 8, 4, new Vector3(1, 1, 2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_mask_comes_back_voxel_for_voxel(int seed)
    {
        // Noise has everything that is hard: holes in islands in holes, pixels that touch at corners.
        var random = new Random(seed);
        var grid = new VolumeGeometry(40, 30, 4, new Vector3(0.7, 0.9, 2.5), new Vector3(-10, 20, -30));
        var labels = new byte[grid.VoxelCount];
        for (var i = 0; i < labels.Length; i++) labels[i] = (byte)(random.Next(10) < 2 + seed * 2 ? 1 : 0);
        var read = StructureSet.Read(DicomFile.Read(Write(new Labelmap(grid, labels))).Dataset);
        Assert.Empty(read.Notes);
        Assert.Equal(labels, ContourRasteriser.Rasterise(read.Rois[0], grid).Labelmap.Labels);
    }

    [Fact]
    public void An_oblique_grid_comes_back_voxel_for_voxel()
    {
        var (c, s) = (Math.Cos(0.3), Math.Sin(0.3));
        var grid = new VolumeGeometry(12, 9, 3, new Vector3(0.8, 1.1, 3), new Vector3(5, -7, 40), new Matrix3(new Vector3(c, s, 0), new Vector3(-s, c, 0), new Vector3(0, 0, 1)));
        var labels = new byte[grid.VoxelCount];
        for (var i = 0; i < labels.Length; i++) labels[i] = (byte)(i % 7 < 4 ? 1 : 0);
        Assert.Equal(labels, ContourRasteriser.Rasterise(StructureSet.Read(DicomFile.Read(Write(new Labelmap(grid, labels))).Dataset).Rois[0], grid).Labelmap.Labels);
    }

    [Fact]
    public void A_centre_on_the_contour_is_inside_on_the_left_and_upper_edge_only()
    {
        var mask = Fill(Square(1, 1, 4, 4, 0));
        Assert.Equal(9, mask.Count(1));
        Assert.Equal((1, 1, 0, 0), (mask[1, 1, 0], mask[3, 3, 0], mask[4, 1, 0], mask[1, 4, 0]));
    }

    [Fact]
    public void A_contour_in_a_contour_is_a_hole() =>
        Assert.Equal(36 - 4, Fill(Square(0.5, 0.5, 6.5, 6.5, 0), Square(2.5, 2.5, 4.5, 4.5, 0)).Count(1));

    [Fact]
    public void A_keyhole_is_a_hole()
    {
        Vector3[] points = [new(0.5, 0.5, 0), new(6.5, 0.5, 0), new(6.5, 6.5, 0), new(0.5, 6.5, 0), new(0.5, 2.5, 0), new(2.5, 2.5, 0), new(2.5, 4.5, 0), new(4.5, 4.5, 0), new(4.5, 2.5, 0), new(0.5, 2.5, 0)];
        Assert.Equal(36 - 4, Fill(new StructureContour("CLOSED_PLANAR", points, null)).Count(1));
    }

    [Fact]
    public void Contours_between_slices_go_to_the_nearest_and_do_not_cancel_one_another()
    {
        var roi = Roi(Square(0.5, 0.5, 4.5, 4.5, 2.3), Square(0.5, 0.5, 4.5, 4.5, 1.6), Square(0.5, 0.5, 2.5, 2.5, 5));
        var result = ContourRasteriser.Rasterise(roi, Grid);
        Assert.Equal(16 + 4, result.Labelmap.Count(1));
        Assert.Equal(4, result.Labelmap.Labels.AsSpan(128, 64).Count((byte)1));
        Assert.Contains(result.Notes, n => n.Contains("between slices"));
        Assert.Contains(result.Notes, n => n.StartsWith("1 of 3 contour planes"));
    }

    [Fact]
    public void A_contour_that_is_there_twice_counts_once()
    {
        var result = ContourRasteriser.Rasterise(Roi(Square(0.5, 0.5, 4.5, 4.5, 0), Square(0.5, 0.5, 4.5, 4.5, 0)), Grid);
        Assert.Equal(16, result.Labelmap.Count(1));
        Assert.Contains("there twice", result.Notes[0]);
    }

    [Fact]
    public void Refuses_contours_across_the_slices() =>
        Assert.Contains("not parallel", Assert.Throws<DicomException>(() => Fill(new StructureContour("CLOSED_PLANAR", [new(1, 1, 0), new(1, 4, 0), new(1, 4, 4)], null))).Message);

    [Fact]
    public void Refuses_a_region_outside_the_series() =>
        Assert.Contains("has no voxel", Assert.Throws<DicomException>(() => Fill(Square(100.5, 0.5, 104.5, 4.5, 0))).Message);

    [Fact]
    public void Refuses_a_region_of_another_frame_of_reference()
    {
        var slices = Phantom.Files().Select(f => SliceHeader.Of(DicomFile.Read(f).Dataset) with { FrameOfReferenceUid = "1.2.3" });
        var read = StructureSet.Read(DicomFile.Read(Write(Region())).Dataset);
        Assert.Contains("another frame of reference", Assert.Throws<DicomException>(() => ContourRasteriser.Rasterise(read.Rois[0], read, SeriesGeometry.Examine(slices))).Message);
    }

    [Fact]
    public void What_cannot_be_understood_is_said_and_the_rest_is_read()
    {
        var dataset = DicomFile.Read(Write(Region())).Dataset;
        var contours = dataset.Items(DicomTags.RoiContourSequence)[0].Items(DicomTags.ContourSequence);
        contours[0].Set(DicomTags.NumberOfContourPoints, 99);
        dataset.Items(DicomTags.RoiContourSequence)[0].Set(DicomTags.ContourSequence, [.. contours, new DicomDataset().Set(DicomTags.ContourData, "1", "2"), new DicomDataset().Set(DicomTags.ContourGeometricType, "POINT").Set(DicomTags.ContourData, "1", "2", "3")]);
        dataset.Remove(DicomTags.StructureSetRoiSequence);
        dataset.Remove(DicomTags.ReferencedFrameOfReferenceSequence);
        dataset.Remove(DicomTags.RtRoiObservationsSequence);
        var read = StructureSet.Read(dataset);
        Assert.Equal("ROI 1", read.Rois[0].Name);
        Assert.Contains(read.Notes, n => n.Contains("says 99 points"));
        Assert.Contains(read.Notes, n => n.Contains("without readable points"));
        Assert.Equal(Region().Count(1), ContourRasteriser.Rasterise(read.Rois[0], read, Series()).Labelmap.Count(1));
    }

    [Fact]
    public void Dciodvfy_finds_no_error()
    {
        using var scratch = new Scratch();
        Assert.DoesNotContain("Error", Outside.Run("/usr/bin/dciodvfy", scratch.File("rtstruct.dcm", Write(Region()))));
    }

    [Fact]
    public void Pydicom_reads_contours_and_references()
    {
        using var scratch = new Scratch();
        var said = Outside.Pydicom("""
            import sys, pydicom
            d = pydicom.dcmread(sys.argv[1])
            for r, c in zip(d.StructureSetROISequence, d.ROIContourSequence):
                print(r.ROIName, c.ReferencedROINumber, [(k.ContourGeometricType, int(k.NumberOfContourPoints), len(k.ContourData) // 3, float(k.ContourData[2])) for k in c.ContourSequence])
            """, scratch.File("rtstruct.dcm", Write(Region())));
        Assert.Equal("Primary tumour 1 [('CLOSED_PLANAR', 10, 10, -27.5), ('CLOSED_PLANAR', 4, 4, -25.0)]", said.Trim());
    }

    [Fact]
    public void Plastimatch_finds_the_same_voxels()
    {
        using var scratch = new Scratch();
        var labels = new byte[Phantom.Geometry.VoxelCount];
        for (var i = 0; i < labels.Length; i++) labels[i] = (byte)(i % 5 < 3 || i % 11 == 0 ? 1 : 0);
        var folder = Directory.CreateDirectory(Path.Combine(scratch.Folder, "in")).FullName;
        var slices = Phantom.Files();
        for (var i = 0; i < slices.Count; i++) File.WriteAllBytes(Path.Combine(folder, $"{i}.dcm"), slices[i]);
        File.WriteAllBytes(Path.Combine(folder, "rtstruct.dcm"), Write(new Labelmap(Phantom.Geometry, labels)));
        var said = Outside.Run("/usr/bin/plastimatch", "convert", "--input", folder, "--output-prefix", Path.Combine(scratch.Folder, "out"), "--prefix-format", "nrrd");
        var written = Directory.Exists(Path.Combine(scratch.Folder, "out")) ? Directory.GetFiles(Path.Combine(scratch.Folder, "out")) : [];
        Assert.True(written.Length == 1, said);
        Assert.Equal(labels, VolumeFile.ReadLabelmap(written[0]).Labels);
    }

    [Fact]
    public void Structure_set_segmentation_and_label_of_the_chest_CT_are_the_same_voxels()
    {
        var folder = SharedData.Folder("dicom/chest-ct");
        var slices = Directory.EnumerateFiles(Path.Combine(folder, "ct")).Select(p => DicomFile.Read(File.ReadAllBytes(p)).Dataset).ToList();
        var series = SeriesGeometry.Examine(slices.Select(SliceHeader.Of));
        var read = StructureSet.Read(DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, "RTSTRUCT.dcm"))).Dataset);
        var mask = ContourRasteriser.Rasterise(read.Rois[0], read, series).Labelmap;
        var label = VolumeFile.ReadLabelmap(Path.Combine(folder, "lungA_label.nrrd"));
        var segmentation = Segmentations.Segmentation.Read(DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, "SEG.dcm"))).Dataset);
        Assert.Equal(54_639, mask.Count(1));
        Assert.True(label.Labels.AsSpan().SequenceEqual(mask.Labels));
        Assert.True(Segmentations.SegmentationVoxels.On(segmentation, series).Labels.AsSpan().SequenceEqual(mask.Labels));
        Assert.Equal(54_639, Segmentations.SegmentationVoxels.OnOwnGrid(segmentation).Count(1));
    }

    [Fact]
    public void Reads_a_structure_set_of_another_program()
    {
        var read = StructureSet.Read(DicomFile.Read(File.ReadAllBytes(Path.Combine(SharedData.Folder("dicom/seg-rtstruct"), "dicompyler/rtss.dcm"))).Dataset);
        Assert.Contains(read.Rois, r => r is { Name: "BODY", InterpretedType: "EXTERNAL", Contours.Count: 141 });
        Assert.Contains(read.Notes, n => n == "The region Areola has no contour.");
    }

    private static Labelmap Fill(params StructureContour[] contours) => ContourRasteriser.Rasterise(Roi(contours), Grid).Labelmap;

    private static StructureRoi Roi(params StructureContour[] contours) => new(1, "GTV", null, null, null, contours);

    private static StructureContour Square(double left, double top, double right, double bottom, double z) =>
        new("CLOSED_PLANAR", [new(left, top, z), new(right, top, z), new(right, bottom, z), new(left, bottom, z)], null);

    private static Labelmap Region()
    {
        var labels = new byte[Phantom.Geometry.VoxelCount];
        for (var y = 1; y < 4; y++)
            for (var x = 1; x < 4; x++)
                if ((x, y) != (2, 2)) labels[Phantom.Geometry.Offset(x, y, 1)] = 1;
        labels[Phantom.Geometry.Offset(6, 4, 2)] = 1;
        return new Labelmap(Phantom.Geometry, labels);
    }

    [Fact]
    public void Attributes_for_persons_are_written_empty_so_that_the_gate_takes_what_the_portal_writes()
    {
        var file = DicomFile.Read(Write(Region()));
        var observation = Assert.Single(file.Dataset.Items(DicomTags.RtRoiObservationsSequence));
        Assert.Equal(("", ""), (file.Dataset.Text(DicomTags.OperatorsName), observation.Text(DicomTags.RoiInterpreter)));
        Assert.EndsWith("reader-1", file.Dataset.Text(DicomTags.SeriesDescription));
        Assert.NotNull(RadlPortal.Dicom.Deidentification.DeidentificationGate.Check(file).Cleaned);
    }

    private static SeriesGeometry Series() => SeriesGeometry.Examine(Phantom.Files().Select(f => SliceHeader.Of(DicomFile.Read(f).Dataset)));

    private static byte[] Write(Labelmap labelmap)
    {
        var source = DicomFile.Read(Phantom.Files()[0]).Dataset;
        var slices = Enumerable.Range(0, labelmap.Geometry.SizeZ).Select(k => SliceHeader.Of(source) with { SopInstanceUid = $"2.25.9{k}" }).ToList();
        return StructureSetWriter.Write([new NamedMask("Primary tumour", labelmap)], labelmap.Geometry == Phantom.Geometry ? Series().Slices : slices, source, new StructureSetFacts
        {
            SopInstanceUid = DicomUid.New(),
            SeriesInstanceUid = DicomUid.New(),
            ReaderCode = "reader-1",
            InterpretedType = "GTV",
            Version = 1,
            SavedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        });
    }
}
