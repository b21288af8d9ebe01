using RadlPortal.Numerics.Radiomics.Ibsi;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Ibsi;

public sealed class InterpolationTests
{
    [Theory]
    [InlineData(IbsiInterpolationMethod.Linear)]
    [InlineData(IbsiInterpolationMethod.Cubic)]
    public void A_constant_image_stays_constant(IbsiInterpolationMethod method)
    {
        var result = IbsiExtraction.Extract(Cases.Constant(40), Cases.Ball(4), To(method, 0.7, round: false));
        Assert.Equal(40, Value(result, "stat_min"), 9);
        Assert.Equal(40, Value(result, "stat_max"), 9);
    }

    [Theory]
    [InlineData(IbsiInterpolationMethod.Linear)]
    [InlineData(IbsiInterpolationMethod.Cubic)]
    public void A_ramp_stays_a_ramp_around_the_common_centre(IbsiInterpolationMethod method)
    {
        var image = Cases.Constant(0);
        for (var i = 0; i < image.Samples.Length; i++) image.Samples[i] = (short)(i % 12 * 100);
        // A cube in the middle of the grid: the mean must be that of the middle, 5.5 · 100, since both grids share it.
        var result = IbsiExtraction.Extract(image, Cases.Cube(4, 4), To(method, 0.8, round: false));
        Assert.Equal(550, Value(result, "stat_mean"), method == IbsiInterpolationMethod.Linear ? 9 : 0);
    }

    [Fact]
    public void The_new_grid_has_as_many_voxels_as_cover_the_old_one()
    {
        var result = IbsiExtraction.Extract(Cases.Noise(1), Cases.Ball(4), To(IbsiInterpolationMethod.Linear, 0.9, round: true), withDiagnostics: true);
        Assert.Equal(14, result.Diagnostics.Single(f => f.Tag == "img_dim_x_interp_img").Value);
        Assert.Equal(0.9, result.Diagnostics.Single(f => f.Tag == "vox_dim_x_interp_img").Value!.Value, 12);
    }

    [Fact]
    public void Half_a_voxel_of_VOI_is_enough()
    {
        // At twice the spacing the cube of voxels 3 to 6 covers new voxels by one half, whole and one half along each axis.
        Assert.Equal(7, IbsiExtraction.Extract(Cases.Noise(1), Cases.Cube(3, 4), To(IbsiInterpolationMethod.Linear, 2, round: true)).MorphologicalVoxels);
        Assert.Equal(1, IbsiExtraction.Extract(Cases.Noise(1), Cases.Cube(3, 4), To(IbsiInterpolationMethod.Linear, 2, round: true, threshold: 0.51)).MorphologicalVoxels);
    }

    [Fact]
    public void The_spline_goes_through_the_voxels_and_sees_the_whole_image()
    {
        // A third of the spacing has every third new voxel at an old one's centre; half a voxel reaches its six neighbours.
        var image = Cases.Noise(5);
        var part = IbsiExtraction.Extract(image, Cases.Cube(5, 1), To(IbsiInterpolationMethod.Cubic, 1 / 3.0, round: false));
        Assert.Equal(7, part.MorphologicalVoxels);
        var third = 1 / 3.0;
        (double X, double Y, double Z)[] around = [(5, 5, 5), (5 - third, 5, 5), (5 + third, 5, 5), (5, 5 - third, 5), (5, 5 + third, 5), (5, 5, 5 - third), (5, 5, 5 + third)];
        Assert.Equal(around.Average(p => Cases.Spline(image, p.X, p.Y, p.Z)), Value(part, "stat_mean"), 6);
        Assert.Equal(image[5, 5, 5], Cases.Spline(image, 5, 5, 5), 6);
    }

    [Fact]
    public void Slice_wise_interpolation_keeps_the_slices()
    {
        var settings = new IbsiSettings { Interpolation = new() { Spacing = [0.5, 0.5, 0] }, Dimensions = [IbsiDimension.TwoD] };
        var result = IbsiExtraction.Extract(Cases.Noise(1), Cases.Cube(4, 3), settings, withDiagnostics: true);
        Assert.Equal(12, result.Diagnostics.Single(f => f.Tag == "img_dim_z_interp_img").Value);
        Assert.Equal(6 * 6 * 3, result.MorphologicalVoxels);
    }

    private static IbsiSettings To(IbsiInterpolationMethod method, double spacing, bool round, double threshold = 0.5) => new()
    {
        Interpolation = new() { Spacing = [spacing, spacing, spacing], Method = method, RoundIntensities = round, RoiThreshold = threshold },
        IntensityVolumeHistogram = IbsiDiscretisation.BySize(1),
    };

    private static double Value(IbsiResult result, string tag) => result.Features.Single(f => f.Tag == tag).Value!.Value;
}
