using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Tests.Ibsi;

/// <summary>Small images and VOIs on a grid of 12 × 12 × 12 voxels.</summary>
internal static class Cases
{
    private const int Side = 12;

    public static Volume<short> Noise(int seed, Vector3? spacing = null)
    {
        var random = new Random(seed);
        return Volume.Of(Grid(spacing), [.. Enumerable.Range(0, Side * Side * Side).Select(_ => (short)random.Next(-100, 300))]);
    }

    public static Volume<short> Constant(short value)
    {
        var samples = new short[Side * Side * Side];
        Array.Fill(samples, value);
        return Volume.Of(Grid(null), samples);
    }

    public static Labelmap Cube(int start, int side)
    {
        var labels = new byte[Side * Side * Side];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = (byte)(((int[])[i % Side, i / Side % Side, i / Side / Side]).All(at => at >= start && at < start + side) ? 1 : 0);
        return new Labelmap(Grid(null), labels);
    }

    /// <summary>A ball around the grid's centre.</summary>
    public static Labelmap Ball(double radius, Vector3? spacing = null)
    {
        var labels = new byte[Side * Side * Side];
        for (var i = 0; i < labels.Length; i++)
        {
            var (x, y, z) = (i % Side - 5.5, i / Side % Side - 5.5, i / Side / Side - 5.5);
            labels[i] = (byte)(x * x + y * y + z * z <= radius * radius ? 1 : 0);
        }

        return new Labelmap(Grid(spacing), labels);
    }

    /// <summary>x becomes y, y becomes z, z becomes x.</summary>
    public static Volume<short> Turned(Volume<short> image) => Volume.Of(image.Geometry, Turned(image.Samples));

    public static Labelmap Turned(Labelmap mask) => new(mask.Geometry, Turned(mask.Labels));

    /// <summary>Moran's I and Geary's C by the definition, pair by pair.</summary>
    public static (double Moran, double Geary) Autocorrelation(Volume image, Labelmap mask)
    {
        var grid = image.Geometry;
        var voxels = Enumerable.Range(0, grid.VoxelCount).Where(i => mask.Labels[i] == 1).Select(i => (At: grid.IndexToPatient(new Vector3(i % Side, i / Side % Side, i / Side / Side)), Value: image[i])).ToArray();
        var mean = voxels.Average(v => v.Value);
        var (weights, products, squares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < voxels.Length; i++)
        {
            for (var j = 0; j < voxels.Length; j++)
            {
                if (i == j) continue;
                var weight = 1 / (voxels[i].At - voxels[j].At).Length;
                weights += weight;
                products += weight * (voxels[i].Value - mean) * (voxels[j].Value - mean);
                squares += weight * Math.Pow(voxels[i].Value - voxels[j].Value, 2);
            }
        }

        var variance = voxels.Sum(v => (v.Value - mean) * (v.Value - mean));
        return (voxels.Length / weights * products / variance, (voxels.Length - 1) / (2 * weights) * squares / variance);
    }

    /// <summary>A cubic spline at a position, with coefficients from the spline's linear equations with mirrored ends, solved directly.</summary>
    public static double Spline(Volume image, double x, double y, double z)
    {
        var values = Enumerable.Range(0, Side * Side * Side).Select(i => image[i]).ToArray();
        for (var axis = 0; axis < 3; axis++) values = Coefficients(values, axis == 0 ? 1 : axis == 1 ? Side : Side * Side);
        return values.Select((value, i) => value * Basis(x - i % Side) * Basis(y - i / Side % Side) * Basis(z - i / Side / Side)).Sum();
    }

    private static double Basis(double x) => Math.Abs(x) is var a && a < 1 ? 2 / 3.0 - a * a + a * a * a / 2 : a < 2 ? Math.Pow(2 - a, 3) / 6 : 0;

    /// <summary>Solves (c[i-1] + 4 c[i] + c[i+1]) / 6 = f[i] along lines by elimination; beyond the ends the coefficients are mirrored.</summary>
    private static double[] Coefficients(double[] values, int stride)
    {
        var result = new double[values.Length];
        for (var start = 0; start < values.Length; start++)
        {
            if (start / stride % Side != 0) continue;
            var (upper, right) = (new double[Side], new double[Side]);
            for (var i = 0; i < Side; i++)
            {
                var (below, above) = (i == 0 ? 0.0 : i == Side - 1 ? 2 : 1, i == 0 ? 2.0 : i == Side - 1 ? 0 : 1);
                var pivot = 4 - (i == 0 ? 0 : below * upper[i - 1]);
                upper[i] = above / pivot;
                right[i] = (6 * values[start + i * stride] - (i == 0 ? 0 : below * right[i - 1])) / pivot;
            }

            for (var i = Side - 1; i >= 0; i--) result[start + i * stride] = right[i] - (i == Side - 1 ? 0 : upper[i] * result[start + (i + 1) * stride]);
        }

        return result;
    }

    private static T[] Turned<T>(T[] values)
    {
        var turned = new T[values.Length];
        for (var i = 0; i < values.Length; i++) turned[i % Side * Side + i / Side % Side * Side * Side + i / Side / Side] = values[i];
        return turned;
    }

    private static VolumeGeometry Grid(Vector3? spacing) => new(Side, Side, Side, spacing ?? new Vector3(1, 1, 1));
}
