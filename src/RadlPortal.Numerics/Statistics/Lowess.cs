namespace RadlPortal.Numerics.Statistics;

/// <summary>Locally weighted straight lines (Cleveland 1979), tricube weights of the nearest share of points, without robustness steps, as R's lowess(iter = 0) computes them: exact at points more than a hundredth of the range apart, linear between.</summary>
public static class Lowess
{
    /// <summary>Smooths y over x.</summary>
    /// <param name="x">Positions, in any order; ties allowed.</param>
    /// <param name="y">Values.</param>
    /// <param name="span">Share of the points in each neighbourhood, above 0 to 1.</param>
    /// <returns>One point for each distinct x, ascending; the fit at equal x is their mean.</returns>
    public static IReadOnlyList<SmoothPoint> Smooth(IReadOnlyList<double> x, IReadOnlyList<double> y, double span = 2.0 / 3)
    {
        if (x.Count != y.Count || x.Count < 2) throw new ArgumentException("Two or more positions with one value each are needed.", nameof(y));
        var order = Enumerable.Range(0, x.Count).OrderBy(i => x[i]).ToArray();
        double[] xs = [.. order.Select(i => x[i])], ys = [.. order.Select(i => y[i])];
        var fitted = Fit(xs, ys, span);
        return [.. Enumerable.Range(0, xs.Length).GroupBy(i => xs[i]).Select(tied => new SmoothPoint(tied.Key, tied.Average(i => fitted[i])))];
    }

    private static double[] Fit(double[] x, double[] y, double span)
    {
        var n = x.Length;
        var neighbours = Math.Clamp((int)(span * n + 1e-7), 2, n);
        var apart = 0.01 * (x[^1] - x[0]);
        var fitted = new double[n];
        int left = 0, last = -1, i = 0;
        while (true)
        {
            // The neighbourhood moves right while that brings its far end nearer.
            while (left + neighbours < n && x[i] - x[left] > x[left + neighbours] - x[i]) left++;
            fitted[i] = At(x, y, x[i], left, left + neighbours - 1) ?? y[i];
            for (var k = last + 1; last >= 0 && k < i; k++)
            {
                var share = (x[k] - x[last]) / (x[i] - x[last]);
                fitted[k] = share * fitted[i] + (1 - share) * fitted[last];
            }

            last = i;
            if (last == n - 1) return fitted;
            var cut = x[last] + apart;
            for (i = last + 1; i < n && x[i] <= cut; i++)
            {
                if (x[i] != x[last]) continue;
                fitted[i] = fitted[last];
                last = i;
            }

            i = Math.Max(last + 1, i - 1);
            if (last == n - 1) return fitted;
        }
    }

    private static double? At(double[] x, double[] y, double at, int left, int right)
    {
        var range = x[^1] - x[0];
        var reach = Math.Max(at - x[left], x[right] - at);
        double near = 0.001 * reach, far = 0.999 * reach, sum = 0;
        var weights = new double[x.Length];
        var end = left;
        for (; end < x.Length; end++)
        {
            var distance = Math.Abs(x[end] - at);
            if (distance <= far)
            {
                var share = distance / reach;
                weights[end] = distance <= near ? 1 : Math.Pow(1 - share * share * share, 3);
                sum += weights[end];
            }
            else if (x[end] > at) break;
        }

        if (sum <= 0) return null;
        double centre = 0, spread = 0, value = 0;
        for (var j = left; j < end; j++) centre += weights[j] / sum * x[j];
        for (var j = left; j < end; j++) spread += weights[j] / sum * (x[j] - centre) * (x[j] - centre);
        // Points too close together for a slope give their mean.
        var slope = reach > 0 && Math.Sqrt(spread) > 0.001 * range ? (at - centre) / spread : 0;
        for (var j = left; j < end; j++) value += weights[j] / sum * (1 + slope * (x[j] - centre)) * y[j];
        return value;
    }
}

/// <summary>A point of a curve.</summary>
/// <param name="X">Position.</param>
/// <param name="Y">Value.</param>
public sealed record SmoothPoint(double X, double Y);
