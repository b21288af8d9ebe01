using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Segmentation;

/// <summary>
/// Islands (parts of a structure that do not touch, not even by a corner: 26 neighbours) and holes (background that
/// cannot reach the outside through faces: 6 neighbours in space, 4 within a slice).
/// </summary>
public static class Islands
{
    /// <summary>Sizes in voxels of the islands, largest first.</summary>
    /// <param name="mask">The structure.</param>
    public static IReadOnlyList<int> Sizes(VoxelMask mask)
    {
        var sizes = new List<int>();
        Visit(mask, island => sizes.Add(island.Count));
        return [.. sizes.OrderDescending()];
    }

    /// <summary>The largest island; of equal ones the first in the order of voxels.</summary>
    /// <param name="mask">The structure.</param>
    public static VoxelMask Largest(VoxelMask mask)
    {
        List<int> largest = [];
        Visit(mask, island => largest = island.Count > largest.Count ? [.. island] : largest);
        return With(mask.Geometry, largest);
    }

    /// <summary>The structure without its islands that are smaller than a volume.</summary>
    /// <param name="mask">The structure.</param>
    /// <param name="leastMm3">Smallest volume that stays, in mm³.</param>
    public static VoxelMask WithoutSmall(VoxelMask mask, double leastMm3)
    {
        var kept = new List<int>();
        Visit(mask, island =>
        {
            if (island.Count * mask.Geometry.VoxelVolume >= leastMm3)
            {
                kept.AddRange(island);
            }
        });
        return With(mask.Geometry, kept);
    }

    /// <summary>The structure with its holes filled.</summary>
    /// <param name="mask">The structure.</param>
    /// <param name="bySlice">True fills in each slice what the structure encloses there; false only what it encloses in space.</param>
    public static VoxelMask Filled(VoxelMask mask, bool bySlice)
    {
        if (mask.BoundingBox() is not { } box)
        {
            return VoxelMask.Empty(mask.Geometry);
        }

        var part = mask.Cropped(box);
        var (nx, ny, nz) = (box.SizeX, box.SizeY, box.SizeZ);
        var outside = new Flood(nx, ny, nz, part.Voxels, 0, bySlice ? Flood.InSlice : Flood.Faces);
        for (var z = 0; z < nz; z++)
        {
            for (var y = 0; y < ny; y++)
            {
                for (var x = 0; x < nx; x++)
                {
                    if (x == 0 || y == 0 || x == nx - 1 || y == ny - 1 || (!bySlice && (z == 0 || z == nz - 1)))
                    {
                        outside.From((z * ny + y) * nx + x);
                    }
                }
            }
        }

        for (var i = 0; i < part.Voxels.Length; i++)
        {
            part.Voxels[i] = outside.Seen[i] ? (byte)0 : (byte)1;
        }

        return mask.WithOnly(part, box);
    }

    private static void Visit(VoxelMask mask, Action<List<int>> visit)
    {
        if (mask.BoundingBox() is not { } box)
        {
            return;
        }

        var part = mask.Cropped(box);
        var flood = new Flood(box.SizeX, box.SizeY, box.SizeZ, part.Voxels, 1, Flood.Touching);
        for (var i = 0; i < part.Voxels.Length; i++)
        {
            if (part.Voxels[i] == 0 || flood.Seen[i])
            {
                continue;
            }

            var island = flood.From(i);
            for (var n = 0; n < island.Count; n++)
            {
                var (x, y, z) = (island[n] % box.SizeX, island[n] / box.SizeX % box.SizeY, island[n] / (box.SizeX * box.SizeY));
                island[n] = mask.Geometry.Offset(box.X + x, box.Y + y, box.Z + z);
            }

            visit(island);
        }
    }

    private static VoxelMask With(VolumeGeometry geometry, List<int> voxels)
    {
        var mask = VoxelMask.Empty(geometry);
        foreach (var voxel in voxels)
        {
            mask.Voxels[voxel] = 1;
        }

        return mask;
    }
}
