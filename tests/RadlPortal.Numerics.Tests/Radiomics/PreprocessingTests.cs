using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

/// <summary>What is done to image and mask before features, and what is refused.</summary>
public sealed class PreprocessingTests
{
    private static readonly VolumeGeometry Grid = new(14, 13, 12, new Vector3(1, 1, 1));

    [Theory]
    [InlineData("""{"minimumROISize":64}""", "64 voxels", "minimumROISize")]
    [InlineData("""{"resegmentRange":[5000]}""", "resegmentRange", "leaves 0")]
    [InlineData("""{"label":7}""", "label 7", "it has 1")]
    [InlineData("""{"label":300}""", "label 300", "it has 1")]
    [InlineData("""{"binWidth":1e-9}""", "binWidth", "grey levels")]
    [InlineData("""{"distances":[12]}""", "distance 12", "too small")]
    public void A_VOI_that_the_settings_do_not_allow_is_refused_with_its_reason(string settings, params string[] parts)
    {
        var refused = Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Noise(), Box(4), ExtractionParameters.Parse(settings)));
        foreach (var part in parts) Assert.Contains(part, refused.Message);
    }

    [Fact]
    public void Empty_masks_lines_and_single_voxels_are_refused()
    {
        Assert.Contains("empty", Refusal(new Labelmap(Grid, new byte[Grid.VoxelCount])));
        Assert.Contains("one voxel", Refusal(Box(1)));
        var line = new byte[Grid.VoxelCount];
        for (var x = 2; x < 8; x++) line[Grid.Offset(x, 5, 5)] = 1;
        Assert.Contains("minimumROIDimensions", Refusal(new Labelmap(Grid, line)));
        Assert.Equal(107, FeatureExtractor.Extract(Noise(), new Labelmap(Grid, line), ExtractionParameters.Parse("""{"minimumROIDimensions":1}""")).Values.Count(f => f.Value is not null));
    }

    [Fact]
    public void Voxels_that_are_no_numbers_are_refused_in_the_VOI_and_allowed_elsewhere()
    {
        var samples = Noise().Samples.Select(v => (float)v).ToArray();
        samples[0] = float.NaN;
        Assert.Equal(107, FeatureExtractor.Extract(Volume.Of(Grid, samples), Box(4), ExtractionParameters.Default).Values.Count);
        samples[Grid.Offset(4, 4, 4)] = float.NaN;
        Assert.Contains("no numbers", Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Volume.Of(Grid, samples), Box(4), ExtractionParameters.Default)).Message);
    }

    [Fact]
    public void A_mask_on_another_grid_is_refused_or_corrected_as_set()
    {
        var half = new VolumeGeometry(7, 13, 12, new Vector3(2, 1, 1), new Vector3(0.5, 0, 0));
        var labels = new byte[half.VoxelCount];
        for (var z = 3; z < 7; z++)
            for (var y = 3; y < 7; y++)
                for (var x = 2; x < 4; x++) labels[half.Offset(x, y, z)] = 1;
        var mask = new Labelmap(half, labels);
        Assert.Contains("correctMask", Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Noise(), mask, ExtractionParameters.Default)).Message);
        var corrected = FeatureExtractor.Extract(Noise(), mask, ExtractionParameters.Parse("""{"correctMask":true}"""));
        Assert.Equal(64, corrected.VoxelCount);
        Assert.Contains(corrected.Diagnostics, d => d is { Key: "diagnostics_Mask-corrected_VoxelNum", Value: "64" });
        var outside = new Labelmap(new VolumeGeometry(14, 13, 12, new Vector3(1, 1, 1), new Vector3(9, 0, 0)), Box(4).Labels);
        Assert.Contains("reaches out", Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Noise(), outside, ExtractionParameters.Parse("""{"correctMask":true}"""))).Message);
    }

    [Fact]
    public void A_slight_shift_of_the_mask_is_allowed_by_the_tolerance()
    {
        var mask = new Labelmap(new VolumeGeometry(14, 13, 12, new Vector3(1, 1, 1), new Vector3(1e-4, 0, 0)), Box(4).Labels);
        Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Noise(), mask, ExtractionParameters.Default));
        Assert.Equal(64, FeatureExtractor.Extract(Noise(), mask, ExtractionParameters.Parse("""{"geometryTolerance":0.001}""")).VoxelCount);
    }

    [Fact]
    public void Resegmentation_takes_voxels_out_of_all_families_but_shape()
    {
        var image = Noise();
        var all = FeatureExtractor.Extract(image, Box(6), ExtractionParameters.Default);
        var upper = FeatureExtractor.Extract(image, Box(6), ExtractionParameters.Parse("""{"resegmentRange":[0]}"""));
        Assert.True(Value(upper, "original_firstorder_Minimum") >= 0);
        Assert.Equal(Value(all, "original_firstorder_Maximum"), Value(upper, "original_firstorder_Maximum"));
        Assert.Equal(216, Value(upper, "original_shape_VoxelVolume"));
        Assert.True(Value(FeatureExtractor.Extract(image, Box(6), ExtractionParameters.Parse("""{"resegmentRange":[0],"resegmentShape":true}""")), "original_shape_VoxelVolume") < 216);
        var relative = FeatureExtractor.Extract(image, Box(6), ExtractionParameters.Parse("""{"resegmentRange":[0.5,1],"resegmentMode":"relative"}"""));
        Assert.True(Value(relative, "original_firstorder_Minimum") >= Value(all, "original_firstorder_Maximum") / 2);
    }

    [Fact]
    public void Normalising_centres_and_scales_the_whole_image()
    {
        var image = Noise();
        var whole = new Labelmap(Grid, Enumerable.Repeat((byte)1, Grid.VoxelCount).ToArray());
        var result = FeatureExtractor.Extract(image, whole, ExtractionParameters.Parse("""{"normalize":true,"normalizeScale":10,"removeOutliers":1.5,"binWidth":1}"""));
        Assert.Equal(15, Value(result, "original_firstorder_Maximum"), 9);
        Assert.Equal(-15, Value(result, "original_firstorder_Minimum"), 9);
        Assert.InRange(Value(result, "original_firstorder_Mean"), -0.5, 0.5);
        Assert.Contains("normalised", Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Volume.Of(Grid, new short[Grid.VoxelCount]), whole, ExtractionParameters.Parse("""{"normalize":true}"""))).Message);
    }

    [Fact]
    public void Shape2D_measures_a_slice()
    {
        var labels = new byte[Grid.VoxelCount];
        for (var y = 2; y < 8; y++)
            for (var x = 3; x < 7; x++) labels[Grid.Offset(x, y, 5)] = 1;
        var result = FeatureExtractor.Extract(Noise(), new Labelmap(Grid, labels), ExtractionParameters.Parse("setting: {force2D: true}\nfeatureClass: {shape2D: }"));
        Assert.Equal(9, result.Values.Count);
        Assert.Equal(24, Value(result, "original_shape2D_PixelSurface"));
        Assert.Equal(23.5, Value(result, "original_shape2D_MeshSurface"), 9);
        Assert.Equal(2 * (3 + 5) + 4 * Math.Sqrt(0.5), Value(result, "original_shape2D_Perimeter"), 9);
        Assert.Equal(Math.Sqrt(36 + 9), Value(result, "original_shape2D_MaximumDiameter"), 9);
        Assert.Equal(4 * Math.Sqrt(35 / 12.0), Value(result, "original_shape2D_MajorAxisLength"), 9);
        Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Noise(), Box(4), ExtractionParameters.Parse("setting: {force2D: true}\nfeatureClass: {shape2D: }")));
    }

    [Fact]
    public void Features_are_given_as_named_deprecated_ones_too_and_diagnostics_can_be_left_out()
    {
        var result = FeatureExtractor.Extract(Noise(), Box(5), ExtractionParameters.Parse("setting: {additionalInfo: false}\nfeatureClass: {firstorder: [Mean, StandardDeviation, Variance], glcm: [SumVariance, Contrast]}"));
        Assert.Equal(["original_firstorder_Mean", "original_firstorder_StandardDeviation", "original_firstorder_Variance", "original_glcm_Contrast"], result.Values.Select(f => f.Name));
        Assert.Equal(Value(result, "original_firstorder_Variance"), Math.Pow(Value(result, "original_firstorder_StandardDeviation"), 2), 6);
        Assert.Empty(result.Diagnostics);
    }

    private static string Refusal(Labelmap mask) => Assert.Throws<RadiomicsException>(() => FeatureExtractor.Extract(Noise(), mask, ExtractionParameters.Default)).Message;

    private static double Value(FeatureResult result, string name) => result.Values.Single(f => f.Name == name).Value!.Value;

    private static Volume<short> Noise()
    {
        var random = new Random(3);
        return Volume.Of(Grid, [.. Enumerable.Range(0, Grid.VoxelCount).Select(_ => (short)random.Next(-150, 200))]);
    }

    private static Labelmap Box(int side)
    {
        var labels = new byte[Grid.VoxelCount];
        for (var z = 3; z < 3 + side; z++)
            for (var y = 3; y < 3 + side; y++)
                for (var x = 3; x < 3 + side; x++) labels[Grid.Offset(x, y, z)] = 1;
        return new Labelmap(Grid, labels);
    }
}
