using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Segmentation;

/// <summary>
/// Shape-based interpolation between drawn slices (Raya and Udupa, IEEE Trans Med Imaging 1990;9:32): each empty slice
/// between two drawn ones takes the pixels whose linearly blended signed distance is below 0. Where both drawn slices
/// hold a single island the shapes are first brought over each other by their centroids, so that a structure that runs
/// obliquely keeps its size.
/// </summary>
public static class SliceInterpolation
{
    /// <summary>The voxels that the empty slices between drawn ones get; drawn slices themselves are not in the result.</summary>
    /// <param name="mask">The drawn slices, along z; those before the first and after the last drawn one stay empty.</param>
    public static VoxelMask Between(VoxelMask mask)
    {
        var result = VoxelMask.Empty(mask.Geometry);
        if (mask.BoundingBox() is not { } box)
        {
            return result;
        }

        var last = -1;
        for (var z = box.Z; z < box.Z + box.SizeZ; z++)
        {
            if (!IsDrawn(mask, z))
            {
                continue;
            }

            if (last >= 0 && z - last > 1)
            {
                Fill(mask, result, box, last, z);
            }

            last = z;
        }

        return result;
    }

    private static bool IsDrawn(VoxelMask mask, int z)
    {
        var plane = mask.Geometry.SizeX * mask.Geometry.SizeY;
        return mask.Voxels.AsSpan(z * plane, plane).Contains((byte)1);
    }

    private static void Fill(VoxelMask mask, VoxelMask result, VoxelBox box, int lower, int upper)
    {
        var (below, above) = (Shape.Of(mask, box, lower), Shape.Of(mask, box, upper));
        var moves = below.IsOneIsland && above.IsOneIsland;
        for (var z = lower + 1; z < upper; z++)
        {
            var share = (double)(z - lower) / (upper - lower);
            var (cx, cy) = (below.CentreX + share * (above.CentreX - below.CentreX), below.CentreY + share * (above.CentreY - below.CentreY));
            for (var y = 0; y < box.SizeY; y++)
            {
                for (var x = 0; x < box.SizeX; x++)
                {
                    var (px, py) = (x + Shape.Pad, y + Shape.Pad);
                    var distance = moves
                        ? (1 - share) * below.At(px - cx + below.CentreX, py - cy + below.CentreY) + share * above.At(px - cx + above.CentreX, py - cy + above.CentreY)
                        : (1 - share) * below.At(px, py) + share * above.At(px, py);
                    if (distance < 0)
                    {
                        result.Voxels[mask.Geometry.Offset(box.X + x, box.Y + y, z)] = 1;
                    }
                }
            }
        }
    }

    /// <summary>A drawn slice as signed distances, on the structure's box with one pixel around it.</summary>
    private sealed class Shape(double[] distances, int sizeX, int sizeY)
    {
        public const int Pad = 1;

        public double CentreX { get; private init; }

        public double CentreY { get; private init; }

        public bool IsOneIsland { get; private init; }

        public static Shape Of(VoxelMask mask, VoxelBox box, int z)
        {
            var (nx, ny) = (box.SizeX + 2 * Pad, box.SizeY + 2 * Pad);
            var slice = new byte[nx * ny];
            var (sumX, sumY, count) = (0L, 0L, 0);
            for (var y = 0; y < box.SizeY; y++)
            {
                for (var x = 0; x < box.SizeX; x++)
                {
                    if (mask.Voxels[mask.Geometry.Offset(box.X + x, box.Y + y, z)] == 1)
                    {
                        slice[(y + Pad) * nx + x + Pad] = 1;
                        (sumX, sumY, count) = (sumX + x + Pad, sumY + y + Pad, count + 1);
                    }
                }
            }

            var island = new Flood(nx, ny, 1, slice, 1, Flood.Touching).From(slice.AsSpan().IndexOf((byte)1));
            return new Shape(DistanceTransform.Signed(slice, nx, ny, mask.Geometry.Spacing), nx, ny)
            {
                CentreX = (double)sumX / count,
                CentreY = (double)sumY / count,
                IsOneIsland = island.Count == count,
            };
        }

        /// <summary>The distance between pixels, bilinear; beyond the box that of its edge, which is outside.</summary>
        public double At(double x, double y)
        {
            x = Math.Clamp(x, 0, sizeX - 1);
            y = Math.Clamp(y, 0, sizeY - 1);
            var (x0, y0) = (Math.Min((int)x, sizeX - 2), Math.Min((int)y, sizeY - 2));
            var (fx, fy) = (x - x0, y - y0);
            var at = y0 * sizeX + x0;
            var upper = distances[at] + fx * (distances[at + 1] - distances[at]);
            var lower = distances[at + sizeX] + fx * (distances[at + sizeX + 1] - distances[at + sizeX]);
            return upper + fy * (lower - upper);
        }
    }
}
