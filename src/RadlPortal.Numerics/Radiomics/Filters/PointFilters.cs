using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Filters;

/// <summary>Filters that take a voxel by itself, and the gradient, which takes its six neighbours. Scales refer to the largest absolute value of the whole image.</summary>
internal static class PointFilters
{
    /// <param name="type">Square, SquareRoot, Logarithm or Exponential.</param>
    /// <param name="values">Of the image.</param>
    /// <param name="largest">Largest absolute value of the image.</param>
    /// <exception cref="RadiomicsException">The image has no value but 0.</exception>
    public static double[] Of(ImageType type, double[] values, double largest)
    {
        if (!(largest > 0) || double.IsInfinity(largest)) throw new RadiomicsException($"The {type} image cannot be scaled: the image has no value but 0, or values that are no numbers.");
        var logarithm = largest / Math.Log(largest + 1);
        var (square, exponent) = (1 / Math.Sqrt(largest), Math.Log(largest) / largest);
        Converter<double, double> filter = type switch
        {
            ImageType.Square => v => square * v * (square * v),
            ImageType.SquareRoot => v => v > 0 ? Math.Sqrt(v * largest) : v < 0 ? -Math.Sqrt(-v * largest) : v,
            ImageType.Logarithm => v => (v > 0 ? Math.Log(v + 1) : v < 0 ? -Math.Log(-(v - 1)) : v) * logarithm,
            ImageType.Exponential => v => Math.Exp(exponent * v),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
        return Array.ConvertAll(values, filter);
    }

    /// <summary>Magnitude of the central differences, in single precision as ITK gives it; the border voxel goes on beyond the border.</summary>
    public static double[] Gradient(Volume image, VoxelBox box, bool perMillimetre)
    {
        var grid = image.Geometry;
        var halo = box.Grown(1, grid);
        var values = image.Read(halo);
        var (fx, fy, fz) = perMillimetre ? (0.5 * (1.0 / grid.Spacing.X), 0.5 * (1.0 / grid.Spacing.Y), 0.5 * (1.0 / grid.Spacing.Z)) : (0.5, 0.5, 0.5);
        var result = new double[box.VoxelCount];
        for (int k = 0, i = 0; k < box.SizeZ; k++)
        {
            for (var j = 0; j < box.SizeY; j++)
            {
                for (var n = 0; n < box.SizeX; n++, i++)
                {
                    var (x, y, z) = (box.X + n - halo.X, box.Y + j - halo.Y, box.Z + k - halo.Z);
                    var (gx, gy, gz) = (fx * At(x + 1, y, z) - fx * At(x - 1, y, z), fy * At(x, y + 1, z) - fy * At(x, y - 1, z), fz * At(x, y, z + 1) - fz * At(x, y, z - 1));
                    result[i] = (float)Math.Sqrt(gx * gx + gy * gy + gz * gz);
                }
            }
        }

        return result;

        double At(int x, int y, int z) =>
            values[(Math.Clamp(z, 0, halo.SizeZ - 1) * halo.SizeY + Math.Clamp(y, 0, halo.SizeY - 1)) * halo.SizeX + Math.Clamp(x, 0, halo.SizeX - 1)];
    }
}
