using RadlPortal.Numerics.Segmentation;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Segmentation;

public sealed class GrowingTests
{
    private static readonly VolumeGeometry Grid = Shapes.Grid(60, 60, 30, 1, 1, 2);
    private static readonly VoxelMask Tumour = Shapes.Ball(Grid, (25, 30, 15), 9);
    private static readonly GrowthLimits Solid = new(-100, 200, 40, 0);

    /// <summary>A ball of 40 HU in lung of -850 HU, with a vessel of 4 mm across that runs from it to a wall of 60 HU.</summary>
    private static Volume<short> Chest()
    {
        var hu = new short[Grid.VoxelCount];
        for (var z = 0; z < 30; z++)
            for (var y = 0; y < 60; y++)
                for (var x = 0; x < 60; x++)
                    hu[Grid.Offset(x, y, z)] = Tumour.Voxels[Grid.Offset(x, y, z)] == 1 ? (short)40 : x >= 52 ? (short)60 : x > 25 && Shapes.Distance(Grid, 0, y - 30, z - 15) <= 2 ? (short)50 : (short)-850;
        return Volume.Of(Grid, hu);
    }

    [Fact]
    public void Without_a_cut_the_region_runs_along_the_vessel_into_the_wall_and_says_so()
    {
        var grown = RegionGrowing.From(Chest(), (25, 30, 15), Solid);
        Assert.True(grown.Mask.Count > Tumour.Count * 2);
        Assert.True(grown.ShareAtLimit > 0.02);
    }

    [Fact]
    public void The_vessel_cut_keeps_the_ball_and_leaves_the_wall()
    {
        var grown = RegionGrowing.From(Chest(), (25, 30, 15), Solid with { VesselRadiusMm = 3 });
        Assert.InRange(Shapes.Dice(Tumour, grown.Mask), 0.97, 1);
        Assert.Equal(0, grown.ShareAtLimit);
        Assert.DoesNotContain(Enumerable.Range(0, Grid.VoxelCount), i => grown.Mask.Voxels[i] == 1 && i % 60 >= 52);
    }

    [Fact]
    public void Nothing_grows_beyond_the_largest_radius()
    {
        var grown = RegionGrowing.From(Chest(), (25, 30, 15), Solid with { LargestRadiusMm = 5 });
        Assert.Equal(Shapes.Ball(Grid, (25, 30, 15), 5).Voxels, grown.Mask.Voxels);
        Assert.Equal(1, grown.ShareAtLimit);
    }

    [Fact]
    public void A_seed_outside_the_range_or_inside_the_vessel_grows_nothing()
    {
        Assert.Equal(0, RegionGrowing.From(Chest(), (5, 5, 5), Solid).Mask.Count);
        Assert.Equal(0, RegionGrowing.From(Chest(), (43, 30, 15), Solid with { VesselRadiusMm = 4 }).Mask.Count);
    }

    [Fact]
    public void Diameters_are_those_of_the_edge_in_the_widest_slice()
    {
        var grid = Shapes.Grid(60, 40, 5, 0.5, 0.5, 3);
        var box = Shapes.Of(grid, (x, y, z) => z is 1 or 2 && x is >= 10 and < 40 && y is >= 10 and < (20));
        var wide = AxialDiameters.Of(box)!;
        // 30 by 10 voxels of 0.5 mm; the corner voxels' edge points lie half a voxel inside the corner.
        Assert.Equal(Math.Sqrt(15 * 15 + 4.5 * 4.5), wide.LongestMm, 9);
        Assert.InRange(wide.ShortMm, 5, 9);
        Assert.Equal(1, wide.Slice);
        var disk = AxialDiameters.Of(Shapes.Of(grid, (x, y, z) => z == 3 && Shapes.Distance(grid, x - 30, y - 20, 0) <= 8))!;
        Assert.InRange(disk.LongestMm, 16, 16.8);
        Assert.InRange(disk.ShortMm, 16, 16.8);
        Assert.Equal(30 + 9, disk.From.Z);
        Assert.Null(AxialDiameters.Of(VoxelMask.Empty(grid)));
        // A second island of the same slice, 20 mm away, lengthens nothing; what touches by a corner belongs to the lesion.
        var apart = AxialDiameters.Of(Shapes.Of(grid, (x, y, z) => z == 3 && (Shapes.Distance(grid, x - 30, y - 20, 0) <= 8 || (x is >= 2 and < 5 && y is >= 18 and < 22))))!;
        Assert.Equal((disk.LongestMm, disk.ShortMm, disk.From), (apart.LongestMm, apart.ShortMm, apart.From));
    }
}
