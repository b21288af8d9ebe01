namespace RadlPortal.Numerics.Statistics;

/// <summary>A share of subjects with its 95% interval by one of the usual methods.</summary>
public static class Proportion
{
    /// <summary>Count / of with Wilson's interval (without continuity correction).</summary>
    /// <param name="count">0 to <paramref name="of"/>.</param>
    /// <param name="of">Subjects that count; none gives a refusal.</param>
    public static Computed<ProportionEstimate> Wilson(int count, int of) => Estimate(count, of, "Wilson's 95% interval", WilsonInterval);

    /// <summary>Count / of with Wilson's interval with continuity correction.</summary>
    /// <param name="count">0 to <paramref name="of"/>.</param>
    /// <param name="of">Subjects that count.</param>
    public static Computed<ProportionEstimate> WilsonCorrected(int count, int of) => Estimate(count, of, "Wilson's 95% interval with continuity correction", WilsonCorrectedInterval);

    /// <summary>Count / of with the exact interval of Clopper and Pearson: beta quantiles, 0 and 1 at the ends.</summary>
    /// <param name="count">0 to <paramref name="of"/>.</param>
    /// <param name="of">Subjects that count.</param>
    public static Computed<ProportionEstimate> ClopperPearson(int count, int of) => Estimate(count, of, "Clopper and Pearson's exact 95% interval", static (x, n) => new Interval(
        x == 0 ? 0 : Tails.BetaQuantile(0.025, x, n - x + 1),
        x == n ? 1 : Tails.BetaQuantile(0.975, x + 1, n - x)));

    /// <summary>Count / of with the Wald interval, not cut at 0 and 1: for comparison with papers that used it.</summary>
    /// <param name="count">0 to <paramref name="of"/>.</param>
    /// <param name="of">Subjects that count.</param>
    public static Computed<ProportionEstimate> Wald(int count, int of) => Estimate(count, of, "Wald's 95% interval, not cut", static (x, n) => Around((double)x / n, n));

    /// <summary>Count / of with Agresti and Coull's interval, not cut at 0 and 1.</summary>
    /// <param name="count">0 to <paramref name="of"/>.</param>
    /// <param name="of">Subjects that count.</param>
    public static Computed<ProportionEstimate> AgrestiCoull(int count, int of) => Estimate(count, of, "Agresti and Coull's 95% interval, not cut", static (x, n) =>
    {
        var z2 = Tails.Z975 * Tails.Z975;
        return Around((x + z2 / 2) / (n + z2), n + z2);
    });

    /// <summary>Count / of with Jeffreys' interval: quantiles of beta(x + ½, n − x + ½), 0 and 1 at the ends.</summary>
    /// <param name="count">0 to <paramref name="of"/>.</param>
    /// <param name="of">Subjects that count.</param>
    public static Computed<ProportionEstimate> Jeffreys(int count, int of) => Estimate(count, of, "Jeffreys' 95% interval", static (x, n) => new Interval(
        x == 0 ? 0 : Tails.BetaQuantile(0.025, x + 0.5, n - x + 0.5),
        x == n ? 1 : Tails.BetaQuantile(0.975, x + 0.5, n - x + 0.5)));

    internal static Interval WilsonInterval(int count, int of)
    {
        double z = Tails.Z975, p = (double)count / of, z2 = z * z;
        var middle = (p + z2 / (2 * of)) / (1 + z2 / of);
        var half = z / (1 + z2 / of) * Math.Sqrt(p * (1 - p) / of + z2 / (4.0 * of * of));
        return new Interval(count == 0 ? 0 : middle - half, count == of ? 1 : middle + half);
    }

    private static Interval WilsonCorrectedInterval(int count, int of)
    {
        double p = (double)count / of, z = Tails.Z975, z2 = z * z, scale = 2 * (of + z2);
        // The correction is never larger than the distance from one half, the value of the test that is inverted.
        var correction = Math.Min(0.5, Math.Abs(count - of * 0.5));
        double low = p - correction / of, high = p + correction / of;
        double lower = (2 * of * low + z2 - z * Math.Sqrt(z2 + 4 * of * low * (1 - low))) / scale;
        double upper = (2 * of * high + z2 + z * Math.Sqrt(z2 + 4 * of * high * (1 - high))) / scale;
        return new Interval(count == 0 || !(lower > 0) ? 0 : lower, count == of || !(upper < 1) ? 1 : upper);
    }

    private static Interval Around(double p, double n)
    {
        var half = Tails.Z975 * Math.Sqrt(p * (1 - p) / n);
        return new Interval(p - half, p + half);
    }

    private static Computed<ProportionEstimate> Estimate(int count, int of, string method, Func<int, int, Interval> interval)
    {
        if (of == 0) return Computed<ProportionEstimate>.Refused(RefusalReason.TooFew, "There is no subject to take a share of.");
        if (count < 0 || count > of) throw new ArgumentOutOfRangeException(nameof(count), $"The count must be 0 to {of}; it is {count}.");
        var ends = interval(count, of);
        return Computed<ProportionEstimate>.Of(new ProportionEstimate(count, of, (double)count / of, ends.Lower, ends.Upper), of, method);
    }
}

/// <summary>A share with its 95% interval.</summary>
/// <param name="Count">Subjects with the property.</param>
/// <param name="Of">All subjects.</param>
/// <param name="Value">Count / of.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public sealed record ProportionEstimate(int Count, int Of, double Value, double Lower, double Upper);
