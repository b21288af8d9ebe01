using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Segmentation;

/// <summary>Structures grown or shrunk by a number of millimetres in space, whatever the spacing of slices.</summary>
public static class Margins
{
    /// <summary>Every voxel whose centre lies at most <paramref name="mm"/> from the centre of a voxel inside.</summary>
    /// <param name="mask">The structure; empty stays empty.</param>
    /// <param name="mm">Margin in mm, 0 or more; 0 gives the structure itself.</param>
    public static VoxelMask Grow(VoxelMask mask, double mm)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mm);
        if (mask.BoundingBox() is not { } tight)
        {
            return VoxelMask.Empty(mask.Geometry);
        }

        var box = mask.Around(tight, mm);
        var part = mask.Cropped(box);
        var squares = SquaresTo(part, 1);
        for (var i = 0; i < squares.Length; i++)
        {
            part.Voxels[i] = squares[i] <= Reach(mm) ? (byte)1 : (byte)0;
        }

        return mask.WithOnly(part, box);
    }

    /// <summary>Every voxel inside whose centre lies more than <paramref name="mm"/> from the centre of any voxel outside; the edge of the grid is no outside.</summary>
    /// <param name="mask">The structure.</param>
    /// <param name="mm">Margin in mm, 0 or more; 0 gives the structure itself.</param>
    public static VoxelMask Shrink(VoxelMask mask, double mm)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mm);
        if (mask.BoundingBox() is not { } tight)
        {
            return VoxelMask.Empty(mask.Geometry);
        }

        var box = mask.Around(tight, 0);
        var part = mask.Cropped(box);
        var squares = SquaresTo(part, 0);
        for (var i = 0; i < squares.Length; i++)
        {
            part.Voxels[i] = squares[i] > Reach(mm) && part.Voxels[i] == 1 ? (byte)1 : (byte)0;
        }

        return mask.WithOnly(part, box);
    }

    /// <summary>The peritumoural shell: voxels outside the structure whose centre lies above <paramref name="fromMm"/> and at most <paramref name="toMm"/> from it.</summary>
    /// <param name="mask">The structure.</param>
    /// <param name="fromMm">Inner edge in mm; 0 begins at the structure's surface.</param>
    /// <param name="toMm">Outer edge in mm, above the inner one.</param>
    public static VoxelMask Shell(VoxelMask mask, double fromMm, double toMm)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(toMm, fromMm);
        var outer = Grow(mask, toMm);
        var inner = Grow(mask, fromMm);
        for (var i = 0; i < outer.Voxels.Length; i++)
        {
            outer.Voxels[i] &= (byte)(1 - inner.Voxels[i]);
        }

        return outer;
    }

    internal static double[] SquaresTo(VoxelMask part, byte value) =>
        DistanceTransform.Squared(part.Voxels, part.Geometry.SizeX, part.Geometry.SizeY, part.Geometry.SizeZ, part.Geometry.Spacing, value);

    /// <summary>A voxel exactly at the margin belongs to it also after rounding.</summary>
    internal static double Reach(double mm) => mm * mm * (1 + 1e-9);
}
