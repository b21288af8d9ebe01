using RadlPortal.Numerics.Models;

namespace RadlPortal.Numerics.Statistics;

/// <summary>How well predicted probabilities agree with what happened.</summary>
public static class Calibration
{
    /// <summary>Calibration slope and joint intercept: log odds of the outcome = intercept + slope × logit(p); ideal 0 and 1. Probabilities of exactly 0 or 1 have no logit: they are left out and counted.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = it happened.</param>
    public static Computed<CalibrationLine> Line(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels)
    {
        if (OutOfRange<CalibrationLine>(probabilities) is { } refused) return refused;
        var (logits, kept, leftOut) = Logits(probabilities, labels);
        var fit = LogisticRegression.Fit(["logit(p)"], [.. logits.Select(logit => new[] { logit })], kept);
        if (fit.Value is not { } model) return fit.RefusedAs<CalibrationLine>().LeavingOut(leftOut);
        if (model.Terms.Count == 0) return Computed<CalibrationLine>.Refused(RefusalReason.NoVariance, "All predicted probabilities are equal, so there is no calibration slope.", kept.Length).LeavingOut(leftOut);
        return Computed<CalibrationLine>.Of(
            new CalibrationLine(model.Intercept.Estimate, model.Intercept.Interval, model.Terms[0].Estimate, model.Terms[0].Interval, model),
            kept.Length,
            "logistic regression on logit(p); 95% Wald intervals").LeavingOut(leftOut);
    }

    /// <summary>Calibration in the large: the intercept with the slope fixed at 1; above 0 the outcome is more frequent than predicted.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = it happened.</param>
    public static Computed<CalibrationInTheLarge> InTheLarge(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels)
    {
        if (OutOfRange<CalibrationInTheLarge>(probabilities) is { } refused) return refused;
        var (logits, kept, leftOut) = Logits(probabilities, labels);
        var fit = LogisticRegression.Fit([], [.. kept.Select(_ => Array.Empty<double>())], kept, logits);
        if (fit.Value is not { } model) return fit.RefusedAs<CalibrationInTheLarge>().LeavingOut(leftOut);
        return Computed<CalibrationInTheLarge>.Of(new CalibrationInTheLarge(model.Intercept.Estimate, model.Intercept.Interval), kept.Length, "intercept with logit(p) as offset; 95% Wald interval").LeavingOut(leftOut);
    }

    /// <summary>Brier score: mean squared difference of probability and outcome; scaled: 1 − Brier / (prevalence (1 − prevalence)); and expected by observed outcomes.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = it happened.</param>
    public static Computed<BrierScore> Brier(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels)
    {
        if (probabilities.Count != labels.Count) throw new ArgumentException("There must be one label for each probability.", nameof(labels));
        if (labels.Count == 0) return Computed<BrierScore>.Refused(RefusalReason.TooFew, "There is no subject with a probability and an outcome.");
        if (OutOfRange<BrierScore>(probabilities) is { } refused) return refused;
        double n = labels.Count, prevalence = labels.Count(label => label) / n;
        var score = probabilities.Select((p, i) => (p - (labels[i] ? 1 : 0)) * (p - (labels[i] ? 1 : 0))).Sum() / n;
        return Computed<BrierScore>.Of(
            new BrierScore(score, prevalence is 0 or 1 ? null : 1 - score / (prevalence * (1 - prevalence)), prevalence == 0 ? null : probabilities.Sum() / (prevalence * n)),
            labels.Count,
            "Brier score; scaled by its value at the prevalence");
    }

    /// <summary>Mean negative log-likelihood with probabilities kept <paramref name="clip"/> away from 0 and 1.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = it happened.</param>
    /// <param name="clip">Such as 1e-6; it decides the figure where a probability of 0 or 1 was wrong, so it is said.</param>
    public static Computed<Measure> LogLoss(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels, double clip)
    {
        if (labels.Count == 0) return Computed<Measure>.Refused(RefusalReason.TooFew, "There is no subject with a probability and an outcome.");
        if (OutOfRange<Measure>(probabilities) is { } refused) return refused;
        var sum = probabilities.Select((p, i) => Math.Clamp(p, clip, 1 - clip) is var kept && labels[i] ? -Math.Log(kept) : -Math.Log(1 - kept)).Sum();
        return Computed<Measure>.Of(new Measure(sum / labels.Count), labels.Count, $"mean log loss; probabilities kept {clip:R} away from 0 and 1");
    }

    /// <summary>Agreement of the smoothed calibration curve with the diagonal, and overall indexes, as Harrell's val.prob defines them.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = it happened.</param>
    public static Computed<CalibrationIndexes> Indexes(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels)
    {
        var line = Line(probabilities, labels);
        if (line.Value is not { } fit) return line.RefusedAs<CalibrationIndexes>().LeavingOut(line.Basis!.LeftOut);
        var (logits, kept, leftOut) = Logits(probabilities, labels);
        double n = kept.Length, identity = 2 * logits.Select((logit, i) => Softplus(kept[i] ? -logit : logit)).Sum();
        var likelihoodRatio = -2 * fit.Model.NullLogLikelihood - identity;
        double unreliability = identity + 2 * fit.Model.LogLikelihood, d = (likelihoodRatio - 1) / n, u = (unreliability - 2) / n;
        double spread = 0, sum = 0;
        for (var i = 0; i < probabilities.Count; i++)
        {
            double p = probabilities[i], weight = 1 - 2 * p;
            sum += ((labels[i] ? 1 : 0) - p) * weight;
            spread += weight * weight * p * (1 - p);
        }

        var spiegelhalter = sum / Math.Sqrt(spread);
        var errors = Curve(probabilities, labels) is { Value: { } curve } ? curve.Errors(probabilities) : null;
        return Computed<CalibrationIndexes>.Of(
            new CalibrationIndexes((1 - Math.Exp(-likelihoodRatio / n)) / (1 - Math.Exp(2 * fit.Model.NullLogLikelihood / n)), d, likelihoodRatio, u, unreliability, Tails.ChiSquare(unreliability, 2), d - u, spread == 0 ? null : spiegelhalter, spread == 0 ? null : Tails.Normal2(spiegelhalter))
            {
                LargestError = errors?.Max(),
                NinetiethError = errors is null ? null : Quantiles.Of(errors, 0.9),
                MeanError = errors?.Average(),
            },
            kept.Length,
            "discrimination D, unreliability U (2 df) and quality Q; Spiegelhalter's z; distance of the lowess curve from the diagonal").LeavingOut(leftOut);
    }

    /// <summary>The smooth calibration curve: lowess of the outcome over the probability, span 2/3.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = it happened.</param>
    public static Computed<CalibrationCurve> Curve(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels)
    {
        if (OutOfRange<CalibrationCurve>(probabilities) is { } refused) return refused;
        if (probabilities.Distinct().Take(2).Count() < 2) return Computed<CalibrationCurve>.Refused(RefusalReason.NoVariance, "A calibration curve needs at least two different probabilities.", labels.Count);
        return Computed<CalibrationCurve>.Of(new CalibrationCurve(Lowess.Smooth(probabilities, [.. labels.Select(label => label ? 1.0 : 0)])), labels.Count, "lowess, span 2/3, no robustness steps");
    }

    internal static Computed<T>? OutOfRange<T>(IReadOnlyList<double> probabilities)
        where T : class
    {
        var outside = probabilities.Count(p => !(p >= 0 && p <= 1));
        return outside == 0 ? null : Computed<T>.Refused(RefusalReason.OutOfRange, $"{outside} of {probabilities.Count} values are not between 0 and 1, so they are scores, not probabilities.", probabilities.Count);
    }

    private static double Softplus(double x) => Math.Max(0, x) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static (double[] Logits, bool[] Labels, LeftOut[] LeftOut) Logits(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels)
    {
        if (probabilities.Count != labels.Count) throw new ArgumentException("There must be one label for each probability.", nameof(labels));
        var kept = Enumerable.Range(0, labels.Count).Where(i => probabilities[i] is > 0 and < 1).ToArray();
        var without = labels.Count - kept.Length;
        return ([.. kept.Select(i => Math.Log(probabilities[i] / (1 - probabilities[i])))], [.. kept.Select(i => labels[i])], without == 0 ? [] : [new LeftOut(without, "a probability of exactly 0 or 1 has no logit")]);
    }
}
