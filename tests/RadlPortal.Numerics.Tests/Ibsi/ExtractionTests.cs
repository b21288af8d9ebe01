using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Radiomics.Ibsi;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Ibsi;

public sealed class ExtractionTests
{
    private static readonly IbsiSettings AllDimensions = new() { Dimensions = [IbsiDimension.TwoD, IbsiDimension.TwoAndAHalfD, IbsiDimension.ThreeD] };

    [Fact]
    public void Tags_are_unique_and_every_feature_has_a_code()
    {
        var features = IbsiExtraction.Extract(Cases.Noise(1), Cases.Ball(4), AllDimensions).Features;
        Assert.Equal(features.Count, features.Select(f => f.Tag).Distinct().Count());
        Assert.All(features, f => Assert.Matches("^[A-Z0-9]{4}$", f.Code));
        Assert.All(features, f => Assert.NotNull(f.Value));
    }

    [Theory]
    [InlineData(IbsiDimension.TwoD, "2D")]
    [InlineData(IbsiDimension.TwoAndAHalfD, "2.5D")]
    [InlineData(IbsiDimension.ThreeD, "3D")]
    public void Only_the_dimensions_asked_for_are_computed(IbsiDimension dimension, string words) =>
        Assert.All(IbsiExtraction.Extract(Cases.Noise(1), Cases.Ball(4), new IbsiSettings { Dimensions = [dimension] }).Features, f => Assert.True(f.Aggregation == "" || f.Aggregation.Split(',')[0] == words, f.Tag));

    [Fact]
    public void Turning_image_and_VOI_by_90_degrees_changes_no_feature_of_the_volume()
    {
        var (image, mask) = (Cases.Noise(3), Cases.Ball(4));
        var before = IbsiExtraction.Extract(image, mask, new IbsiSettings()).Features;
        var after = IbsiExtraction.Extract(Cases.Turned(image), Cases.Turned(mask), new IbsiSettings()).Features;
        // The orientation of ambiguous marching cubes and the smallest ellipsoid's search may differ a little.
        foreach (var (a, b) in before.Zip(after)) Assert.True(Math.Abs(a.Value!.Value - b.Value!.Value) <= 2e-3 * Math.Max(1e-3, Math.Abs(a.Value.Value)), $"{a.Tag}: {a.Value} and {b.Value}");
    }

    [Fact]
    public void A_fixed_bin_number_does_not_see_a_linear_change_of_intensities()
    {
        var image = Cases.Noise(4);
        var changed = Volume.Of(image.Geometry, Array.ConvertAll(image.Samples, v => (short)(v * 2 + 100)));
        var settings = AllDimensions with { Discretisation = IbsiDiscretisation.ByNumber(16) };
        var (a, b) = (IbsiExtraction.Extract(image, Cases.Ball(4), settings).Features, IbsiExtraction.Extract(changed, Cases.Ball(4), settings).Features);
        foreach (var (x, y) in a.Zip(b).Where(p => p.First.Aggregation.Length > 0 || p.First.Family == "intensity_histogram")) Assert.Equal(x.Value!.Value, y.Value!.Value, 9);
    }

    [Fact]
    public void A_value_just_below_the_highest_stays_in_the_last_bin()
    {
        var image = Volume.Of(Cases.Noise(1).Geometry, Array.ConvertAll(Cases.Noise(1).Samples, v => (double)v));
        image.Samples[image.Geometry.Offset(5, 5, 5)] = 300;
        image.Samples[image.Geometry.Offset(6, 6, 6)] = Math.BitDecrement(300.0);
        var settings = new IbsiSettings { Discretisation = IbsiDiscretisation.ByNumber(32), IntensityVolumeHistogram = IbsiDiscretisation.ByNumber(1000) };
        Assert.Equal(32, Value(IbsiExtraction.Extract(image, Cases.Ball(4), settings).Features, "ih_max"));
    }

    [Fact]
    public void A_fixed_bin_size_starts_at_the_lower_bound_of_the_range()
    {
        var settings = new IbsiSettings { Resegmentation = new() { Range = [-200, 1000] }, Discretisation = IbsiDiscretisation.BySize(50) };
        var features = IbsiExtraction.Extract(Cases.Constant(12), Cases.Ball(4), settings).Features;
        Assert.Equal(5, Value(features, "ih_min"));
    }

    [Fact]
    public void Range_and_outliers_both_look_at_the_whole_VOI()
    {
        var image = Cases.Constant(0);
        var grid = image.Geometry;
        // Nine of 27 voxels at 10, one at 1000: its 3 sigma limit comes from all 27, before the range takes it out.
        for (var i = 0; i < 9; i++) image.Samples[grid.Offset(5 + i % 3, 5 + i / 3, 5)] = 10;
        image.Samples[grid.Offset(6, 6, 6)] = 1000;
        var result = IbsiExtraction.Extract(image, Cases.Cube(5, 3), new IbsiSettings { Resegmentation = new() { Range = [5, null], OutlierSigma = 3 } });
        Assert.Equal((27, 9), (result.MorphologicalVoxels, result.IntensityVoxels));
        Assert.Equal(10, Value(result.Features, "stat_max"));
    }

    [Fact]
    public void Moran_and_Geary_are_the_sums_over_all_pairs()
    {
        var (image, mask) = (Cases.Noise(7, new Vector3(1, 1.5, 2.5)), Cases.Ball(3, new Vector3(1, 1.5, 2.5)));
        var features = IbsiExtraction.Extract(image, mask, new IbsiSettings()).Features;
        var (moran, geary) = Cases.Autocorrelation(image, mask);
        Assert.Equal(moran, Value(features, "morph_moran_i"), 9);
        Assert.Equal(geary, Value(features, "morph_geary_c"), 9);
    }

    [Fact]
    public void A_cube_has_its_distances_from_the_border()
    {
        // One zone per grey level: shells of 5³, 3³ and 1 voxel at distances 1, 2 and 3.
        var image = Cases.Constant(0);
        for (var shell = 0; shell < 3; shell++)
            for (var z = 3 + shell; z < 8 - shell; z++)
                for (var y = 3 + shell; y < 8 - shell; y++)
                    for (var x = 3 + shell; x < 8 - shell; x++) image.Samples[image.Geometry.Offset(x, y, z)] = (short)(shell + 1);
        var features = IbsiExtraction.Extract(image, Cases.Cube(3, 5), new IbsiSettings { Discretisation = new() }).Features;
        Assert.Equal((1 + 4 + 9) / 3.0, Value(features, "dzm_lde_3D"), 12);
        Assert.Equal(3.0 / 125, Value(features, "dzm_z_perc_3D"), 12);
    }

    [Fact]
    public void A_cube_fills_its_convex_hull_and_its_boxes_agree()
    {
        var features = IbsiExtraction.Extract(Cases.Noise(1), Cases.Cube(2, 6), new IbsiSettings()).Features;
        Assert.Equal(1, Value(features, "morph_vol_dens_conv_hull"), 9);
        Assert.Equal(1, Value(features, "morph_area_dens_conv_hull"), 9);
        Assert.Equal(Value(features, "morph_vol_dens_aabb"), Value(features, "morph_vol_dens_ombb"), 9);
        Assert.Equal(1, Value(features, "morph_pca_flatness"), 9);
    }

    [Fact]
    public void The_smallest_ellipsoid_around_a_cube_is_a_ball_through_its_corners()
    {
        var features = IbsiExtraction.Extract(Cases.Noise(1), Cases.Cube(2, 6), new IbsiSettings()).Features;
        // The mesh cuts the corners of the cube: its vertices lie at (3, 2.5, 2.5) from the centre and the like.
        var radius = Math.Sqrt(9 + 2 * 2.5 * 2.5);
        Assert.Equal(Value(features, "morph_volume") / (4 * Math.PI / 3 * Math.Pow(radius, 3)), Value(features, "morph_vol_dens_mvee"), 2);
        Assert.Equal(Value(features, "morph_area_mesh") / (4 * Math.PI * radius * radius), Value(features, "morph_area_dens_mvee"), 2);
    }

    [Fact]
    public void The_peak_averages_beyond_the_VOI()
    {
        var image = Cases.Constant(0);
        image.Samples[image.Geometry.Offset(5, 5, 5)] = 100;
        var features = IbsiExtraction.Extract(image, Cases.Cube(5, 1), new IbsiSettings()).Features;
        // Within 6.2 mm of (5, 5, 5) lie 925 voxels of 1 mm, cut at the borders of 12 × 12 × 12.
        var near = Enumerable.Range(0, 12 * 12 * 12).Count(i => Math.Pow(i % 12 - 5, 2) + Math.Pow(i / 12 % 12 - 5, 2) + Math.Pow(i / 144 - 5, 2) <= Math.Pow(750 / Math.PI, 2.0 / 3));
        Assert.Equal(100.0 / near, Value(features, "loc_peak_loc"), 12);
    }

    [Fact]
    public void An_even_VOI_has_values_or_none_but_no_infinity()
    {
        var features = IbsiExtraction.Extract(Cases.Constant(40), Cases.Ball(3), AllDimensions).Features;
        Assert.Equal(1, Value(features, "cm_corr_3D_avg"));
        Assert.Equal(0, Value(features, "ih_entropy"));
        Assert.Equal(1e6, Value(features, "ngt_coarseness_3D"));
        Assert.Null(features.Single(f => f.Tag == "morph_moran_i").Value);
    }

    [Fact]
    public void One_voxel_has_a_volume_and_no_texture_of_pairs()
    {
        var features = IbsiExtraction.Extract(Cases.Noise(1), Cases.Cube(4, 1), AllDimensions).Features;
        Assert.Equal(1, Value(features, "morph_vol_approx"));
        Assert.Null(features.Single(f => f.Tag == "cm_contrast_3D_avg").Value);
        Assert.Equal(1, Value(features, "rlm_sre_3D_avg"));
    }

    private static double Value(IReadOnlyList<IbsiFeature> features, string tag) => features.Single(f => f.Tag == tag).Value!.Value;
}
