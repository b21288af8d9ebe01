using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Dicom.Tests;

public sealed class VolumesTests
{
    [Fact]
    public void Slices_in_any_order_give_the_volume_that_was_written()
    {
        var slices = Datasets();
        slices.Reverse();
        var built = Assert.IsType<Volume<short>>(CtVolume.Build(slices));
        Assert.Equal(Phantom.Volume().Samples, built.Samples);
        Assert.Null(built.Geometry.DifferenceFrom(Phantom.Geometry));
    }

    [Fact]
    public void Says_which_slices_are_missing()
    {
        var slices = Datasets();
        var headers = Enumerable.Range(0, 12).Select(i => SliceHeader.Of(slices[0]) with { SopInstanceUid = $"1.{i}", Position = new Vector3(0, 0, i * 3) }).Where((_, i) => i is not (4 or 5 or 6));
        Assert.StartsWith("3 slices are missing between 9 and 21 mm", SeriesGeometry.Examine(headers).Message);
    }

    [Fact]
    public void Names_every_gap_up_to_eight()
    {
        var first = SliceHeader.Of(Datasets()[0]);
        string? Message(Func<int, bool> isThere) => SeriesGeometry.Examine(Enumerable.Range(0, 60).Where(isThere).Select(i => first with { SopInstanceUid = $"1.{i}", Position = new Vector3(0, 0, i * 3) })).Message;
        Assert.StartsWith("3 slices are missing: 1 between 9 and 15 mm, 2 between 117 and 126 mm. Send", Message(i => i is not (4 or 40 or 41)));
        Assert.Contains("1 between 147 and 153 mm, and in 1 more gap. Send", Message(i => i % 6 != 2 || i == 2));
        Assert.StartsWith("10 slices are missing: 1 between 3 and 9 mm,", Message(i => i % 6 != 2));
        Assert.Contains(", and in 2 more gaps. Send", Message(i => i % 6 != 2));
    }

    [Theory]
    [InlineData("tilt", "tilted gantry")]
    [InlineData("twice", "same position")]
    [InlineData("uneven", "not evenly spaced")]
    [InlineData("frame", "frames of reference")]
    [InlineData("size", "different sizes")]
    [InlineData("scout", "different orientations")]
    [InlineData("huge", "more than a volume can hold")]
    public void Says_why_slices_make_no_volume(string fault, string part)
    {
        var first = SliceHeader.Of(Datasets()[0]);
        var headers = Enumerable.Range(0, 6).Select(i => first with { SopInstanceUid = $"1.{i}", Position = new Vector3(0, fault == "tilt" ? i : 0, i * 3) }).ToList();
        headers[5] = fault switch
        {
            "twice" => headers[5] with { Position = headers[4].Position },
            "uneven" => headers[5] with { Position = new Vector3(0, 0, 16.4) },
            "frame" => headers[5] with { FrameOfReferenceUid = "9.9" },
            "size" => headers[5] with { Rows = 64 },
            "scout" => headers[5] with { RowDirection = new Vector3(0, 1, 0), ColumnDirection = new Vector3(0, 0, -1) },
            _ => headers[5],
        };
        if (fault == "huge") headers = [.. headers.Select(h => h with { Rows = 65535, Columns = 65535 })];
        var examined = SeriesGeometry.Examine(headers);
        Assert.Null(examined.Geometry);
        Assert.Contains(part, examined.Message);
    }

    [Fact]
    public void Each_slice_is_rescaled_by_its_own_slope_and_intercept()
    {
        var slices = Datasets();
        slices[1].Set(DicomTags.RescaleSlope, "2").Set(DicomTags.RescaleIntercept, "-2000");
        slices[2].Set(DicomTags.RescaleSlope, "").Set(DicomTags.RescaleIntercept, "");
        var samples = Assert.IsType<Volume<short>>(CtVolume.Build(slices)).Samples;
        var written = Phantom.Volume().Samples;
        Assert.Equal((written[5], (written[40] + 1024) * 2 - 2000, written[75] + 1024), (samples[5], samples[40], samples[75]));
    }

    [Fact]
    public void A_fractional_rescale_makes_a_volume_of_single_precision()
    {
        var slices = Datasets();
        slices[1].Set(DicomTags.RescaleSlope, "0.5");
        Assert.Equal((Phantom.Volume().Samples[40] + 1024) * 0.5 - 1024, Assert.IsType<Volume<float>>(CtVolume.Build(slices)).Samples[40]);
    }

    [Fact]
    public void Signed_values_of_twelve_bits_and_padding_are_read_as_ITK_does()
    {
        var slices = Datasets();
        byte[] pixels = [0xFF, 0x0F, 0x00, 0x08, 0xFF, 0x07, .. new byte[64]];
        slices[0].Set(DicomTags.BitsStored, 12).Set(DicomTags.HighBit, 11).Set(DicomTags.PixelRepresentation, 1).Set(DicomTags.RescaleIntercept, "0")
            .Set(new DicomElement(DicomTags.PixelPaddingValue, "SS", BitConverter.GetBytes((short)-2048))).Set(new DicomElement(DicomTags.PixelData, "OW", pixels));
        Assert.Equal([-1, -2048, 2047, 0], Assert.IsType<Volume<short>>(CtVolume.Build(slices)).Samples[..4]);
    }

    [Fact]
    public void Origin_spacing_and_direction_of_an_oblique_series_are_those_of_ITK()
    {
        var (c, s) = (Math.Cos(0.4), Math.Sin(0.4));
        var direction = new Matrix3(new Vector3(1, 0, 0), new Vector3(0, c, s), new Vector3(0, -s, c));
        var grid = new VolumeGeometry(7, 5, 4, new Vector3(0.7, 0.9, 2.5), new Vector3(-10, 20, -30), direction);
        var files = Writing.CtSeriesWriter.Write(Volume.Of(grid, Phantom.Volume().Samples), Phantom.Facts);
        Assert.Null(CtVolume.Build([.. files.Reverse().Select(f => DicomFile.Read(f).Dataset)]).Geometry.DifferenceFrom(grid, 1e-6));
    }

    [Theory]
    [InlineData("slope", "no number")]
    [InlineData("zero", "zero")]
    [InlineData("table", "look-up table")]
    [InlineData("frames", "2 frames")]
    [InlineData("colour", "no grey pixels")]
    [InlineData("same", "same SOP Instance UID")]
    public void Refuses_a_slice_whose_values_are_not_known(string fault, string part)
    {
        var slices = Datasets();
        _ = fault switch
        {
            "slope" => slices[1].Set(DicomTags.RescaleSlope, "one"),
            "zero" => slices[1].Set(DicomTags.RescaleSlope, "0"),
            "table" => slices[1].Set(DicomTags.ModalityLutSequence, new DicomDataset()),
            "frames" => slices[1].Set(DicomTags.NumberOfFrames, 2).Set(new DicomElement(DicomTags.PixelData, "OW", new byte[140])),
            "colour" => slices[1].Set(DicomTags.SamplesPerPixel, 3).Set(new DicomElement(DicomTags.PixelData, "OW", new byte[210])),
            _ => slices[1].Set(DicomTags.SopInstanceUid, slices[0].Text(DicomTags.SopInstanceUid)!),
        };
        Assert.Contains(part, Assert.Throws<DicomException>(() => CtVolume.Build(slices)).Message);
    }

    [Fact]
    public void The_real_chest_CT_is_a_volume_of_134_slices()
    {
        var slices = Directory.EnumerateFiles(SharedData.Folder("dicom/chest-ct/ct")).Select(p => DicomFile.Read(File.ReadAllBytes(p)).Dataset).ToList();
        var volume = CtVolume.Build(slices);
        Assert.Equal((512, 512, 134), (volume.Geometry.SizeX, volume.Geometry.SizeY, volume.Geometry.SizeZ));
        Assert.Equal(3, volume.Geometry.Spacing.Z, 6);
    }

    private static List<DicomDataset> Datasets() => [.. Phantom.Files().Select(f => DicomFile.Read(f).Dataset)];
}
