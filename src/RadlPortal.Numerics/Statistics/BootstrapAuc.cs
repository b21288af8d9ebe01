namespace RadlPortal.Numerics.Statistics;

/// <summary>Bootstrap of AUCs, stratified by class: each replicate draws as many positives and negatives as there are, with replacement. Intervals are percentiles (type 7).</summary>
public static class BootstrapAuc
{
    /// <summary>Percentile interval of one AUC.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="replicates">How many resamples, such as 2,000.</param>
    /// <param name="seed">Start of the random numbers; recorded with the result.</param>
    public static Computed<BootstrapEstimate> Interval(IReadOnlyList<double> scores, IReadOnlyList<bool> labels, int replicates = 2000, long seed = 1)
    {
        if (AreaUnderCurve.Refusal<BootstrapEstimate>(labels, 2) is { } refused) return refused;
        var auc = new ScoreLevels(scores, labels);
        var values = new double[replicates];
        var lottery = new Lottery(seed);
        for (var r = 0; r < replicates; r++)
        {
            auc.Draw(lottery);
            values[r] = auc.AreaUnderCurve();
        }

        return Of(auc.Observed, values, seed, labels.Count, "AUC");
    }

    /// <summary>Percentile interval of the difference of two AUCs of the same subjects, first − second, and the bootstrap test: difference / standard deviation of the replicates against the normal distribution.</summary>
    /// <param name="first">Scores of the first signature.</param>
    /// <param name="second">Scores of the second, of the same subjects.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="replicates">How many resamples.</param>
    /// <param name="seed">Start of the random numbers.</param>
    public static Computed<BootstrapComparison> Compare(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<bool> labels, int replicates = 2000, long seed = 1)
    {
        if (AreaUnderCurve.Refusal<BootstrapComparison>(labels, 2) is { } refused) return refused;
        ScoreLevels a = new(first, labels), b = new(second, labels);
        var values = new double[replicates];
        // The same seed for both: the same subjects are drawn.
        Lottery forA = new(seed), forB = new(seed);
        for (var r = 0; r < replicates; r++)
        {
            a.Draw(forA);
            b.Draw(forB);
            values[r] = a.AreaUnderCurve() - b.AreaUnderCurve();
        }

        var interval = Of(a.Observed - b.Observed, values, seed, labels.Count, "paired difference of AUCs");
        var estimate = interval.Value!;
        if (estimate.StandardError == 0)
        {
            return estimate.Value == 0
                ? Computed<BootstrapComparison>.Of(new BootstrapComparison(estimate, 0, 1), labels.Count, interval.Basis!.Method)
                : Computed<BootstrapComparison>.Refused(RefusalReason.NoVariance, "The difference of the two AUCs is the same in all resamples, so it cannot be tested.", labels.Count);
        }

        var z = estimate.Value / estimate.StandardError;
        return Computed<BootstrapComparison>.Of(new BootstrapComparison(estimate, z, Tails.Normal2(z)), labels.Count, interval.Basis!.Method + "; test: difference / standard deviation of the replicates, normal");
    }

    internal static Computed<BootstrapEstimate> Of(double observed, double[] values, long seed, int used, string what)
    {
        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        Array.Sort(values);
        return Computed<BootstrapEstimate>.Of(
            new BootstrapEstimate(observed, error, Quantiles.OfSorted(values, 0.025), Quantiles.OfSorted(values, 0.975), values.Length, seed),
            used,
            $"{what}; bootstrap of {values.Length} replicates stratified by class, 95% percentile interval (type 7), seed {seed}");
    }
}

/// <summary>A bootstrapped figure.</summary>
/// <param name="Value">In the data.</param>
/// <param name="StandardError">Standard deviation of the replicates.</param>
/// <param name="Lower">Lower end of the 95% percentile interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Replicates">How many resamples.</param>
/// <param name="Seed">Start of the random numbers.</param>
public sealed record BootstrapEstimate(double Value, double StandardError, double Lower, double Upper, int Replicates, long Seed);

/// <summary>A bootstrapped difference with its test.</summary>
/// <param name="Difference">First − second.</param>
/// <param name="Z">Difference by the standard deviation of the replicates.</param>
/// <param name="P">Two-sided, normal.</param>
public sealed record BootstrapComparison(BootstrapEstimate Difference, double Z, double P);
