namespace RadlPortal.Numerics.Statistics;

/// <summary>Agreement of two continuous measurements of the same subjects.</summary>
public static class MethodAgreement
{
    // Bland and Altman's own factor.
    private const double Factor = 1.96;

    /// <summary>Bland and Altman's bias (first − second) and limits of agreement, ±1.96 standard deviations of the differences.</summary>
    /// <param name="first">First measurement, finite.</param>
    /// <param name="second">Second, as many.</param>
    public static Computed<LimitsOfAgreement> BlandAltman(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count) throw new ArgumentException("Both measurements must be of the same subjects.", nameof(second));
        if (first.Count < 2) return Computed<LimitsOfAgreement>.Refused(RefusalReason.TooFew, $"Limits of agreement need at least two subjects; there are {first.Count}.", first.Count);
        var d = Moments.Of([.. first.Select((value, i) => value - second[i])]);
        return Computed<LimitsOfAgreement>.Of(new LimitsOfAgreement(d.Mean, d.StandardDeviation, d.Mean - Factor * d.StandardDeviation, d.Mean + Factor * d.StandardDeviation), d.Count, "Bland-Altman, bias ± 1.96 standard deviations of the differences");
    }

    /// <summary>Lin's concordance correlation coefficient (1989), variances divided by n.</summary>
    /// <param name="first">First measurement, finite.</param>
    /// <param name="second">Second, as many.</param>
    public static Computed<Measure> Lin(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count) throw new ArgumentException("Both measurements must be of the same subjects.", nameof(second));
        if (first.Count < 2) return Computed<Measure>.Refused(RefusalReason.TooFew, $"A concordance correlation needs at least two subjects; there are {first.Count}.", first.Count);
        Moments a = Moments.Of(first), b = Moments.Of(second);
        double n = first.Count, covariance = first.Select((value, i) => (value - a.Mean) * (second[i] - b.Mean)).Sum() / n;
        var scale = (a.Variance + b.Variance) * (n - 1) / n + (a.Mean - b.Mean) * (a.Mean - b.Mean);
        return scale == 0
            ? Computed<Measure>.Refused(RefusalReason.NoVariance, "All values are equal, so there is no concordance correlation.", first.Count)
            : Computed<Measure>.Of(new Measure(2 * covariance / scale), first.Count, "Lin's concordance correlation, variances divided by n");
    }
}

/// <summary>Limits of agreement.</summary>
/// <param name="Bias">Mean of first − second.</param>
/// <param name="StandardDeviation">Of the differences.</param>
/// <param name="Lower">Bias − 1.96 standard deviations.</param>
/// <param name="Upper">Bias + 1.96 standard deviations.</param>
public sealed record LimitsOfAgreement(double Bias, double StandardDeviation, double Lower, double Upper);
