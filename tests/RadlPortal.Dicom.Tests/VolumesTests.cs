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

    [Theory]
    [InlineData("tilt", "tilted gantry")]
    [InlineData("twice", "same position")]
    [InlineData("uneven", "not evenly spaced")]
    [InlineData("frame", "frames of reference")]
    [InlineData("size", "different sizes")]
    [InlineData("scout", "different orientations")]
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
        var examined = SeriesGeometry.Examine(headers);
        Assert.Null(examined.Geometry);
        Assert.Contains(part, examined.Message);
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
