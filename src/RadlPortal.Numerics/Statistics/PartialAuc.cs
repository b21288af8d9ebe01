namespace RadlPortal.Numerics.Statistics;

/// <summary>Area under a part of the ROC curve, as it is and standardised (McClish 1989) so that 0.5 is chance and 1 is perfect, with a stratified bootstrap interval.</summary>
public static class PartialAuc
{
    /// <summary>Area over the specificities from <paramref name="lowest"/> to <paramref name="highest"/>.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="lowest">0 or more.</param>
    /// <param name="highest">At most 1, above the lowest.</param>
    /// <param name="replicates">Bootstrap resamples.</param>
    /// <param name="seed">Start of the random numbers.</param>
    public static Computed<PartialAucEstimate> OverSpecificity(IReadOnlyList<double> scores, IReadOnlyList<bool> labels, double lowest, double highest, int replicates = 2000, long seed = 1) =>
        Estimate(scores, labels, 1 - highest, 1 - lowest, false, $"specificity {lowest} to {highest}", replicates, seed);

    /// <summary>Area over the sensitivities from <paramref name="lowest"/> to <paramref name="highest"/>: specificity integrated over sensitivity.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="lowest">0 or more.</param>
    /// <param name="highest">At most 1, above the lowest.</param>
    /// <param name="replicates">Bootstrap resamples.</param>
    /// <param name="seed">Start of the random numbers.</param>
    public static Computed<PartialAucEstimate> OverSensitivity(IReadOnlyList<double> scores, IReadOnlyList<bool> labels, double lowest, double highest, int replicates = 2000, long seed = 1) =>
        Estimate(scores, labels, lowest, highest, true, $"sensitivity {lowest} to {highest}", replicates, seed);

    private static Computed<PartialAucEstimate> Estimate(IReadOnlyList<double> scores, IReadOnlyList<bool> labels, double from, double to, bool overSensitivity, string range, int replicates, long seed)
    {
        if (!(from >= 0 && to <= 1 && from < to)) throw new ArgumentOutOfRangeException(nameof(from), "The range must lie within 0 to 1 and not be empty.");
        if (AreaUnderCurve.Refusal<PartialAucEstimate>(labels, 2) is { } refused) return refused;
        var levels = new ScoreLevels(scores, labels);
        var observed = levels.PartialArea(from, to, overSensitivity);
        // Chance and perfection over this range; over sensitivities the chance line falls from 1 − from to 1 − to.
        var chance = overSensitivity ? (to - from) * (2 - from - to) / 2 : (to - from) * (from + to) / 2;
        double Standardised(double area) => (1 + (area - chance) / (to - from - chance)) / 2;
        var values = new double[replicates];
        var lottery = new Lottery(seed);
        for (var r = 0; r < replicates; r++)
        {
            levels.Draw(lottery);
            values[r] = levels.PartialArea(from, to, overSensitivity);
        }

        var interval = BootstrapAuc.Of(observed, values, seed, labels.Count, $"partial AUC over {range}");
        return Computed<PartialAucEstimate>.Of(
            new PartialAucEstimate(observed, Standardised(observed), interval.Value!.Lower, interval.Value.Upper, Standardised(interval.Value.Lower), Standardised(interval.Value.Upper)),
            labels.Count,
            interval.Basis!.Method);
    }
}

/// <summary>A partial AUC with 95% percentile intervals.</summary>
/// <param name="Area">As it is: at most the width of the range.</param>
/// <param name="Standardised">McClish's: 0.5 chance, 1 perfect.</param>
/// <param name="Lower">Lower end, of the area.</param>
/// <param name="Upper">Upper end, of the area.</param>
/// <param name="StandardisedLower">Lower end, standardised.</param>
/// <param name="StandardisedUpper">Upper end, standardised.</param>
public sealed record PartialAucEstimate(double Area, double Standardised, double Lower, double Upper, double StandardisedLower, double StandardisedUpper);
