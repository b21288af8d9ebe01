namespace RadlPortal.Numerics.Statistics;

/// <summary>Decision curve analysis (Vickers and Elkin 2006): who treats at probability ≥ t weighs a false positive as t / (1 − t) of a true one. It needs probabilities, not raw scores.</summary>
public static class DecisionCurve
{
    /// <summary>Net benefit at one threshold probability.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="threshold">Above 0, below 1.</param>
    public static Computed<NetBenefit> At(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels, double threshold)
    {
        if (!(threshold > 0 && threshold < 1)) throw new ArgumentOutOfRangeException(nameof(threshold), "The threshold must lie between 0 and 1.");
        if (labels.Count == 0) return Computed<NetBenefit>.Refused(RefusalReason.TooFew, "There is no subject with a probability and an outcome.");
        if (Calibration.OutOfRange<NetBenefit>(probabilities) is { } refused) return refused;
        var table = ConfusionTable.At(probabilities, labels, threshold, inclusive: true);
        double n = labels.Count, odds = threshold / (1 - threshold), prevalence = labels.Count(label => label) / n;
        double model = table.TruePositives / n - table.FalsePositives / n * odds, all = prevalence - (1 - prevalence) * odds;
        return Computed<NetBenefit>.Of(new NetBenefit(threshold, model, all, prevalence == 0 ? null : model / prevalence, (model - all) / odds * 100), labels.Count, "net benefit; treated at probability ≥ threshold");
    }

    /// <summary>The curve over several threshold probabilities.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="thresholds">Each above 0, below 1.</param>
    public static IReadOnlyList<Computed<NetBenefit>> Over(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels, IReadOnlyList<double> thresholds) =>
        [.. thresholds.Select(threshold => At(probabilities, labels, threshold))];
}

/// <summary>Net benefit at a threshold probability; treating nobody has 0.</summary>
/// <param name="Threshold">The probability from which on one treats.</param>
/// <param name="Model">Of treating by the model.</param>
/// <param name="TreatAll">Of treating everybody.</param>
/// <param name="Standardised">Model / prevalence; null without positives.</param>
/// <param name="AvoidedPer100">Treatments avoided per 100 subjects, against treating everybody, without missing a positive.</param>
public sealed record NetBenefit(double Threshold, double Model, double TreatAll, double? Standardised, double AvoidedPer100);
