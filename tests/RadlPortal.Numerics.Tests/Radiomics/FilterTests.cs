using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Radiomics;

/// <summary>Filtered images on phantoms made here: what is filtered for a VOI alone is what the whole image would give.</summary>
public sealed class FilterTests
{
    private const string FirstOrder = ""","featureClass":{"firstorder":["Mean","Minimum","Maximum","Variance"]}}""";

    [Theory]
    [InlineData("""{"imageType":{"LoG":{"sigma":[1.0,2.5]}}""")]
    [InlineData("""{"imageType":{"Wavelet":{"level":2}}""")]
    [InlineData("""{"imageType":{"Wavelet":{"wavelet":"db4"}}""")]
    [InlineData("""{"imageType":{"Gradient":{}}""")]
    public void Voxels_far_away_change_nothing_but_those_in_reach_do(string image)
    {
        var parameters = ExtractionParameters.Parse(image + FirstOrder);
        var (volume, mask) = Phantom(90, 80, 70, 40, 36, 30, 6);
        var (far, near) = (Copy(volume), Copy(volume));
        far.Samples[volume.Geometry.Offset(0, 0, 0)] += 900;
        near.Samples[volume.Geometry.Offset(39, 36, 30)] += 900;
        var expected = FeatureExtractor.Extract(volume, mask, parameters).Values;
        foreach (var (a, b) in expected.Zip(FeatureExtractor.Extract(far, mask, parameters).Values)) Assert.Equal(a.Value!.Value, b.Value!.Value, 1e-6 * Math.Max(1, Math.Abs(a.Value.Value)));
        Assert.NotEqual(expected, FeatureExtractor.Extract(near, mask, parameters).Values);
    }

    [Fact]
    public void A_wavelet_band_is_the_periodic_sum_of_its_definition()
    {
        var (volume, mask) = Phantom(9, 8, 7, 0, 0, 0, 5);
        var result = FeatureExtractor.Extract(volume, mask, ExtractionParameters.Parse("""{"imageType":{"Wavelet":{"wavelet":"haar"}}""" + FirstOrder));
        var root = Math.Sqrt(0.5);
        // Low pass along x and y, high pass along z: out[n] = h0 x[n + 1] + h1 x[n]; odd sides have one voxel of the other end more.
        var values = new List<double>();
        for (var z = 0; z < 5; z++)
            for (var y = 0; y < 5; y++)
                for (var x = 0; x < 5; x++)
                {
                    double Low2(int k) => root * root * (volume[x, y, k] + volume[x + 1, y, k] + volume[x, y + 1, k] + volume[x + 1, y + 1, k]);
                    values.Add(-root * Low2(z + 1) + root * Low2(z));
                }

        Assert.Equal(values.Average(), Value(result, "wavelet-LLH_firstorder_Mean"), 9);
        Assert.Equal(values.Max(), Value(result, "wavelet-LLH_firstorder_Maximum"), 9);
    }

    [Fact]
    public void A_wavelet_wraps_at_the_border_of_the_image()
    {
        var (volume, mask) = Phantom(10, 9, 8, 5, 4, 3, 5);
        var result = FeatureExtractor.Extract(volume, mask, ExtractionParameters.Parse("""{"imageType":{"Wavelet":{"wavelet":"haar"}}""" + FirstOrder));
        var highest = double.MinValue;
        for (var z = 3; z < 8; z++)
            for (var y = 4; y < 9; y++)
                for (var x = 5; x < 10; x++)
                    highest = Math.Max(highest, Math.Sqrt(0.125) * Enumerable.Range(0, 8).Sum(c => volume[(x + (c & 1)) % 10, (y + (c >> 1 & 1)) % 9, (z + (c >> 2)) % 8]));
        Assert.Equal(highest, Value(result, "wavelet-LLL_firstorder_Maximum"), 9);
    }

    [Fact]
    public void The_Laplacian_of_a_parabola_is_its_curvature_times_sigma_squared()
    {
        var grid = new VolumeGeometry(80, 80, 80, new Vector3(0.5, 0.5, 0.5));
        var samples = new float[grid.VoxelCount];
        for (int z = 0, i = 0; z < 80; z++)
            for (var y = 0; y < 80; y++)
                for (var x = 0; x < 80; x++, i++) samples[i] = (float)(((x - 40) * (x - 40) + 2 * (y - 40) * (y - 40)) * 0.25);
        var mask = Box(grid, 38, 38, 38, 4);
        var result = FeatureExtractor.Extract(Volume.Of(grid, samples), mask, ExtractionParameters.Parse("""{"imageType":{"LoG":{"sigma":[1.5]}}""" + FirstOrder));
        Assert.Equal(6 * 1.5 * 1.5, Value(result, "log-sigma-1-5-mm-3D_firstorder_Mean"), 0.05);
    }

    [Fact]
    public void Point_filters_scale_to_the_largest_value_of_the_whole_image()
    {
        var grid = new VolumeGeometry(8, 8, 8, new Vector3(1, 1, 2));
        var samples = Enumerable.Repeat((short)-100, grid.VoxelCount).ToArray();
        samples[0] = 400;
        samples[grid.Offset(4, 4, 4)] = 50;
        var result = FeatureExtractor.Extract(Volume.Of(grid, samples), Box(grid, 3, 3, 3, 4), ExtractionParameters.Parse("""{"imageType":{"Square":{},"SquareRoot":{},"Logarithm":{},"Exponential":{},"Gradient":{}}""" + FirstOrder));
        Assert.Equal(25, Value(result, "square_firstorder_Maximum"), 9);
        Assert.Equal(6.25, Value(result, "square_firstorder_Minimum"), 9);
        Assert.Equal(-200, Value(result, "squareroot_firstorder_Minimum"), 9);
        Assert.Equal(-400 * Math.Log(101) / Math.Log(401), Value(result, "logarithm_firstorder_Minimum"), 9);
        Assert.Equal(Math.Exp(Math.Log(400) / 400 * 50), Value(result, "exponential_firstorder_Maximum"), 9);
        Assert.Equal(75, Value(result, "gradient_firstorder_Maximum"), 4);
    }

    [Fact]
    public void Values_do_not_depend_on_the_number_of_threads_or_the_memory_budget()
    {
        var (volume, mask) = Phantom(40, 41, 30, 12, 13, 9, 11);
        var parameters = ExtractionParameters.Parse("""{"imageType":{"Original":{},"Wavelet":{},"LoG":{"sigma":[1.0,2.0]},"Gradient":{}}}""");
        var alone = FeatureExtractor.Extract(volume, mask, parameters);
        Assert.Equal(alone.Values, FeatureExtractor.Extract(volume, mask, parameters, threads: 4, memoryBudget: 1).Values);
        Assert.Equal(alone.Values, FeatureExtractor.Extract(volume, mask, parameters, threads: 3).Values);
    }

    [Fact]
    public void A_sigma_wider_than_the_image_is_told_and_passed_over()
    {
        var (volume, mask) = Phantom(20, 20, 5, 4, 4, 1, 4);
        var result = FeatureExtractor.Extract(volume, mask, ExtractionParameters.Parse("""{"imageType":{"Original":{},"LoG":{"sigma":[1.0,9.0]}}}"""));
        Assert.Contains(result.Values, f => f.Name.StartsWith("log-sigma-1-0-mm-3D"));
        Assert.DoesNotContain(result.Values, f => f.Name.StartsWith("log-sigma-9"));
        Assert.Contains(result.Warnings, w => w.Contains("9.0"));
    }

    [Fact]
    public void Resampling_to_the_same_spacing_crops_only_and_a_straight_line_stays_straight()
    {
        var grid = new VolumeGeometry(30, 30, 30, new Vector3(1, 1, 1));
        var samples = new double[grid.VoxelCount];
        for (int z = 0, i = 0; z < 30; z++)
            for (var y = 0; y < 30; y++)
                for (var x = 0; x < 30; x++, i++) samples[i] = 3 * x - 2 * y + z;
        var (volume, mask) = (Volume.Of(grid, samples), Box(grid, 10, 10, 10, 8));
        var plain = Resampled("[1,1,1]", volume, mask);
        Assert.Equal(Resampled("null", volume, mask).Values, plain.Values);
        foreach (var interpolator in (string[])["sitkBSpline", "sitkLinear"])
        {
            var fine = Resampled("[0.5,0.5,0.5]", volume, mask, interpolator);
            Assert.Equal(8 * 512, fine.VoxelCount);
            Assert.Equal(Value(plain, "original_firstorder_Mean"), Value(fine, "original_firstorder_Mean"), 1e-6);
        }
    }

    /// <summary>Reference: a program of 40 lines on ITK 5.2.1 with the interpolators and widths that SimpleITK sets, on the same numbers, image and mask.</summary>
    [Theory]
    [InlineData("sitkGaussian", false, 1.86808532484878, 582116.744275148, -35.9988725456375, 41.0361528562069)]
    [InlineData("sitkLabelGaussian", false, 19.0451388888889, 947300, 0, 40)]
    [InlineData("sitkHammingWindowedSinc", false, 2.27109772830167, 19616327.417582, -232.050252792541, 233.666406588581)]
    [InlineData("sitkCosineWindowedSinc", false, 2.24938488822054, 19699037.7485656, -232.852337165313, 235.084662028423)]
    [InlineData("sitkWelchWindowedSinc", false, 2.25057850869746, 19733559.8724216, -233.073226992972, 235.432990661131)]
    [InlineData("sitkLanczosWindowedSinc", false, 2.24805293341935, 19638042.3781747, -232.501385016094, 234.535534239996)]
    [InlineData("sitkBlackmanWindowedSinc", false, 2.24039259841519, 19119295.7001472, -230.288615606471, 232.037160065863)]
    [InlineData("sitkGaussian", true, 1.86574074074074, 556188, -35, 41)]
    [InlineData("sitkLabelGaussian", true, 19.0451388888889, 947300, 0, 40)]
    [InlineData("sitkHammingWindowedSinc", true, 2.27488425925926, 19457541, -232, 233)]
    [InlineData("sitkCosineWindowedSinc", true, 2.25173611111111, 19549987, -232, 235)]
    [InlineData("sitkWelchWindowedSinc", true, 2.2494212962963, 19576637, -233, 235)]
    [InlineData("sitkLanczosWindowedSinc", true, 2.25173611111111, 19484775, -232, 234)]
    [InlineData("sitkBlackmanWindowedSinc", true, 2.24363425925926, 18973729, -230, 232)]
    public void Other_interpolators_give_the_values_of_ITK(string interpolator, bool whole, double mean, double energy, double minimum, double maximum)
    {
        var grid = new VolumeGeometry(24, 24, 24, new Vector3(1, 1, 1));
        var samples = new double[grid.VoxelCount];
        for (int z = 0, i = 0; z < 24; z++)
            for (var y = 0; y < 24; y++)
                for (var x = 0; x < 24; x++, i++) samples[i] = interpolator == "sitkLabelGaussian" ? (x / 3 + y / 2 + z / 4) % 5 * 10 : (x * 7919 + y * 104729 + z * 1299709) % 401 - 200;
        var result = Resampled("[0.7,0.7,0.7]", whole ? Volume.Of(grid, Array.ConvertAll(samples, v => (short)v)) : Volume.Of(grid, samples), Box(grid, 8, 8, 8, 8), interpolator);
        Assert.Equal(1728, result.VoxelCount);
        // ITK's error function is good to about 1e-7.
        var tolerance = interpolator == "sitkGaussian" ? 1e-7 : 1e-9;
        foreach (var (feature, expected) in new[] { ("Mean", mean), ("Energy", energy), ("Minimum", minimum), ("Maximum", maximum) })
            Assert.Equal(expected, Value(result, "original_firstorder_" + feature), tolerance * Math.Max(1, Math.Abs(expected)));
    }

    [Fact]
    public void An_interpolator_can_be_named_by_its_number()
    {
        var (volume, mask) = Phantom(20, 20, 12, 6, 6, 3, 6);
        var named = Resampled("[2,2,2]", volume, mask, "sitkLanczosWindowedSinc");
        Assert.Equal(named.Values, FeatureExtractor.Extract(volume, mask, ExtractionParameters.Parse("""{"resampledPixelSpacing":[2,2,2],"interpolator":9}""")).Values);
    }

    private static FeatureResult Resampled(string spacing, Volume image, Labelmap mask, string interpolator = "sitkBSpline") =>
        FeatureExtractor.Extract(image, mask, ExtractionParameters.Parse($$"""{"resampledPixelSpacing":{{spacing}},"interpolator":"{{interpolator}}"}"""));

    private static double Value(FeatureResult result, string name) => result.Values.Single(f => f.Name == name).Value!.Value;

    private static Volume<short> Copy(Volume<short> volume) => Volume.Of(volume.Geometry, (short[])volume.Samples.Clone());

    private static (Volume<short> Image, Labelmap Mask) Phantom(int sx, int sy, int sz, int x, int y, int z, int side)
    {
        var grid = new VolumeGeometry(sx, sy, sz, new Vector3(1, 1, 1.5));
        var random = new Random(7);
        return (Volume.Of(grid, [.. Enumerable.Range(0, grid.VoxelCount).Select(_ => (short)random.Next(-200, 300))]), Box(grid, x, y, z, side));
    }

    private static Labelmap Box(VolumeGeometry grid, int x0, int y0, int z0, int side)
    {
        var labels = new byte[grid.VoxelCount];
        for (var z = z0; z < Math.Min(z0 + side, grid.SizeZ); z++)
            for (var y = y0; y < y0 + side; y++)
                for (var x = x0; x < x0 + side; x++) labels[grid.Offset(x, y, z)] = 1;
        return new Labelmap(grid, labels);
    }
}
