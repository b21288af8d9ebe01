namespace RadlPortal.Core.DemoStudy;

/// <summary>Smooth random field over space: lattice values drawn from a hash of seed and lattice point, interpolated in between. The same seed gives the same field on every machine and any grid.</summary>
internal readonly struct SmoothNoise(ulong seed, double wavelengthMm)
{
    /// <summary>A value of mean 0 and a standard deviation of about 0.5 at a point in millimetres.</summary>
    public double At(double x, double y, double z)
    {
        (x, y, z) = (x / wavelengthMm, y / wavelengthMm, z / wavelengthMm);
        var (ix, iy, iz) = ((long)Math.Floor(x), (long)Math.Floor(y), (long)Math.Floor(z));
        var (fx, fy, fz) = (Ease(x - ix), Ease(y - iy), Ease(z - iz));
        var sum = 0.0;
        for (var corner = 0; corner < 8; corner++)
        {
            var (dx, dy, dz) = (corner & 1, (corner >> 1) & 1, corner >> 2);
            var weight = (dx == 1 ? fx : 1 - fx) * (dy == 1 ? fy : 1 - fy) * (dz == 1 ? fz : 1 - fz);
            sum += weight * Lattice(ix + dx, iy + dy, iz + dz);
        }

        return sum;
    }

    private static double Ease(double t) => t * t * (3 - 2 * t);

    /// <summary>Uniform in -1 to 1.</summary>
    private double Lattice(long x, long y, long z)
    {
        var hash = Mix(seed ^ Mix((ulong)x * 0x9E3779B97F4A7C15UL ^ Mix((ulong)y * 0xC2B2AE3D27D4EB4FUL ^ Mix((ulong)z * 0x165667B19E3779F9UL))));
        return (hash >> 11) * (2.0 / (1UL << 53)) - 1;
    }

    private static ulong Mix(ulong value)
    {
        value ^= value >> 30;
        value *= 0xBF58476D1CE4E5B9UL;
        value ^= value >> 27;
        value *= 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
