using RadlPortal.Numerics.Segmentation;
using Xunit;

namespace RadlPortal.Numerics.Tests.Segmentation;

public sealed class InterpolationTests
{
    [Fact]
    public void Between_two_equal_slices_every_slice_is_the_same()
    {
        var grid = Shapes.Grid(30, 30, 20, 0.8, 0.8, 3);
        var drawn = Shapes.Of(grid, (x, y, z) => z is 4 or 14 && Shapes.Distance(grid, x - 15, y - 14, 0) < 7);
        var whole = Shapes.Of(grid, (x, y, z) => z is > 4 and < 14 && Shapes.Distance(grid, x - 15, y - 14, 0) < 7);
        Assert.Equal(whole.Voxels, SliceInterpolation.Between(drawn).Voxels);
    }

    [Fact]
    public void An_oblique_cylinder_keeps_its_size()
    {
        var grid = Shapes.Grid(80, 30, 21);
        // The centre moves by three voxels a slice, so the two drawn slices do not overlap at all.
        bool Cylinder(int x, int y, int z) => Shapes.Distance(grid, x - 10 - 3 * z, y - 15, 0) <= 6;
        var truth = Shapes.Of(grid, (x, y, z) => z is > 0 and < 20 && Cylinder(x, y, z));
        var found = SliceInterpolation.Between(Shapes.Of(grid, (x, y, z) => z is 0 or 20 && Cylinder(x, y, z)));
        Assert.Equal(truth.Voxels, found.Voxels);
    }

    [Fact]
    public void A_ball_drawn_on_every_fourth_slice_comes_back()
    {
        var grid = Shapes.Grid(60, 60, 41);
        var ball = Shapes.Ball(grid, (30, 30, 20), 20);
        var drawn = Shapes.Of(grid, (x, y, z) => z % 4 == 0 && ball.Voxels[grid.Offset(x, y, z)] == 1);
        var between = SliceInterpolation.Between(drawn);
        var whole = Shapes.Of(grid, (x, y, z) => (drawn.Voxels[grid.Offset(x, y, z)] | between.Voxels[grid.Offset(x, y, z)]) == 1);
        Assert.DoesNotContain(drawn.Voxels.Zip(between.Voxels, (d, b) => d & b), both => both == 1);
        // Straight lines between drawn slices cut 2% off the two caps and a little off the rest.
        Assert.InRange(Shapes.Dice(ball, whole), 0.97, 1);
    }

    [Fact]
    public void One_island_becomes_two_without_a_jump()
    {
        var grid = Shapes.Grid(60, 40, 9);
        bool Disk(int x, int y, double cx, double r) => Shapes.Distance(grid, x - cx, y - 20, 0) <= r;
        var drawn = Shapes.Of(grid, (x, y, z) => (z == 0 && Disk(x, y, 30, 14)) || (z == 8 && (Disk(x, y, 22, 6) || Disk(x, y, 38, 6))));
        var found = SliceInterpolation.Between(drawn);
        var counts = Enumerable.Range(1, 7).Select(z => found.Voxels.AsSpan(z * 2400, 2400).Count((byte)1)).ToList();
        Assert.Equal(counts.OrderDescending(), counts);
        Assert.All(counts, count => Assert.InRange(count, 2 * 80, 620));
    }

    [Fact]
    public void Slices_outside_the_drawn_ones_stay_empty()
    {
        var grid = Shapes.Grid(10, 10, 9);
        Assert.Equal(0, SliceInterpolation.Between(Shapes.Of(grid, (x, y, z) => z == 4 && x > 3)).Count);
        Assert.Equal(0, SliceInterpolation.Between(VoxelMask.Empty(grid)).Count);
    }
}
