using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Radiomics.Ibsi;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Ibsi;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("""{"dimension":["3D"]}""", "no setting dimension")]
    [InlineData("""{"dimensions":["4D"]}""", "dimensions[0]")]
    [InlineData("""{"dimensions":[1]}""", "dimensions[0]")]
    [InlineData("""{"dimensions":[]}""", "dimensions")]
    [InlineData("""{"distance":"1"}""", "distance")]
    [InlineData("""{"distance":0}""", "distance")]
    [InlineData("""{"interpolation":{"spacing":[1,1]}}""", "interpolation.spacing")]
    [InlineData("""{"interpolation":{"spacing":[1,1,-1]}}""", "interpolation.spacing")]
    [InlineData("""{"interpolation":{"spacing":[1,1,1],"roiThreshold":0}}""", "roiThreshold")]
    [InlineData("""{"interpolation":{"spacing":[1,1,1],"methode":"linear"}}""", "no setting methode at interpolation")]
    [InlineData("""{"resegmentation":{"range":[400,-500]}}""", "resegmentation.range")]
    [InlineData("""{"resegmentation":{"outlierSigma":0}}""", "outlierSigma")]
    [InlineData("""{"discretisation":{"method":"FBS"}}""", "width")]
    [InlineData("""{"discretisation":{"method":"FBN","width":25}}""", "bins")]
    [InlineData("""{"discretisation":null}""", "discretisation")]
    [InlineData("""{"discretisation":""", "line 1")]
    [InlineData("null", "empty")]
    [InlineData("[]", "the whole")]
    public void Settings_name_what_is_wrong_with_them(string json, string part) =>
        Assert.Contains(part, Assert.Throws<RadiomicsException>(() => IbsiSettings.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_come_back_from_their_own_JSON()
    {
        foreach (var settings in IbsiSelfTest.CtConfigurations.Values) Assert.Equal(settings.ToJson(), IbsiSettings.Parse(settings.ToJson()).ToJson());
        var e = IbsiSettings.Parse("""{"dimensions":["3D"],"interpolation":{"spacing":[2,2,2],"method":"cubic"},"resegmentation":{"range":[-1000,400],"outlierSigma":3},"discretisation":{"method":"FBN","bins":32},"intensityVolumeHistogram":{"method":"FBN","bins":1000}}""");
        Assert.Equal(IbsiSelfTest.CtConfigurations["E"].ToJson(), e.ToJson());
    }

    [Fact]
    public void Refuses_a_VOI_on_another_grid() => Refuses("grid", Cases.Noise(1), new Labelmap(new VolumeGeometry(3, 3, 3, new Vector3(1, 1, 1)), new byte[27]), new IbsiSettings());

    [Fact]
    public void Refuses_an_empty_labelmap() => Refuses("no voxel", Cases.Noise(1), new Labelmap(Cases.Noise(1).Geometry, new byte[12 * 12 * 12]), new IbsiSettings());

    [Fact]
    public void Names_the_labels_there_are_when_one_is_absent() =>
        Assert.Contains("it has 1", Assert.Throws<RadiomicsException>(() => IbsiExtraction.Extract(Cases.Noise(1), Cases.Ball(3), new IbsiSettings(), 7)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_range_that_leaves_nothing() => Refuses("range", Cases.Noise(1), Cases.Ball(3), new IbsiSettings { Resegmentation = new() { Range = [5000, null] } });

    [Fact]
    public void Refuses_a_spacing_at_which_the_VOI_is_lost() => Refuses("finer spacing", Cases.Noise(1), Cases.Cube(4, 1), new IbsiSettings { Interpolation = new() { Spacing = [5, 5, 5] } });

    [Fact]
    public void Refuses_intensities_that_are_no_grey_levels_without_discretisation() => Refuses("whole grey levels", Cases.Noise(1), Cases.Ball(3), new IbsiSettings { Discretisation = new() });

    [Fact]
    public void Refuses_more_grey_levels_than_a_matrix_can_hold() => Refuses("wider bin", Cases.Noise(1), Cases.Ball(3), new IbsiSettings { Discretisation = IbsiDiscretisation.BySize(0.01) });

    [Fact]
    public void Refuses_fractions_in_an_intensity_volume_histogram_without_discretisation()
    {
        var image = Volume.Of(Cases.Noise(1).Geometry, Array.ConvertAll(Cases.Noise(1).Samples, v => v + 0.25f));
        Refuses("intensity-volume histogram", image, Cases.Ball(3), new IbsiSettings());
    }

    [Fact]
    public void Refuses_values_that_are_no_numbers()
    {
        var image = Volume.Of(Cases.Noise(1).Geometry, Array.ConvertAll(Cases.Noise(1).Samples, v => (float)v));
        image.Samples[image.Geometry.Offset(6, 6, 6)] = float.NaN;
        Refuses("no numbers", image, Cases.Ball(3), new IbsiSettings());
    }

    [Fact]
    public void Stops_when_asked_to()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => IbsiExtraction.Extract(Cases.Noise(1), Cases.Ball(3), new IbsiSettings(), cancellation: stopped.Token));
    }

    [Fact]
    public void Reads_a_mask_that_compresses_to_less_than_a_buffer()
    {
        // 2.4 MB of labels in a few kB: read-ahead takes the whole file before its length is judged.
        var geometry = new VolumeGeometry(204, 201, 60, new Vector3(1, 1, 3));
        var labels = new byte[geometry.VoxelCount];
        labels[geometry.Offset(100, 100, 30)] = 1;
        using var file = new MemoryStream();
        NiftiFormat.Write(Volume.Of(geometry, labels), file);
        file.Position = 0;
        Assert.Equal(1, Labelmap.From(NiftiFormat.Read(file)).Count(1));
    }

    private static void Refuses(string part, Volume image, Labelmap mask, IbsiSettings settings) =>
        Assert.Contains(part, Assert.Throws<RadiomicsException>(() => IbsiExtraction.Extract(image, mask, settings)).Message, StringComparison.Ordinal);
}
