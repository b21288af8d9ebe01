using MathNet.Numerics.LinearAlgebra;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Standardised mean difference of two groups: how far apart they are, whatever their sizes.</summary>
public static class StandardisedDifference
{
    /// <summary>(mean 1 − mean 0) / √((variance 1 + variance 0) / 2).</summary>
    /// <param name="first">First group, finite.</param>
    /// <param name="second">Second group.</param>
    public static Computed<Measure> Continuous(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var used = first.Count + second.Count;
        if (first.Count < 2 || second.Count < 2) return Computed<Measure>.Refused(RefusalReason.TooFew, $"Both groups need at least two subjects; there are {first.Count} and {second.Count}.", used);
        Moments a = Moments.Of(first), b = Moments.Of(second);
        var scale = Math.Sqrt((a.Variance + b.Variance) / 2);
        return scale == 0
            ? Computed<Measure>.Refused(RefusalReason.NoVariance, "Neither group has a variance, so there is nothing to standardise by.", used)
            : Computed<Measure>.Of(new Measure((a.Mean - b.Mean) / scale), used, "standardised mean difference, unweighted mean of the two variances");
    }

    /// <summary>Multi-level difference (Yang and Dalton 2012): Mahalanobis distance of the two vectors of shares, the first level in ordinal order left away; positive.</summary>
    /// <param name="first">Level of each subject of the first group.</param>
    /// <param name="second">Level of each subject of the second group.</param>
    public static Computed<Measure> Categorical(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        var used = first.Count + second.Count;
        if (first.Count == 0 || second.Count == 0) return Computed<Measure>.Refused(RefusalReason.TooFew, "Both groups need subjects with a level.", used);
        string[] levels = [.. first.Concat(second).Distinct().Order(StringComparer.Ordinal).Skip(1)];
        if (levels.Length == 0) return Computed<Measure>.Refused(RefusalReason.NoVariance, "All subjects have the same level, so there is no difference to standardise.", used);
        var p = Vector<double>.Build.DenseOfEnumerable(levels.Select(level => first.Count(l => l == level) / (double)first.Count));
        var q = Vector<double>.Build.DenseOfEnumerable(levels.Select(level => second.Count(l => l == level) / (double)second.Count));
        var covariance = (Covariance(p) + Covariance(q)) / 2;
        var distances = covariance.Svd();
        // A direction in which neither group varies, though they differ in it, has no finite distance.
        if (distances.S.Minimum() <= 1e-12 * Math.Max(1e-300, distances.S.Maximum())) return Computed<Measure>.Refused(RefusalReason.NoVariance, "The two groups share no level, so their difference has no scale.", used);
        var difference = p - q;
        return Computed<Measure>.Of(new Measure(Math.Sqrt(difference * distances.Solve(difference))), used, "multi-level standardised difference (Yang and Dalton)");
    }

    private static Matrix<double> Covariance(Vector<double> shares) => Matrix<double>.Build.DiagonalOfDiagonalVector(shares) - shares.OuterProduct(shares);
}
