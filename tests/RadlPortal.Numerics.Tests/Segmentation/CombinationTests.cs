using RadlPortal.Numerics.Segmentation;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Segmentation;

public sealed class CombinationTests
{
    /// <summary>Boxes of 4 × 4 × 4 voxels that share 2 × 4 × 4.</summary>
    [Fact]
    public void Union_and_intersection_hold_as_many_voxels_as_counting_says()
    {
        var grid = Shapes.Grid(12, 8, 8, 0.7, 0.7, 2.5);
        var a = Shapes.Of(grid, (x, y, z) => x is >= 2 and < 6 && y is >= 2 and < 6 && z is >= 2 and < 6);
        var b = Shapes.Of(grid, (x, y, z) => x is >= 4 and < 8 && y is >= 2 and < 6 && z is >= 2 and < 6);
        Assert.Equal((96, 32), (a.Union(b).Count, a.Intersection(b).Count));
        Assert.Equal((64, 64), (a.Count, b.Count));
    }

    [Fact]
    public void Whatever_the_masks_union_and_intersection_together_hold_both_and_neither_side_comes_first()
    {
        var grid = Shapes.Grid(9, 7, 5);
        for (var seed = 0; seed < 20; seed++)
        {
            VoxelMask a = Shapes.Random(grid, seed, 0.3), b = Shapes.Random(grid, 100 + seed, 0.6);
            Assert.Equal(a.Count + b.Count, a.Union(b).Count + a.Intersection(b).Count);
            Assert.Equal(a.Union(b).Voxels, b.Union(a).Voxels);
            Assert.Equal(a.Intersection(b).Voxels, b.Intersection(a).Voxels);
            Assert.Equal(a.Voxels, a.Union(a.Intersection(b)).Voxels);
        }
    }

    [Fact]
    public void Masks_of_different_grids_are_refused() =>
        Assert.Throws<VolumeFormatException>(() => VoxelMask.Empty(Shapes.Grid(4, 4, 4)).Union(VoxelMask.Empty(Shapes.Grid(4, 4, 4, 2))));
}
