using RadlPortal.Numerics.Segmentation;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Tests.Segmentation;

/// <summary>Grids and structures made in code.</summary>
internal static class Shapes
{
    public static VolumeGeometry Grid(int x, int y, int z, double dx = 1, double dy = 1, double dz = 1) => new(x, y, z, new Vector3(dx, dy, dz), new Vector3(-10, 20, 30));

    public static VoxelMask Of(VolumeGeometry grid, Func<int, int, int, bool> inside)
    {
        var mask = VoxelMask.Empty(grid);
        for (var z = 0; z < grid.SizeZ; z++)
            for (var y = 0; y < grid.SizeY; y++)
                for (var x = 0; x < grid.SizeX; x++)
                    mask.Voxels[grid.Offset(x, y, z)] = inside(x, y, z) ? (byte)1 : (byte)0;
        return mask;
    }

    /// <summary>Voxels whose centre lies within a radius in mm of a voxel.</summary>
    public static VoxelMask Ball(VolumeGeometry grid, (double X, double Y, double Z) centre, double radiusMm) =>
        Of(grid, (x, y, z) => Distance(grid, x - centre.X, y - centre.Y, z - centre.Z) <= radiusMm);

    public static double Distance(VolumeGeometry grid, double dx, double dy, double dz) => new Vector3(dx * grid.Spacing.X, dy * grid.Spacing.Y, dz * grid.Spacing.Z).Length;

    public static double Dice(VoxelMask a, VoxelMask b) => 2.0 * a.Voxels.Zip(b.Voxels, (p, q) => p & q).Sum() / (a.Count + b.Count);

    /// <summary>Voxels drawn by chance, the same for the same seed.</summary>
    public static VoxelMask Random(VolumeGeometry grid, int seed, double share)
    {
        var chance = new Random(seed);
        return Of(grid, (_, _, _) => chance.NextDouble() < share);
    }
}
