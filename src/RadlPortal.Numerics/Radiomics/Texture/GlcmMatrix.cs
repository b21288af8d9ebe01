namespace RadlPortal.Numerics.Radiomics;

/// <summary>One co-occurrence matrix over the grey levels that occur, and what is computed of it. Symbols as in PyRadiomics' documentation: p(i,j), px, py, ux, uy, HXY, …</summary>
internal sealed class GlcmMatrix(int[] levels, int levelCount)
{
    private const double Epsilon = 2.220446049250313e-16;

    private readonly int n = levels.Length;
    private readonly double[] p = new double[levels.Length * levels.Length];
    private readonly double[] px = new double[levels.Length];
    private readonly double[] py = new double[levels.Length];
    private readonly double[] sum = new double[2 * levelCount + 1];
    private readonly double[] difference = new double[levelCount];
    private readonly double[] similar = new double[levels.Length * levels.Length];
    private bool isSymmetric;

    public void Clear()
    {
        foreach (var array in (double[][])[p, px, py, sum, difference]) Array.Clear(array);
    }

    public void Add(int[] pairs, bool symmetrical, double weight)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                var count = pairs[i * n + j];
                if (count == 0) continue;
                p[i * n + j] += count * weight;
                if (symmetrical) p[j * n + i] += count * weight;
            }
    }

    /// <summary>Makes probabilities of the counts, with their marginals; false if there is no pair.</summary>
    public bool Normalise(bool symmetrical)
    {
        var total = 0.0;
        foreach (var count in p) total += count;
        if (total == 0) return false;
        isSymmetric = symmetrical;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var value = p[i * n + j] /= total;
                if (value == 0) continue;
                px[i] += value;
                py[j] += value;
                sum[levels[i] + levels[j]] += value;
                difference[Math.Abs(levels[i] - levels[j])] += value;
            }
        }

        return true;
    }

    /// <summary>In the order of <see cref="GlcmFeatures.Names"/>.</summary>
    public double[] Features()
    {
        var (energy, entropy, maximum, auto, ux, uy) = Joint();
        var (varianceX, varianceY, covariance) = (0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            varianceX += px[i] * (levels[i] - ux) * (levels[i] - ux);
            varianceY += py[i] * (levels[i] - uy) * (levels[i] - uy);
        }

        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) covariance += p[i * n + j] * (levels[i] - ux) * (levels[j] - uy);
        var (prominence, shade, tendency, sumAverage) = Sums(ux + uy);
        var d = Differences();
        var (imc1, imc2) = InformationalCorrelation(entropy);
        var deviations = Math.Sqrt(varianceX) * Math.Sqrt(varianceY);
        return
        [
            auto, prominence, shade, tendency, d.Contrast, deviations == 0 ? 1 : covariance / (deviations + Epsilon), d.Average, Entropy(difference), d.Variance,
            d.Id, d.Idm, d.Idmn, d.Idn, imc1, imc2, d.Inverse, ux, energy, entropy, MaximalCorrelation(), maximum, sumAverage, Entropy(sum), varianceX,
        ];
    }

    private (double Energy, double Entropy, double Maximum, double Auto, double Ux, double Uy) Joint()
    {
        var (energy, entropy, maximum, auto, ux, uy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var value = p[i * n + j];
                if (value == 0) continue;
                energy += value * value;
                entropy -= value * Math.Log2(value + Epsilon);
                maximum = Math.Max(maximum, value);
                auto += value * levels[i] * levels[j];
                ux += value * levels[i];
                uy += value * levels[j];
            }
        }

        return (energy, entropy, maximum, auto, ux, uy);
    }

    private (double Prominence, double Shade, double Tendency, double Average) Sums(double centre)
    {
        var (prominence, shade, tendency, average) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 2; k < sum.Length; k++)
        {
            if (sum[k] == 0) continue;
            var d = k - centre;
            (tendency, shade, prominence, average) = (tendency + d * d * sum[k], shade + d * d * d * sum[k], prominence + d * d * d * d * sum[k], average + k * sum[k]);
        }

        return (prominence, shade, tendency, average);
    }

    private (double Contrast, double Average, double Variance, double Id, double Idm, double Idmn, double Idn, double Inverse) Differences()
    {
        var (contrast, average, variance, id, idm, idmn, idn, inverse) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        double ng = levelCount;
        for (var k = 0; k < difference.Length; k++)
        {
            var value = difference[k];
            if (value == 0) continue;
            var square = (double)k * k;
            (contrast, average) = (contrast + square * value, average + k * value);
            (id, idm) = (id + value / (1 + k), idm + value / (1 + square));
            (idn, idmn) = (idn + value / (1 + k / ng), idmn + value / (1 + square / (ng * ng)));
            if (k > 0) inverse += value / square;
        }

        for (var k = 0; k < difference.Length; k++) variance += difference[k] * (k - average) * (k - average);
        return (contrast, average, variance, id, idm, idmn, idn, inverse);
    }

    private static double Entropy(double[] probabilities)
    {
        var entropy = 0.0;
        foreach (var value in probabilities) if (value != 0) entropy -= value * Math.Log2(value + Epsilon);
        return entropy;
    }

    private (double Imc1, double Imc2) InformationalCorrelation(double hxy)
    {
        var (hxy1, hxy2) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var product = px[i] * py[j];
                if (product == 0) continue;
                var log = Math.Log2(product + Epsilon);
                hxy1 -= p[i * n + j] * log;
                hxy2 -= product * log;
            }
        }

        var divisor = Math.Max(Entropy(px), Entropy(py));
        var imc1 = divisor == 0 ? 0 : (hxy - hxy1) / divisor;
        return (imc1, hxy2 == hxy ? 0 : Math.Sqrt(1 - Math.Exp(-2 * (hxy2 - hxy))));
    }

    /// <summary>Square root of the second largest eigenvalue of Q(i,j) = Σ p(i,k) p(j,k) / (px(i) py(k) + ε); 1 for a single level. With B(i,k) = p(i,k) / √(px(i) py(k) + ε), Q has the eigenvalues of B Bᵀ (to first order in ε), and a symmetric B those of B squared: no eigenvalue of a matrix without symmetry has to be found.</summary>
    private double MaximalCorrelation()
    {
        if (n < 2) return 1;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) similar[i * n + j] = p[i * n + j] == 0 ? 0 : p[i * n + j] / Math.Sqrt(px[i] * py[j] + Epsilon);
        if (isSymmetric)
        {
            var values = new SymmetricEigenvalues(similar, n);
            return Root(Math.Pow(Math.Max(values.Ascending(n - 2), Math.Abs(values.Ascending(0))), 2));
        }

        var square = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var product = 0.0;
                for (var k = 0; k < n; k++) product += similar[i * n + k] * similar[j * n + k];
                square[i * n + j] = square[j * n + i] = product;
            }
        }

        return Root(new SymmetricEigenvalues(square, n).Ascending(n - 2));

        // What is as small as the rounding of the largest eigenvalue, which is 1, is 0.
        static double Root(double eigenvalue) => eigenvalue < 4e-16 ? 0 : Math.Sqrt(eigenvalue);
    }
}
