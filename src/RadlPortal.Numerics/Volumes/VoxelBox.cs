namespace RadlPortal.Numerics.Volumes;

/// <summary>A box of voxels: first index and number of voxels along each axis.</summary>
/// <param name="X">First index along x.</param>
/// <param name="Y">First index along y.</param>
/// <param name="Z">First index along z.</param>
/// <param name="SizeX">Voxels along x.</param>
/// <param name="SizeY">Voxels along y.</param>
/// <param name="SizeZ">Voxels along z.</param>
public readonly record struct VoxelBox(int X, int Y, int Z, int SizeX, int SizeY, int SizeZ)
{
    /// <summary>Number of voxels in the box.</summary>
    public int VoxelCount => SizeX * SizeY * SizeZ;

    /// <summary>First index along axis 0 (x), 1 (y) or 2 (z).</summary>
    /// <param name="axis">0, 1 or 2.</param>
    public int Start(int axis) => axis == 0 ? X : axis == 1 ? Y : Z;

    /// <summary>Number of voxels along axis 0 (x), 1 (y) or 2 (z).</summary>
    /// <param name="axis">0, 1 or 2.</param>
    public int Size(int axis) => axis == 0 ? SizeX : axis == 1 ? SizeY : SizeZ;

    /// <summary>The box with a margin on every side, cut at the borders of a grid.</summary>
    /// <param name="margin">Voxels to add on each side.</param>
    /// <param name="grid">The grid whose borders cut the box.</param>
    public VoxelBox Grown(int margin, VolumeGeometry grid)
    {
        int x = Math.Max(0, X - margin), y = Math.Max(0, Y - margin), z = Math.Max(0, Z - margin);
        return new(
            x, y, z,
            Math.Min(grid.SizeX, X + SizeX + margin) - x,
            Math.Min(grid.SizeY, Y + SizeY + margin) - y,
            Math.Min(grid.SizeZ, Z + SizeZ + margin) - z);
    }
}
