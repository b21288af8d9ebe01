namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Order statistics and moments that intensity statistics and the intensity histogram share.</summary>
internal static class Percentiles
{
    /// <summary>Percentile with linear interpolation between the two nearest ranks, at position (n - 1) q.</summary>
    public static double Of(double[] sorted, double share)
    {
        var position = (sorted.Length - 1) * share;
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>
    /// Mean, variance, skewness, excess kurtosis (population moments; the last two 0 for a flat VOI), median, minimum, 10th and
    /// 90th percentile, maximum, interquartile range, range, mean absolute deviation, the same of the values between the two
    /// percentiles, mean absolute deviation from the median, coefficient of variation, quartile coefficient of dispersion.
    /// </summary>
    public static double[] Describe(double[] values)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        var mean = values.Average();
        var (second, third, fourth, absolute) = (0.0, 0.0, 0.0, 0.0);
        foreach (var value in values)
        {
            var d = value - mean;
            (second, third, fourth, absolute) = (second + d * d, third + d * d * d, fourth + d * d * d * d, absolute + Math.Abs(d));
        }

        var n = values.Length;
        var variance = second / n;
        var isFlat = sorted[0] == sorted[^1];
        var (median, p10, p25, p75, p90) = (Of(sorted, 0.5), Of(sorted, 0.1), Of(sorted, 0.25), Of(sorted, 0.75), Of(sorted, 0.9));
        var robust = values.Where(v => v >= p10 && v <= p90).ToArray();
        var robustMean = robust.Length > 0 ? robust.Average() : double.NaN;
        return
        [
            mean, isFlat ? 0 : variance, isFlat ? 0 : third / n / Math.Pow(variance, 1.5), isFlat ? 0 : fourth / n / (variance * variance) - 3,
            median, sorted[0], p10, p90, sorted[^1], p75 - p25, sorted[^1] - sorted[0], absolute / n,
            robust.Length > 0 ? robust.Average(v => Math.Abs(v - robustMean)) : double.NaN, values.Average(v => Math.Abs(v - median)),
            isFlat ? mean == 0 ? double.NaN : 0 : Math.Sqrt(variance) / mean, (p75 - p25) / (p75 + p25),
        ];
    }
}
