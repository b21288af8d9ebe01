namespace RadlPortal.Numerics.Statistics;

/// <summary>The ROC curve's points and the operating points that are chosen on it.</summary>
public static class RocCurve
{
    // Two values of Youden's index closer than this are equal.
    private const double Rounding = 1e-12;

    /// <summary>Points from (1, 0) "all negative" to "all positive", one for each distinct score, predicted positive at score ≥ threshold.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive; both classes must occur.</param>
    public static IReadOnlyList<RocPoint> Points(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        var order = Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ToArray();
        var positives = labels.Count(label => label);
        var negatives = labels.Count - positives;
        if (positives == 0 || negatives == 0) throw new ArgumentException("Both classes must occur.", nameof(labels));
        List<RocPoint> points = [new(double.PositiveInfinity, 0, 1)];
        int truePositives = 0, falsePositives = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (labels[order[i]]) truePositives++;
            else falsePositives++;
            if (i + 1 < order.Length && scores[order[i + 1]] == scores[order[i]]) continue;
            points.Add(new(scores[order[i]], (double)truePositives / positives, 1 - (double)falsePositives / negatives));
        }

        return points;
    }

    /// <summary>The threshold with the largest sensitivity + specificity − 1. Of equals the lowest, which favours sensitivity. The threshold lies midway between two neighbouring scores.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive; both classes must occur.</param>
    public static RocPoint Youden(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        var points = Points(scores, labels);
        var best = points.Count - 1;
        for (var i = points.Count - 2; i >= 1; i--)
        {
            if (Index(points[i]) > Index(points[best]) + Rounding) best = i;
        }

        return points[best] with { Threshold = Midway(points, best) };
    }

    /// <summary>All thresholds that share the largest Youden index, ascending, so that a tie is seen. The rule of choice is the first: the lowest threshold, which favours sensitivity.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive.</param>
    public static Computed<YoudenChoice> BestYouden(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        if (AreaUnderCurve.Refusal<YoudenChoice>(labels, 1) is { } refused) return refused;
        var points = Points(scores, labels);
        var best = points.Max(Index);
        var chosen = Enumerable.Range(0, points.Count).Where(i => Index(points[i]) > best - Rounding).Reverse()
            .Select(i => new YoudenThreshold(Midway(points, i), points[i].Threshold, points[i].Sensitivity, points[i].Specificity)).ToArray();
        return Computed<YoudenChoice>.Of(new YoudenChoice(best, chosen), labels.Count, "largest sensitivity + specificity − 1; of equals the lowest threshold");
    }

    /// <summary>The highest threshold whose sensitivity reaches the wanted one: as specific as possible at that sensitivity.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="sensitivity">Wanted, above 0 to 1.</param>
    public static Computed<RocPoint> AtSensitivity(IReadOnlyList<double> scores, IReadOnlyList<bool> labels, double sensitivity)
    {
        if (AreaUnderCurve.Refusal<RocPoint>(labels, 1) is { } refused) return refused;
        var points = Points(scores, labels);
        var i = Enumerable.Range(0, points.Count).First(k => points[k].Sensitivity >= sensitivity - Rounding);
        return Computed<RocPoint>.Of(points[i] with { Threshold = Midway(points, i) }, labels.Count, $"highest threshold with a sensitivity of at least {sensitivity}");
    }

    /// <summary>The lowest threshold whose specificity reaches the wanted one: as sensitive as possible at that specificity.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="specificity">Wanted, 0 to 1.</param>
    public static Computed<RocPoint> AtSpecificity(IReadOnlyList<double> scores, IReadOnlyList<bool> labels, double specificity)
    {
        if (AreaUnderCurve.Refusal<RocPoint>(labels, 1) is { } refused) return refused;
        var points = Points(scores, labels);
        var i = Enumerable.Range(0, points.Count).Last(k => points[k].Specificity >= specificity - Rounding);
        return Computed<RocPoint>.Of(points[i] with { Threshold = Midway(points, i) }, labels.Count, $"lowest threshold with a specificity of at least {specificity}");
    }

    private static double Midway(IReadOnlyList<RocPoint> points, int i) => i + 1 >= points.Count || double.IsInfinity(points[i].Threshold)
        ? points[i].Threshold
        : (points[i].Threshold + points[i + 1].Threshold) / 2;

    private static double Index(RocPoint point) => point.Sensitivity + point.Specificity - 1;
}

/// <summary>A threshold and what it gives.</summary>
/// <param name="Threshold">Predicted positive from here on (≥).</param>
/// <param name="Sensitivity">Share of the positives found.</param>
/// <param name="Specificity">Share of the negatives spared.</param>
public sealed record RocPoint(double Threshold, double Sensitivity, double Specificity);

/// <summary>The largest Youden index and where it is reached.</summary>
/// <param name="Index">Sensitivity + specificity − 1.</param>
/// <param name="Thresholds">All that reach it, ascending; the first is the one to use.</param>
public sealed record YoudenChoice(double Index, IReadOnlyList<YoudenThreshold> Thresholds);

/// <summary>A threshold in both conventions. They call the same subjects positive in this cohort, not always in another.</summary>
/// <param name="Midway">Midway to the next lower score: positive above it.</param>
/// <param name="Observed">The smallest score called positive: positive at it and above.</param>
/// <param name="Sensitivity">Share of the positives found.</param>
/// <param name="Specificity">Share of the negatives spared.</param>
public sealed record YoudenThreshold(double Midway, double Observed, double Sensitivity, double Specificity);
