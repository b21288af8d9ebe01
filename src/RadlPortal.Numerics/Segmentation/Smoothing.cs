using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Segmentation;

/// <summary>Smooths a structure's surface.</summary>
public static class Smoothing
{
    /// <summary>
    /// The structure blurred by a Gaussian of standard deviation <paramref name="sigmaMm"/> along each axis (cut off at
    /// three deviations, normalised), and cut at one half: spikes thinner than about the deviation go, a flat surface
    /// stays where it is. Voxels beyond the grid count as their nearest voxel.
    /// </summary>
    /// <param name="mask">The structure; empty stays empty.</param>
    /// <param name="sigmaMm">Standard deviation in mm, above 0.</param>
    public static VoxelMask Gaussian(VoxelMask mask, double sigmaMm)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigmaMm);
        if (mask.BoundingBox() is not { } tight)
        {
            return VoxelMask.Empty(mask.Geometry);
        }

        var box = mask.Around(tight, 3 * sigmaMm);
        var part = mask.Cropped(box);
        var shares = new double[part.Voxels.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = part.Voxels[i];
        }

        var plane = box.SizeX * box.SizeY;
        for (var z = 0; z < box.SizeZ; z++)
        {
            Blur(shares, z * plane, box.SizeX, box.SizeY, 1, box.SizeX, sigmaMm / part.Geometry.Spacing.X);
            Blur(shares, z * plane, 1, box.SizeX, box.SizeX, box.SizeY, sigmaMm / part.Geometry.Spacing.Y);
        }

        Blur(shares, 0, 1, plane, plane, box.SizeZ, sigmaMm / part.Geometry.Spacing.Z);
        for (var i = 0; i < shares.Length; i++)
        {
            // The sum of the weights is 1 only to rounding: exactly one half belongs to the structure.
            part.Voxels[i] = shares[i] >= 0.5 - 1e-9 ? (byte)1 : (byte)0;
        }

        return mask.WithOnly(part, box);
    }

    /// <summary>Blurs each of <paramref name="lines"/> lines of voxels in place.</summary>
    private static void Blur(double[] shares, int start, int betweenLines, int lines, int step, int length, double sigma)
    {
        var weights = Weights(sigma);
        var line = new double[length];
        for (var n = 0; n < lines; n++)
        {
            var at = start + n * betweenLines;
            for (var i = 0; i < length; i++)
            {
                line[i] = shares[at + i * step];
            }

            for (var i = 0; i < length; i++)
            {
                var sum = weights[0] * line[i];
                for (var away = 1; away < weights.Length; away++)
                {
                    sum += weights[away] * (line[Math.Max(0, i - away)] + line[Math.Min(length - 1, i + away)]);
                }

                shares[at + i * step] = sum;
            }
        }
    }

    private static double[] Weights(double sigma)
    {
        var weights = new double[(int)Math.Ceiling(3 * sigma) + 1];
        var total = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Exp(-i * i / (2 * sigma * sigma));
            total += i == 0 ? weights[i] : 2 * weights[i];
        }

        return [.. weights.Select(weight => weight / total)];
    }
}
