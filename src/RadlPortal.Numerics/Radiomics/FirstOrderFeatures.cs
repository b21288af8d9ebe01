namespace RadlPortal.Numerics.Radiomics;

/// <summary>First-order statistics (18, IBSI family "intensity-based statistics" UHIW): of the values themselves; Entropy and Uniformity of the grey levels. Moments divide by N; Kurtosis is not the excess (IBSI IPH6 + 3); percentiles interpolate linearly.</summary>
internal static class FirstOrderFeatures
{
    private const double Epsilon = 2.220446049250313e-16;

    public static IEnumerable<(string Name, double Value)> Compute(Roi roi, ExtractionSettings settings)
    {
        var (x, n) = (roi.Values, (double)roi.Count);
        var sorted = (double[])x.Clone();
        Array.Sort(sorted);
        var mean = Sum(x) / n;
        var (m2, m3, m4, mad, energy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var value in x)
        {
            var (d, shifted) = (value - mean, value + settings.VoxelArrayShift);
            var square = d * d;
            (m2, m3, m4, mad, energy) = (m2 + square, m3 + square * d, m4 + square * square, mad + Math.Abs(d), energy + shifted * shifted);
        }

        (m2, m3, m4, mad) = (m2 / n, m3 / n, m4 / n, mad / n);
        var (p10, p90) = (Percentile(sorted, 0.1), Percentile(sorted, 0.9));
        var (entropy, uniformity) = OfLevels(roi);
        return
        [
            ("10Percentile", p10), ("90Percentile", p90), ("Energy", energy), ("Entropy", entropy), ("InterquartileRange", Percentile(sorted, 0.75) - Percentile(sorted, 0.25)),
            ("Kurtosis", m2 == 0 ? 0 : m4 / (m2 * m2)), ("Maximum", sorted[^1]), ("MeanAbsoluteDeviation", mad), ("Mean", mean), ("Median", Percentile(sorted, 0.5)), ("Minimum", sorted[0]),
            ("Range", sorted[^1] - sorted[0]), ("RobustMeanAbsoluteDeviation", RobustMeanAbsoluteDeviation(sorted, p10, p90)), ("RootMeanSquared", Math.Sqrt(energy / n)),
            ("Skewness", m2 == 0 ? 0 : m3 / Math.Pow(m2, 1.5)), ("StandardDeviation", Math.Sqrt(m2)), ("TotalEnergy", energy * roi.Box.VoxelVolume), ("Uniformity", uniformity), ("Variance", m2),
        ];
    }

    private static (double Entropy, double Uniformity) OfLevels(Roi roi)
    {
        var counts = new int[roi.LevelCount + 1];
        foreach (var level in roi.Levels) counts[level]++;
        var (entropy, uniformity) = (0.0, 0.0);
        foreach (var count in counts)
        {
            if (count == 0) continue;
            var p = (double)count / roi.Count;
            (entropy, uniformity) = (entropy - p * Math.Log2(p + Epsilon), uniformity + p * p);
        }

        return (entropy, uniformity);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    /// <summary>Mean absolute deviation of the values from the 10th to the 90th percentile, ends included; NaN if none lies there.</summary>
    private static double RobustMeanAbsoluteDeviation(double[] sorted, double p10, double p90)
    {
        var (first, end) = (0, sorted.Length);
        while (first < end && sorted[first] < p10) first++;
        while (end > first && sorted[end - 1] > p90) end--;
        if (first == end) return double.NaN;
        var middle = sorted.AsSpan(first, end - first);
        var mean = Sum(middle) / middle.Length;
        var deviation = 0.0;
        foreach (var value in middle) deviation += Math.Abs(value - mean);
        return deviation / middle.Length;
    }

    // From the nearer of both neighbours, as numpy does.
    private static double Percentile(double[] sorted, double fraction)
    {
        var position = (sorted.Length - 1) * fraction;
        var below = (int)Math.Floor(position);
        if (below + 1 >= sorted.Length) return sorted[^1];
        var (a, b, t) = (sorted[below], sorted[below + 1], position - below);
        return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
    }
}
