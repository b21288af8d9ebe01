using RadlPortal.Numerics.Segmentation;
using Xunit;

namespace RadlPortal.Numerics.Tests.Segmentation;

public sealed class SurfaceTests
{
    [Fact]
    public void The_largest_island_stays_and_small_ones_go_by_volume()
    {
        var grid = Shapes.Grid(30, 30, 10, 1, 1, 2);
        var large = Shapes.Ball(grid, (8, 8, 5), 5);
        var small = Shapes.Ball(grid, (22, 22, 5), 2);
        var speck = Shapes.Of(grid, (x, y, z) => (x, y, z) == (28, 2, 1));
        var all = Shapes.Of(grid, (x, y, z) => (large.Voxels[grid.Offset(x, y, z)] | small.Voxels[grid.Offset(x, y, z)] | speck.Voxels[grid.Offset(x, y, z)]) == 1);
        Assert.Equal([large.Count, small.Count, 1], Islands.Sizes(all));
        Assert.Equal(large.Voxels, Islands.Largest(all).Voxels);
        Assert.Equal(large.Count + small.Count, Islands.WithoutSmall(all, 2.5).Count);
        Assert.Equal(all.Count, Islands.WithoutSmall(all, 2).Count);
        Assert.Empty(Islands.Sizes(Margins.Shrink(speck, 1)));
    }

    [Fact]
    public void Voxels_that_touch_by_a_corner_are_one_island()
    {
        var grid = Shapes.Grid(4, 4, 4);
        Assert.Equal([2], Islands.Sizes(Shapes.Of(grid, (x, y, z) => (x, y, z) is (1, 1, 1) or (2, 2, 2))));
    }

    [Fact]
    public void A_hole_in_space_is_filled_and_a_tunnel_only_by_slice()
    {
        var grid = Shapes.Grid(20, 20, 12);
        var ball = Shapes.Ball(grid, (10, 10, 6), 5);
        var hollow = Shapes.Of(grid, (x, y, z) => ball.Voxels[grid.Offset(x, y, z)] == 1 && Shapes.Distance(grid, x - 10, y - 10, z - 6) > 2);
        Assert.Equal(ball.Voxels, Islands.Filled(hollow, bySlice: false).Voxels);
        var tube = Shapes.Of(grid, (x, y, z) => z is > 1 and < 10 && Math.Max(Math.Abs(x - 10), Math.Abs(y - 10)) is 2 or 3 && z is > 1 and < 10);
        Assert.Equal(tube.Voxels, Islands.Filled(tube, bySlice: false).Voxels);
        Assert.Equal(7 * 7 * 8, Islands.Filled(tube, bySlice: true).Count);
    }

    [Fact]
    public void Smoothing_takes_a_spike_and_leaves_a_flat_surface()
    {
        var grid = Shapes.Grid(40, 40, 24, 1, 1, 1.5);
        var block = Shapes.Of(grid, (x, y, z) => x is >= 10 and < 30 && y is >= 10 and < 30 && z is >= 4 and < 20);
        var spiked = Shapes.Of(grid, (x, y, z) => block.Voxels[grid.Offset(x, y, z)] == 1 || (y, z) == (20, 12) && x is >= 30 and < 38);
        var smooth = Smoothing.Gaussian(spiked, 1.5);
        Assert.All(Enumerable.Range(31, 7), x => Assert.Equal(0, smooth.Voxels[grid.Offset(x, 20, 12)]));
        Assert.Equal((1, 0), (smooth.Voxels[grid.Offset(20, 10, 12)], smooth.Voxels[grid.Offset(20, 9, 12)]));
        Assert.InRange(Shapes.Dice(block, smooth), 0.97, 1);
        // A sphere of radius R loses about the square of the deviation over R of its radius: (1 - 4 / 144) cubed = 0.92.
        var ball = Shapes.Ball(grid, (20, 20, 12), 12);
        Assert.InRange((double)Smoothing.Gaussian(ball, 2).Count / ball.Count, 0.90, 0.94);
    }
}
