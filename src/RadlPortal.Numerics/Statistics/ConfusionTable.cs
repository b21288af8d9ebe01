namespace RadlPortal.Numerics.Statistics;

/// <summary>Predicted against true class at a fixed operating point. Rates whose denominator is 0 are refused, never 0; PPV, NPV, accuracy and F1 move with the prevalence.</summary>
/// <param name="TruePositives">Positive and called so.</param>
/// <param name="FalsePositives">Negative, called positive.</param>
/// <param name="FalseNegatives">Positive, called negative.</param>
/// <param name="TrueNegatives">Negative and called so.</param>
public sealed record ConfusionTable(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    /// <summary>All subjects.</summary>
    public int Total => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>Counts at a threshold.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="threshold">Fixed beforehand, on another cohort.</param>
    /// <param name="inclusive">True: positive at score ≥ threshold; false: only above it. The comparison belongs to the threshold.</param>
    public static ConfusionTable At(IReadOnlyList<double> scores, IReadOnlyList<bool> labels, double threshold, bool inclusive) =>
        Of([.. scores.Select(score => inclusive ? score >= threshold : score > threshold)], labels);

    /// <summary>Counts of given predictions.</summary>
    /// <param name="predicted">True = called positive.</param>
    /// <param name="labels">True = positive; as many.</param>
    public static ConfusionTable Of(IReadOnlyList<bool> predicted, IReadOnlyList<bool> labels)
    {
        if (predicted.Count != labels.Count) throw new ArgumentException("There must be one label for each prediction.", nameof(labels));
        int Count(bool call, bool truth) => Enumerable.Range(0, labels.Count).Count(i => predicted[i] == call && labels[i] == truth);
        return new ConfusionTable(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
    }

    /// <summary>Share of the positives found, with Wilson's interval. Use the counts with <see cref="Proportion"/> for another.</summary>
    public Computed<ProportionEstimate> Sensitivity => Proportion.Wilson(TruePositives, TruePositives + FalseNegatives);

    /// <summary>Share of the negatives spared, with Wilson's interval.</summary>
    public Computed<ProportionEstimate> Specificity => Proportion.Wilson(TrueNegatives, TrueNegatives + FalsePositives);

    /// <summary>Positive predictive value, with Wilson's interval.</summary>
    public Computed<ProportionEstimate> PositivePredictiveValue => Proportion.Wilson(TruePositives, TruePositives + FalsePositives);

    /// <summary>Negative predictive value, with Wilson's interval.</summary>
    public Computed<ProportionEstimate> NegativePredictiveValue => Proportion.Wilson(TrueNegatives, TrueNegatives + FalseNegatives);

    /// <summary>Accuracy, with Wilson's interval.</summary>
    public Computed<ProportionEstimate> Accuracy => Proportion.Wilson(TruePositives + TrueNegatives, Total);

    /// <summary>F1 = 2 TP / (2 TP + FP + FN). It has no binomial interval: see <see cref="OperatingPointBootstrap"/>.</summary>
    public Computed<Measure> F1 => Ratio(2.0 * TruePositives, 2.0 * TruePositives + FalsePositives + FalseNegatives, "F1");

    /// <summary>Mean of sensitivity and specificity.</summary>
    public Computed<Measure> BalancedAccuracy => Both((sensitivity, specificity) => (sensitivity + specificity) / 2, "balanced accuracy");

    /// <summary>Youden's index: sensitivity + specificity − 1.</summary>
    public Computed<Measure> Youden => Both((sensitivity, specificity) => sensitivity + specificity - 1, "Youden's index");

    /// <summary>Positive likelihood ratio: sensitivity / (1 − specificity).</summary>
    public Computed<Measure> PositiveLikelihoodRatio => Sensitivity.Value is { } s && Specificity.Value is { } c ? Ratio(s.Value, 1 - c.Value, "positive likelihood ratio") : NoClass();

    /// <summary>Negative likelihood ratio: (1 − sensitivity) / specificity.</summary>
    public Computed<Measure> NegativeLikelihoodRatio => Sensitivity.Value is { } s && Specificity.Value is { } c ? Ratio(1 - s.Value, c.Value, "negative likelihood ratio") : NoClass();

    /// <summary>Matthews' correlation coefficient; refused when a margin is 0.</summary>
    public Computed<Measure> Matthews
    {
        get
        {
            double tp = TruePositives, fp = FalsePositives, fn = FalseNegatives, tn = TrueNegatives;
            return Ratio(tp * tn - fp * fn, Math.Sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)), "Matthews' correlation coefficient");
        }
    }

    /// <summary>Cohen's kappa of prediction and truth.</summary>
    public Computed<Measure> Kappa
    {
        get
        {
            double n = Total, observed = (TruePositives + TrueNegatives) / n;
            var chance = ((double)(TruePositives + FalsePositives) * (TruePositives + FalseNegatives) + (double)(TrueNegatives + FalsePositives) * (TrueNegatives + FalseNegatives)) / (n * n);
            return Ratio(observed - chance, 1 - chance, "Cohen's kappa");
        }
    }

    private Computed<Measure> Both(Func<double, double, double> of, string method) =>
        Sensitivity.Value is { } s && Specificity.Value is { } c ? Computed<Measure>.Of(new Measure(of(s.Value, c.Value)), Total, method) : NoClass();

    private Computed<Measure> NoClass() => Computed<Measure>.Refused(RefusalReason.OneClass, $"It needs positive and negative subjects; there are {TruePositives + FalseNegatives} positive and {TrueNegatives + FalsePositives} negative.", Total);

    private Computed<Measure> Ratio(double numerator, double denominator, string method) => denominator == 0 || double.IsNaN(denominator)
        ? Computed<Measure>.Refused(RefusalReason.Undefined, $"The {method} divides by 0 in these subjects.", Total)
        : Computed<Measure>.Of(new Measure(numerator / denominator), Total, method);
}

/// <summary>One number.</summary>
/// <param name="Value">The number.</param>
public sealed record Measure(double Value);
