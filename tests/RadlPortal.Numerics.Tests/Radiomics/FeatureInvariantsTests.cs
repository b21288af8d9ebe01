using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

public sealed class FeatureInvariantsTests
{
    private static readonly VolumeGeometry Grid = new(12, 11, 10, new Vector3(1, 1, 1));

    [Fact]
    public void Gives_107_features_in_order_with_names_of_their_own()
    {
        var names = Extract(Noise(1), Box(2, 3, 2, 7)).Values.Select(f => f.Name).ToList();
        Assert.Equal(107, names.Distinct().Count());
        Assert.Equal(["shape", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm"], names.Select(n => n.Split('_')[1]).Distinct());
    }

    [Fact]
    public void Moving_image_and_VOI_together_changes_nothing()
    {
        var (here, there) = (Extract(Shifted(0), Box(2, 2, 2, 5)), Extract(Shifted(3), Box(5, 5, 5, 5)));
        Assert.Equal(here.Values, there.Values);
    }

    [Fact]
    public void Adding_a_multiple_of_the_bin_width_keeps_texture()
    {
        var image = Noise(5);
        var raised = Volume.Of(Grid, [.. image.Samples.Select(v => (short)(v + 250))]);
        var (low, high) = (Extract(image, Box(1, 1, 1, 8)), Extract(raised, Box(1, 1, 1, 8)));
        foreach (var (a, b) in low.Values.Zip(high.Values).Where(p => p.First.Name.Contains("_gl") || p.First.Name.Contains("ngtdm"))) Assert.Equal(a, b);
        Assert.Equal(250, Value(high, "firstorder_Mean") - Value(low, "firstorder_Mean"), 9);
    }

    [Fact]
    public void A_box_has_the_measures_of_a_box()
    {
        var result = Extract(Noise(2), Box(2, 3, 1, 6));
        Assert.Equal(216, Value(result, "shape_VoxelVolume"));
        Assert.Equal(1, Value(result, "shape_Elongation"), 9);
        Assert.Equal(4 * Math.Sqrt(35 / 12.0), Value(result, "shape_MajorAxisLength"), 9);
    }

    [Fact]
    public void An_even_VOI_has_no_entropy_and_full_uniformity()
    {
        var result = Extract(Volume.Of(Grid, new short[Grid.VoxelCount]), Box(2, 2, 2, 4));
        Assert.Equal(1, Value(result, "firstorder_Uniformity"));
        Assert.Equal(0, Value(result, "firstorder_Entropy"), 12);
        Assert.Equal(1, Value(result, "glcm_MCC"));
        Assert.Equal(1e6, Value(result, "ngtdm_Coarseness"));
    }

    [Fact]
    public void Refuses_a_VOI_on_another_grid() =>
        Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Noise(1), new Labelmap(new VolumeGeometry(3, 3, 3, new Vector3(1, 1, 1)), new byte[27]), new ExtractionSettings()));

    [Theory]
    [InlineData("""{"binwidth":25}""", "binwidth")]
    [InlineData("""{"binWidth":-1}""", "binWidth")]
    [InlineData("[]", "JSON object")]
    public void Settings_name_what_is_wrong_with_them(string json, string part) =>
        Assert.Contains(part, Assert.Throws<ParameterException>(() => ExtractionSettings.Parse(json)).Message);

    private static FeatureResult Extract(Volume image, Labelmap mask) => FeatureExtractor.Extract(image, mask, new ExtractionSettings());

    private static double Value(FeatureResult result, string name) => result.Values.Single(f => f.Name == $"original_{name}").Value!.Value;

    private static Volume<short> Noise(int seed)
    {
        var random = new Random(seed);
        return Volume.Of(Grid, [.. Enumerable.Range(0, Grid.VoxelCount).Select(_ => (short)random.Next(-100, 200))]);
    }

    private static Volume<short> Shifted(int by)
    {
        var samples = new short[Grid.VoxelCount];
        for (var z = 0; z < 7; z++)
            for (var y = 0; y < 7; y++)
                for (var x = 0; x < 7; x++) samples[Grid.Offset(x + by, y + by, z + by)] = (short)(x * 31 % 17 * 20 + y * y * 7 - z * 13);
        return Volume.Of(Grid, samples);
    }

    private static Labelmap Box(int x0, int y0, int z0, int side)
    {
        var labels = new byte[Grid.VoxelCount];
        for (var z = z0; z < z0 + side; z++)
            for (var y = y0; y < y0 + side; y++)
                for (var x = x0; x < x0 + side; x++) labels[Grid.Offset(x, y, z)] = 1;
        return new Labelmap(Grid, labels);
    }
}
