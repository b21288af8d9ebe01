using RadlPortal.Numerics.Segmentation;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Segmentation;

public sealed class DistanceAndMarginTests
{
    [Theory]
    [InlineData(1, 0.02)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.9)]
    public void Distances_are_those_of_looking_at_every_voxel(int seed, double share)
    {
        var grid = Shapes.Grid(9, 7, 6, 0.7, 1.3, 2.5);
        var mask = Shapes.Random(grid, seed, share);
        var squares = DistanceTransform.Squared(mask.Voxels, 9, 7, 6, grid.Spacing, 1);
        for (var i = 0; i < squares.Length; i++)
        {
            var least = double.MaxValue;
            for (var j = 0; j < squares.Length; j++)
                if (mask.Voxels[j] == 1) least = Math.Min(least, Math.Pow(Shapes.Distance(grid, i % 9 - j % 9, i / 9 % 7 - j / 9 % 7, i / 63 - j / 63), 2));
            Assert.Equal(least, squares[i], 9);
        }
    }

    [Fact]
    public void Without_a_voxel_there_is_no_distance() =>
        Assert.All(DistanceTransform.Squared(new byte[24], 4, 3, 2, new Vector3(1, 1, 1), 1), square => Assert.Equal(DistanceTransform.None, square));

    [Fact]
    public void A_margin_is_measured_in_millimetres_along_every_axis()
    {
        var grid = Shapes.Grid(41, 31, 15, 1, 1.5, 3);
        var point = Shapes.Of(grid, (x, y, z) => (x, y, z) == (20, 15, 7));
        Assert.Equal(Shapes.Ball(grid, (20, 15, 7), 9).Voxels, Margins.Grow(point, 9).Voxels);
        Assert.Equal(point.Voxels, Margins.Shrink(Margins.Grow(point, 9), 8.9).Voxels.Select((v, i) => (byte)(v & point.Voxels[i])));
        Assert.Equal(point.Voxels, Margins.Grow(point, 0).Voxels);
    }

    [Fact]
    public void A_structure_at_the_edge_of_the_images_keeps_its_margin_inside()
    {
        var grid = Shapes.Grid(10, 10, 4);
        var corner = Shapes.Of(grid, (x, y, z) => x < 4 && y < 4 && z < 4);
        Assert.Equal(Shapes.Ball(grid, (0, 0, 0), 2).Count, Margins.Grow(Shapes.Of(grid, (x, y, z) => (x, y, z) == (0, 0, 0)), 2).Count);
        // The grid's edge is no outside: only the faces towards x = 4 and y = 4 move.
        Assert.Equal(Shapes.Of(grid, (x, y, _) => x < 3 && y < 3).Voxels, Margins.Shrink(corner, 1).Voxels);
    }

    [Fact]
    public void A_shell_and_its_structure_together_are_the_margin()
    {
        var grid = Shapes.Grid(40, 40, 20, 1, 1, 2);
        var ball = Shapes.Ball(grid, (20, 20, 10), 7);
        var shell = Margins.Shell(ball, 0, 5);
        Assert.DoesNotContain(shell.Voxels.Zip(ball.Voxels, (s, b) => s & b), both => both == 1);
        Assert.Equal(Margins.Grow(ball, 5).Voxels, shell.Voxels.Zip(ball.Voxels, (s, b) => (byte)(s | b)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Margins.Shell(ball, 5, 5));
    }

    [Fact]
    public void An_empty_structure_has_no_margin()
    {
        var empty = VoxelMask.Empty(Shapes.Grid(5, 5, 5));
        Assert.Equal((0, 0, 0), (Margins.Grow(empty, 3).Count, Margins.Shrink(empty, 3).Count, Margins.Shell(empty, 0, 3).Count));
    }
}
