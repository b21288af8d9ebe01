namespace RadlPortal.Numerics.Statistics;

/// <summary>Confidence band of a ROC curve: at each specificity the 95% percentile interval (type 7) of the sensitivity over bootstrap resamples stratified by class. Pointwise: it holds at each specificity by itself, not for the curve as a whole.</summary>
public static class RocBand
{
    /// <summary>The band at specificities from 1 to 0 in equal steps.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="steps">Steps between specificity 1 and 0, at least 1.</param>
    /// <param name="replicates">Bootstrap resamples, at least 2.</param>
    /// <param name="seed">Start of the random numbers; recorded with the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one step or two replicates.</exception>
    public static Computed<IReadOnlyList<RocBandPoint>> OverSpecificity(IReadOnlyList<double> scores, IReadOnlyList<bool> labels, int steps = 40, int replicates = 2000, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);
        if (AreaUnderCurve.Refusal<IReadOnlyList<RocBandPoint>>(labels, 2) is { } refused) return refused;
        double[] rates = [.. Enumerable.Range(0, steps + 1).Select(i => (double)i / steps)];
        var drawn = rates.Select(_ => new double[replicates]).ToArray();
        var sensitivities = new double[rates.Length];
        var levels = new ScoreLevels(scores, labels);
        var lottery = new Lottery(seed);
        for (var r = 0; r < replicates; r++)
        {
            levels.Draw(lottery);
            levels.Sensitivities(rates, sensitivities);
            for (var i = 0; i < rates.Length; i++) drawn[i][r] = sensitivities[i];
        }

        return Computed<IReadOnlyList<RocBandPoint>>.Of([.. rates.Select((rate, i) => Point(1 - rate, drawn[i]))], labels.Count,
            $"sensitivity at {rates.Length} specificities; bootstrap of {replicates} replicates stratified by class, 95% percentile interval (type 7), pointwise, seed {seed}");
    }

    private static RocBandPoint Point(double specificity, double[] sensitivities)
    {
        Array.Sort(sensitivities);
        return new RocBandPoint(specificity, Quantiles.OfSorted(sensitivities, 0.025), Quantiles.OfSorted(sensitivities, 0.975));
    }
}

/// <summary>A ROC curve's confidence band at one specificity.</summary>
/// <param name="Specificity">0 to 1.</param>
/// <param name="Lower">Lower end of the sensitivity's 95% interval.</param>
/// <param name="Upper">Upper end.</param>
public readonly record struct RocBandPoint(double Specificity, double Lower, double Upper);
