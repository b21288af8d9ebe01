namespace RadlPortal.Numerics.Radiomics;

/// <summary>First-order statistics (18, IBSI family "intensity-based statistics" UHIW): of the values themselves; Entropy and Uniformity of the grey levels. Moments divide by N; Kurtosis is not the excess (IBSI IPH6 + 3); percentiles interpolate linearly.</summary>
internal static class FirstOrderFeatures
{
    private const double Epsilon = 2.220446049250313e-16;

    public static IEnumerable<(string Name, double Value)> Compute(Roi roi, ExtractionSettings settings)
    {
        var x = roi.Values;
        var n = x.Length;
        var sorted = x.Order().ToArray();
        var mean = x.Sum() / n;
        var (m2, m3, m4, mad) = (0.0, 0.0, 0.0, 0.0);
        foreach (var value in x)
        {
            var d = value - mean;
            (m2, m3, m4, mad) = (m2 + d * d, m3 + d * d * d, m4 + d * d * d * d, mad + Math.Abs(d));
        }

        (m2, m3, m4, mad) = (m2 / n, m3 / n, m4 / n, mad / n);
        var energy = x.Sum(v => (v + settings.VoxelArrayShift) * (v + settings.VoxelArrayShift));
        var (p10, p90) = (Percentile(sorted, 0.10), Percentile(sorted, 0.90));
        var probabilities = LevelProbabilities(roi);
        yield return ("10Percentile", p10);
        yield return ("90Percentile", p90);
        yield return ("Energy", energy);
        yield return ("Entropy", -probabilities.Sum(p => p * Math.Log2(p + Epsilon)));
        yield return ("InterquartileRange", Percentile(sorted, 0.75) - Percentile(sorted, 0.25));
        yield return ("Kurtosis", m2 == 0 ? 0 : m4 / (m2 * m2));
        yield return ("Maximum", sorted[^1]);
        yield return ("MeanAbsoluteDeviation", mad);
        yield return ("Mean", mean);
        yield return ("Median", Percentile(sorted, 0.5));
        yield return ("Minimum", sorted[0]);
        yield return ("Range", sorted[^1] - sorted[0]);
        yield return ("RobustMeanAbsoluteDeviation", RobustMeanAbsoluteDeviation(sorted, p10, p90));
        yield return ("RootMeanSquared", Math.Sqrt(energy / n));
        yield return ("Skewness", m2 == 0 ? 0 : m3 / Math.Pow(m2, 1.5));
        yield return ("TotalEnergy", energy * roi.Spacing[0] * roi.Spacing[1] * roi.Spacing[2]);
        yield return ("Uniformity", probabilities.Sum(p => p * p));
        yield return ("Variance", m2);
    }

    private static double[] LevelProbabilities(Roi roi)
    {
        var counts = new int[roi.LevelCount + 1];
        foreach (var level in roi.Levels) counts[level]++;
        return [.. counts.Skip(1).Where(c => c > 0).Select(c => (double)c / roi.Count)];
    }

    /// <summary>Mean absolute deviation of the values from the 10th to the 90th percentile, ends included; NaN if none lies there.</summary>
    private static double RobustMeanAbsoluteDeviation(double[] sorted, double p10, double p90)
    {
        var middle = sorted.Where(v => v >= p10 && v <= p90).ToArray();
        if (middle.Length == 0) return double.NaN;
        var mean = middle.Sum() / middle.Length;
        return middle.Sum(v => Math.Abs(v - mean)) / middle.Length;
    }

    private static double Percentile(double[] sorted, double fraction)
    {
        var position = (sorted.Length - 1) * fraction;
        var below = (int)Math.Floor(position);
        return below + 1 < sorted.Length ? sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }
}
