namespace RadlPortal.Numerics.Statistics;

/// <summary>The ROC curve's points and the operating point that Youden's index chooses on it.</summary>
public static class RocCurve
{
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
            if (Index(points[i]) > Index(points[best]) + 1e-12) best = i;
        }

        var midway = best + 1 < points.Count ? (points[best].Threshold + points[best + 1].Threshold) / 2 : points[best].Threshold;
        return points[best] with { Threshold = midway };
    }

    private static double Index(RocPoint point) => point.Sensitivity + point.Specificity - 1;
}

/// <summary>A threshold and what it gives.</summary>
/// <param name="Threshold">Predicted positive from here on (≥).</param>
/// <param name="Sensitivity">Share of the positives found.</param>
/// <param name="Specificity">Share of the negatives spared.</param>
public sealed record RocPoint(double Threshold, double Sensitivity, double Specificity);
