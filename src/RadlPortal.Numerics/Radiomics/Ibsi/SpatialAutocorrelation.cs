using System.Numerics;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>
/// Moran's I and Geary's C with weights 1/distance between all pairs of voxels. The sums over pairs are convolutions of
/// the mask and of the deviations with 1/distance, taken by Fourier transform: the values of all pairs at n log n.
/// </summary>
internal static class SpatialAutocorrelation
{
    private const long MostCells = 1L << 25;

    /// <summary>Both measures; NaN for a flat VOI, a single voxel, or a VOI whose padded box exceeds 33 million cells.</summary>
    public static (double Moran, double Geary) Compute(IbsiRoi roi)
    {
        var (low, size) = Box(roi);
        var padded = Array.ConvertAll(size, s => Smooth(2 * s - 1));
        if (roi.Values.Length < 2 || (long)padded[0] * padded[1] * padded[2] > MostCells) return (double.NaN, double.NaN);
        var mean = roi.Values.Average();
        // The weights are real and even, so is their transform: one product convolves mask (real part) and deviations (imaginary part).
        var weights = TransformedWeights(padded, roi.Spacing);
        var field = new Complex[weights.Length];
        ForEach(roi, low, size, padded, (at, value) => field[at] = new Complex(1, value - mean));
        Fourier.Transform(field, padded);
        for (var i = 0; i < field.Length; i++) field[i] = Complex.Conjugate(field[i] * weights[i]);
        Fourier.Transform(field, padded);
        var (total, products, squares, variance) = (0.0, 0.0, 0.0, 0.0);
        ForEach(roi, low, size, padded, (at, value) =>
        {
            var (weight, near, deviation) = (field[at].Real / field.Length, -field[at].Imaginary / field.Length, value - mean);
            (total, products, squares, variance) = (total + weight, products + deviation * near, squares + deviation * deviation * weight, variance + deviation * deviation);
        });
        if (variance == 0) return (double.NaN, double.NaN);
        var n = roi.Values.Length;
        return (n / total * products / variance, (n - 1) / (2 * total) * 2 * (squares - products) / variance);
    }

    private static (int[] Low, int[] Size) Box(IbsiRoi roi)
    {
        int[] low = [int.MaxValue, int.MaxValue, int.MaxValue], high = [0, 0, 0];
        for (var i = 0; i < roi.Intensity.Length; i++)
        {
            if (!roi.Intensity[i]) continue;
            int[] at = [i % roi.Size[0], i / roi.Size[0] % roi.Size[1], i / roi.Size[0] / roi.Size[1]];
            for (var axis = 0; axis < 3; axis++) (low[axis], high[axis]) = (Math.Min(low[axis], at[axis]), Math.Max(high[axis], at[axis]));
        }

        return (low, [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1]);
    }

    private static void ForEach(IbsiRoi roi, int[] low, int[] size, int[] padded, Action<int, double> visit)
    {
        for (var z = 0; z < size[2]; z++)
        {
            for (var y = 0; y < size[1]; y++)
            {
                for (var x = 0; x < size[0]; x++)
                {
                    var at = roi.Offset(x + low[0], y + low[1], z + low[2]);
                    if (roi.Intensity[at]) visit((z * padded[1] + y) * padded[0] + x, roi.Image[at]);
                }
            }
        }
    }

    /// <summary>The transform of 1/distance at every offset, negative ones from the far end; 0 for the voxel itself.</summary>
    private static double[] TransformedWeights(int[] padded, double[] spacing)
    {
        var weights = new Complex[padded[0] * padded[1] * padded[2]];
        for (int i = 0, z = 0; z < padded[2]; z++)
        {
            for (var y = 0; y < padded[1]; y++)
            {
                for (var x = 0; x < padded[0]; x++, i++)
                {
                    if (i == 0) continue;
                    var (dx, dy, dz) = (Math.Min(x, padded[0] - x) * spacing[0], Math.Min(y, padded[1] - y) * spacing[1], Math.Min(z, padded[2] - z) * spacing[2]);
                    weights[i] = 1 / Math.Sqrt(dx * dx + dy * dy + dz * dz);
                }
            }
        }

        Fourier.Transform(weights, padded);
        return Array.ConvertAll(weights, w => w.Real);
    }

    /// <summary>The next number with no other prime factors than 2, 3 and 5.</summary>
    private static int Smooth(int least)
    {
        for (var n = least; ; n++)
        {
            var rest = n;
            foreach (var prime in (int[])[2, 3, 5]) while (rest % prime == 0) rest /= prime;
            if (rest == 1) return n;
        }
    }
}
