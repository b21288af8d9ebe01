using MathNet.Numerics.LinearAlgebra;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey level co-occurrence (24, IBSI family LFYI): a symmetric matrix for each of the 13 directions, each feature the mean over the directions (IBSI "3D average"). NaN where no direction has a pair.</summary>
internal static class GlcmFeatures
{
    private const double Epsilon = 2.220446049250313e-16;

    public static IEnumerable<(string Name, double Value)> Compute(Roi roi)
    {
        var perDirection = Directions.HalfWithin(roi.Size).Select(d => Matrix(roi, d)).Where(m => m is not null).Select(m => OfMatrix(m!, roi.LevelCount).ToList()).ToList();
        if (perDirection.Count == 0) return Names.Select(name => (name, double.NaN));
        return Names.Select((name, i) => (name, Mean(perDirection.Select(f => f[i]))));
    }

    private static readonly string[] Names =
    [
        "Autocorrelation", "ClusterProminence", "ClusterShade", "ClusterTendency", "Contrast", "Correlation", "DifferenceAverage", "DifferenceEntropy", "DifferenceVariance",
        "Id", "Idm", "Idmn", "Idn", "Imc1", "Imc2", "InverseVariance", "JointAverage", "JointEnergy", "JointEntropy", "MCC", "MaximumProbability", "SumAverage", "SumEntropy", "SumSquares",
    ];

    private static double Mean(IEnumerable<double> values)
    {
        var numbers = values.Where(v => !double.IsNaN(v)).ToList();
        return numbers.Count == 0 ? double.NaN : numbers.Sum() / numbers.Count;
    }

    /// <summary>Normalised symmetric matrix; null if the direction has no pair.</summary>
    private static double[,]? Matrix(Roi roi, (int X, int Y, int Z) d)
    {
        var counts = new double[roi.LevelCount, roi.LevelCount];
        var total = 0;
        for (var z = Math.Max(0, -d.Z); z < roi.Size[2] - Math.Max(0, d.Z); z++)
        {
            for (var y = Math.Max(0, -d.Y); y < roi.Size[1] - Math.Max(0, d.Y); y++)
            {
                for (var x = Math.Max(0, -d.X); x < roi.Size[0] - Math.Max(0, d.X); x++)
                {
                    var (a, b) = (roi.Levels[roi.Offset(x, y, z)], roi.Levels[roi.Offset(x + d.X, y + d.Y, z + d.Z)]);
                    if (a == 0 || b == 0) continue;
                    counts[a - 1, b - 1]++;
                    counts[b - 1, a - 1]++;
                    total += 2;
                }
            }
        }

        if (total == 0) return null;
        for (var i = 0; i < roi.LevelCount; i++)
            for (var j = 0; j < roi.LevelCount; j++) counts[i, j] /= total;
        return counts;
    }

    private static IEnumerable<double> OfMatrix(double[,] p, int levels)
    {
        var px = new double[levels];
        var (sum, difference) = (new double[2 * levels + 1], new double[levels]);
        var (mean, energy, entropy, maximum, auto) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < levels; i++)
        {
            for (var j = 0; j < levels; j++)
            {
                var value = p[i, j];
                if (value == 0) continue;
                px[i] += value;
                sum[i + j + 2] += value;
                difference[Math.Abs(i - j)] += value;
                mean += (i + 1) * value;
                energy += value * value;
                entropy -= value * Math.Log2(value + Epsilon);
                maximum = Math.Max(maximum, value);
                auto += value * (i + 1) * (j + 1);
            }
        }

        var (variance, prominence, shade, tendency) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < levels; i++) variance += px[i] * (i + 1 - mean) * (i + 1 - mean);
        for (var k = 2; k <= 2 * levels; k++)
        {
            var d = k - 2 * mean;
            (tendency, shade, prominence) = (tendency + d * d * sum[k], shade + d * d * d * sum[k], prominence + d * d * d * d * sum[k]);
        }

        var (contrast, average, id, idm, idmn, idn, inverse) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < levels; k++)
        {
            var value = difference[k];
            (contrast, average) = (contrast + k * k * value, average + k * value);
            (id, idm) = (id + value / (1 + k), idm + value / (1 + k * k));
            (idn, idmn) = (idn + value / (1 + (double)k / levels), idmn + value / (1 + (double)k * k / ((double)levels * levels)));
            if (k > 0) inverse += value / ((double)k * k);
        }

        var differenceVariance = 0.0;
        for (var k = 0; k < levels; k++) differenceVariance += difference[k] * (k - average) * (k - average);
        var (imc1, imc2) = InformationalCorrelation(p, px, entropy, levels);
        yield return auto;
        yield return prominence;
        yield return shade;
        yield return tendency;
        yield return contrast;
        // Both marginal deviations are the same, since the matrix is symmetric.
        yield return variance == 0 ? 1 : (auto - mean * mean) / (variance + Epsilon);
        yield return average;
        yield return Entropy(difference);
        yield return differenceVariance;
        yield return id;
        yield return idm;
        yield return idmn;
        yield return idn;
        yield return imc1;
        yield return imc2;
        yield return inverse;
        yield return mean;
        yield return energy;
        yield return entropy;
        yield return MaximalCorrelation(p, px, levels);
        yield return maximum;
        yield return 2 * mean;
        yield return Entropy(sum);
        yield return variance;
    }

    private static double Entropy(double[] probabilities) => -probabilities.Sum(p => p * Math.Log2(p + Epsilon));

    private static (double Imc1, double Imc2) InformationalCorrelation(double[,] p, double[] px, double hxy, int levels)
    {
        var (hxy1, hxy2) = (0.0, 0.0);
        for (var i = 0; i < levels; i++)
        {
            for (var j = 0; j < levels; j++)
            {
                var product = px[i] * px[j];
                if (product == 0) continue;
                var log = Math.Log2(product + Epsilon);
                hxy1 -= p[i, j] * log;
                hxy2 -= product * log;
            }
        }

        var hx = Entropy(px);
        var imc1 = hx == 0 ? 0 : (hxy - hxy1) / hx;
        return (imc1, hxy2 == hxy ? 0 : Math.Sqrt(1 - Math.Exp(-2 * (hxy2 - hxy))));
    }

    /// <summary>Square root of the second largest eigenvalue of Q; 1 for a single level. Q is similar to the square of the symmetric matrix p(i,j) / sqrt(px(i) px(j)), whose eigenvalues are computed instead.</summary>
    private static double MaximalCorrelation(double[,] p, double[] px, int levels)
    {
        var present = Enumerable.Range(0, levels).Where(i => px[i] > 0).ToArray();
        if (present.Length < 2) return 1;
        var similar = Matrix<double>.Build.Dense(present.Length, present.Length, (i, j) => p[present[i], present[j]] / Math.Sqrt(px[present[i]] * px[present[j]]));
        var squares = similar.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real * v.Real).OrderDescending().ToArray();
        return Math.Sqrt(squares[1]);
    }
}
