namespace RadlPortal.Numerics.Statistics;

/// <summary>Groups of predicted probability with observed and expected outcomes, and Hosmer and Lemeshow's chi-square of them. It depends on the grouping, which is always stated; never use it alone.</summary>
public static class HosmerLemeshow
{
    /// <summary>Groups by the probability's quantiles (type 7), intervals closed on the right, the lowest included, equal cut points merged.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = it happened.</param>
    /// <param name="groups">Wanted, such as 10.</param>
    public static Computed<HosmerLemeshowTest> ByQuantiles(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels, int groups = 10)
    {
        if (Calibration.OutOfRange<HosmerLemeshowTest>(probabilities) is { } refused) return refused;
        if (labels.Count == 0) return Computed<HosmerLemeshowTest>.Refused(RefusalReason.TooFew, "There is no subject with a probability and an outcome.");
        double[] sorted = [.. probabilities.Order()];
        double[] cuts = [.. Enumerable.Range(0, groups + 1).Select(g => Quantiles.OfSorted(sorted, (double)g / groups)).Distinct()];
        return Test(probabilities, labels, p => Math.Max(1, Array.FindIndex(cuts, cut => p <= cut)), Math.Max(1, cuts.Length - 1), $"{groups} groups by quantiles (type 7), right-closed, equal cut points merged");
    }

    /// <summary>Groups of equal size by rank; equal probabilities are split in the order of the rows, so the result depends on that order.</summary>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="labels">True = it happened.</param>
    /// <param name="groups">Wanted, such as 10.</param>
    public static Computed<HosmerLemeshowTest> ByEqualSize(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels, int groups = 10)
    {
        if (Calibration.OutOfRange<HosmerLemeshowTest>(probabilities) is { } refused) return refused;
        var order = Enumerable.Range(0, probabilities.Count).OrderBy(i => probabilities[i]).ToArray();
        double[] p = [.. order.Select(i => probabilities[i])];
        bool[] y = [.. order.Select(i => labels[i])];
        var position = 0;
        return Test(p, y, _ => (int)((long)position++ * groups / p.Length), Math.Min(groups, p.Length), $"{groups} groups of equal size; ties split in the order of the rows");
    }

    private static Computed<HosmerLemeshowTest> Test(IReadOnlyList<double> probabilities, IReadOnlyList<bool> labels, Func<double, int> group, int intervals, string grouping)
    {
        var groups = probabilities.Select((p, i) => (Group: group(p), P: p, Label: labels[i])).GroupBy(row => row.Group).OrderBy(g => g.Key)
            .Select(g => new CalibrationGroup(g.Count(), g.Sum(row => row.P) / g.Count(), (double)g.Count(row => row.Label) / g.Count())).ToArray();
        // A group where all probabilities are 0 or all are 1 adds nothing when that came true, and infinity when it did not.
        var infinite = groups.Any(g => g.Predicted is 0 or 1 && g.Observed != g.Predicted);
        double? chi = infinite || groups.Length < 3 ? null : groups.Where(g => g.Predicted is > 0 and < 1)
            .Sum(g => g.Subjects * (g.Observed - g.Predicted) * (g.Observed - g.Predicted) / (g.Predicted * (1 - g.Predicted)));
        return Computed<HosmerLemeshowTest>.Of(
            new HosmerLemeshowTest(intervals, groups, chi, chi is { } c ? Tails.ChiSquare(c, groups.Length - 2) : null, chi is { } v ? Tails.ChiSquare(v, groups.Length) : null),
            labels.Count,
            $"Hosmer and Lemeshow; {grouping}; df = groups − 2 in development, = groups in validation");
    }
}

/// <summary>Hosmer and Lemeshow's test.</summary>
/// <param name="Intervals">Intervals after equal cut points were merged; one without a subject makes no group.</param>
/// <param name="Groups">Ascending by probability; the binned calibration plot.</param>
/// <param name="ChiSquare">Null with fewer than three groups, or when an outcome predicted with certainty did not come true.</param>
/// <param name="DevelopmentP">df = groups − 2: where the model was fitted to these subjects.</param>
/// <param name="ValidationP">df = groups: where it was not.</param>
public sealed record HosmerLemeshowTest(int Intervals, IReadOnlyList<CalibrationGroup> Groups, double? ChiSquare, double? DevelopmentP, double? ValidationP);

/// <summary>A group of subjects with similar probability.</summary>
/// <param name="Subjects">How many.</param>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Observed">Share with the outcome.</param>
public sealed record CalibrationGroup(int Subjects, double Predicted, double Observed);
