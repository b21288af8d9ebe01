using MathNet.Numerics.Distributions;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Shapiro and Wilk's test of normality by Royston's approximation (AS R94, 1995).</summary>
public static class ShapiroWilk
{
    private const int Fewest = 3;
    private const int Most = 5000;

    /// <summary>W and its P.</summary>
    /// <param name="values">3 to 5,000 finite numbers.</param>
    public static Computed<NormalityTest> Test(IReadOnlyList<double> values)
    {
        if (values.Count < Fewest || values.Count > Most) return Computed<NormalityTest>.Refused(RefusalReason.OutOfRange, $"Shapiro and Wilk's test is defined for {Fewest} to {Most} values; there are {values.Count}.", values.Count);
        double[] x = [.. values.Order()];
        if (x[^1] - x[0] < 1e-19 || x[0] == x[^1]) return Computed<NormalityTest>.Refused(RefusalReason.NoVariance, "All values are equal, so normality cannot be tested.", x.Length);
        var weights = Weights(x.Length);
        var mean = x.Sum() / x.Length;
        double cross = 0, squares = 0, norm = weights.Sum(a => a * a);
        for (var i = 0; i < x.Length; i++)
        {
            cross += weights[i] * (x[i] - mean);
            squares += (x[i] - mean) * (x[i] - mean);
        }

        // 1 − W as a product, so that nothing is lost near W = 1.
        var root = Math.Sqrt(squares * norm);
        var rest = (root - cross) * (root + cross) / (squares * norm);
        return Computed<NormalityTest>.Of(new NormalityTest(1 - rest, P(1 - rest, rest, x.Length)), x.Length, "Shapiro-Wilk, Royston's approximation");
    }

    private static double[] Weights(int n)
    {
        if (n == 3) return [-Math.Sqrt(0.5), 0, Math.Sqrt(0.5)];
        double[] m = [.. Enumerable.Range(1, n).Select(i => Normal.InvCDF(0, 1, (i - 0.375) / (n + 0.25)))];
        double squares = m.Sum(v => v * v), size = Math.Sqrt(squares), u = 1 / Math.Sqrt(n);
        var last = Polynomial(u, 0, 0.221157, -0.147981, -2.071190, 4.434685, -2.706056) + m[^1] / size;
        var weights = new double[n];
        var outer = 1;
        double scale;
        if (n > 5)
        {
            outer = 2;
            var second = Polynomial(u, 0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633) + m[^2] / size;
            scale = Math.Sqrt((squares - 2 * m[^1] * m[^1] - 2 * m[^2] * m[^2]) / (1 - 2 * last * last - 2 * second * second));
            (weights[^2], weights[1]) = (second, -second);
        }
        else
        {
            scale = Math.Sqrt((squares - 2 * m[^1] * m[^1]) / (1 - 2 * last * last));
        }

        (weights[^1], weights[0]) = (last, -last);
        for (var i = outer; i < n - outer; i++) weights[i] = m[i] / scale;
        return weights;
    }

    private static double P(double w, double rest, int n)
    {
        if (n == 3) return Math.Clamp(6 / Math.PI * (Math.Asin(Math.Sqrt(w)) - Math.Asin(Math.Sqrt(0.75))), 0, 1);
        double y = Math.Log(rest), size = Math.Log(n), mean, deviation;
        if (n <= 11)
        {
            var gamma = Polynomial(n, -2.273, 0.459);
            if (y >= gamma) return 1e-99;
            y = -Math.Log(gamma - y);
            mean = Polynomial(n, 0.5440, -0.39978, 0.025054, -6.714e-4);
            deviation = Math.Exp(Polynomial(n, 1.3822, -0.77857, 0.062767, -0.0020322));
        }
        else
        {
            mean = Polynomial(size, -1.5861, -0.31082, -0.083751, 0.0038915);
            deviation = Math.Exp(Polynomial(size, -0.4803, -0.082676, 0.0030302));
        }

        return Tails.NormalUpper((y - mean) / deviation);
    }

    private static double Polynomial(double x, params ReadOnlySpan<double> coefficients)
    {
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
        return sum;
    }
}

/// <summary>A test of normality.</summary>
/// <param name="W">1 = perfectly normal.</param>
/// <param name="P">P.</param>
public sealed record NormalityTest(double W, double P);
