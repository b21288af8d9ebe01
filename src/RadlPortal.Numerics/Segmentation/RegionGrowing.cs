using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Segmentation;

/// <summary>How a region grows from its seed.</summary>
/// <param name="LowestHu">Smallest HU that belongs.</param>
/// <param name="HighestHu">Largest HU that belongs.</param>
/// <param name="LargestRadiusMm">No voxel farther from the seed belongs; above 0. Bounds a leak.</param>
/// <param name="VesselRadiusMm">Connections thinner than twice this are cut; 0 cuts none.</param>
public sealed record GrowthLimits(double LowestHu, double HighestHu, double LargestRadiusMm, double VesselRadiusMm);

/// <summary>A grown region.</summary>
/// <param name="Mask">Its voxels; empty if the seed does not belong to the HU range, or to no part as thick as the vessel cut asks for.</param>
/// <param name="ShareAtLimit">Share of the voxels of the largest radius' outer millimetres that the region fills, 0 to 1: a leak shows as a large share.</param>
public sealed record GrownRegion(VoxelMask Mask, double ShareAtLimit);

/// <summary>
/// Grows a region from a seed: voxels within a HU range that are connected to it by faces, inside a ball around it.
/// A vessel cut opens the region first: what a ball of the vessel's radius cannot enter is reached only as far as
/// that radius from where it can.
/// </summary>
public static class RegionGrowing
{
    /// <summary>Grows from a voxel.</summary>
    /// <param name="image">Hounsfield units.</param>
    /// <param name="seed">Zero-based voxel (x, y, z) inside the image.</param>
    /// <param name="limits">HU range, radius, vessel cut.</param>
    public static GrownRegion From(Volume image, (int X, int Y, int Z) seed, GrowthLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.LargestRadiusMm);
        ArgumentOutOfRangeException.ThrowIfNegative(limits.VesselRadiusMm);
        var whole = VoxelMask.Empty(image.Geometry);
        var box = whole.Around(new VoxelBox(seed.X, seed.Y, seed.Z, 1, 1, 1), limits.LargestRadiusMm);
        var (part, ball) = Candidates(image, box, seed, limits);
        var start = part.Geometry.Offset(seed.X - box.X, seed.Y - box.Y, seed.Z - box.Z);
        var region = limits.VesselRadiusMm > 0 ? Opened(part, start, limits.VesselRadiusMm) : Connected(part, start);
        var (atLimit, filled) = (0, 0);
        for (var i = 0; i < region.Voxels.Length; i++)
        {
            if (ball[i] == AtLimit)
            {
                atLimit++;
                filled += region.Voxels[i];
            }
        }

        return new GrownRegion(whole.WithOnly(region, box), atLimit == 0 ? 0 : (double)filled / atLimit);
    }

    private const byte AtLimit = 2;

    /// <summary>Voxels of the range inside the ball; and which voxels lie in the ball (1) and in its outermost layer (2).</summary>
    private static (VoxelMask Part, byte[] Ball) Candidates(Volume image, VoxelBox box, (int X, int Y, int Z) seed, GrowthLimits limits)
    {
        var part = VoxelMask.Empty(image.Geometry.Cropped(box));
        var ball = new byte[part.Voxels.Length];
        var hu = image.Read(box);
        var spacing = image.Geometry.Spacing;
        var layer = Math.Max(spacing.X, Math.Max(spacing.Y, spacing.Z));
        var inner = Math.Max(0, limits.LargestRadiusMm - layer);
        for (int z = 0, i = 0; z < box.SizeZ; z++)
        {
            for (var y = 0; y < box.SizeY; y++)
            {
                for (var x = 0; x < box.SizeX; x++, i++)
                {
                    var away = new Vector3((box.X + x - seed.X) * spacing.X, (box.Y + y - seed.Y) * spacing.Y, (box.Z + z - seed.Z) * spacing.Z).Length;
                    if (away > limits.LargestRadiusMm)
                    {
                        continue;
                    }

                    ball[i] = away > inner ? AtLimit : (byte)1;
                    part.Voxels[i] = hu[i] >= limits.LowestHu && hu[i] <= limits.HighestHu ? (byte)1 : (byte)0;
                }
            }
        }

        return (part, ball);
    }

    private static VoxelMask Connected(VoxelMask part, int start)
    {
        var region = VoxelMask.Empty(part.Geometry);
        var size = part.Geometry;
        foreach (var voxel in new Flood(size.SizeX, size.SizeY, size.SizeZ, part.Voxels, 1, Flood.Faces).From(start))
        {
            region.Voxels[voxel] = 1;
        }

        return region;
    }

    private static VoxelMask Opened(VoxelMask part, int start, double radiusMm)
    {
        var connected = Connected(part, start);
        var thick = Margins.Shrink(connected, radiusMm);
        if (NearestInside(thick, start, radiusMm) is not { } core)
        {
            return VoxelMask.Empty(part.Geometry);
        }

        var reached = Margins.Grow(Connected(thick, core), radiusMm);
        for (var i = 0; i < reached.Voxels.Length; i++)
        {
            reached.Voxels[i] &= connected.Voxels[i];
        }

        return Connected(reached, core);
    }

    /// <summary>The voxel inside that lies nearest to the start, at most two radii away.</summary>
    private static int? NearestInside(VoxelMask mask, int start, double radiusMm)
    {
        var size = mask.Geometry;
        var (sx, sy, sz) = (start % size.SizeX, start / size.SizeX % size.SizeY, start / (size.SizeX * size.SizeY));
        int? nearest = null;
        var least = Margins.Reach(2 * radiusMm);
        for (var i = mask.Voxels.AsSpan().IndexOf((byte)1); i >= 0 && i < mask.Voxels.Length; i++)
        {
            if (mask.Voxels[i] == 0)
            {
                continue;
            }

            var (x, y, z) = (i % size.SizeX, i / size.SizeX % size.SizeY, i / (size.SizeX * size.SizeY));
            var away = new Vector3((x - sx) * size.Spacing.X, (y - sy) * size.Spacing.Y, (z - sz) * size.Spacing.Z).Length;
            if (away * away <= least)
            {
                (nearest, least) = (i, away * away);
            }
        }

        return nearest;
    }
}
