using MathNet.Numerics.Distributions;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Area under the ROC curve with DeLong's variance. A higher score always speaks for the positive class; the direction is never chosen from the data.</summary>
public static class AreaUnderCurve
{
    /// <summary>Below this many subjects of a class an AUC is shown with a warning.</summary>
    public const int FewPerClass = 10;

    private const string OneClass = "The AUC needs at least two positive and two negative subjects";

    /// <summary>AUC = P(score of a positive &gt; score of a negative) + ½ P(equal), by midranks; 95% Wald interval from DeLong's variance, cut at 0 and 1.</summary>
    /// <param name="scores">One finite score a subject.</param>
    /// <param name="labels">True = positive; as many as scores.</param>
    public static Computed<AucEstimate> Estimate(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        if (Refusal<AucEstimate>(labels) is { } refused) return refused;
        var parts = Placements.Of(scores, labels);
        var error = Math.Sqrt(parts.Covariance(parts));
        var half = Normal.InvCDF(0, 1, 0.975) * error;
        var warning = error == 0 ? "all scores are tied or the classes are separated completely, so the variance is zero and the interval is a point"
            : Math.Min(parts.Positives, parts.Negatives) < FewPerClass ? $"fewer than {FewPerClass} subjects in a class: the interval is rough"
            : null;
        return new AucEstimate(parts.Auc, error, Math.Max(0, parts.Auc - half), Math.Min(1, parts.Auc + half), parts.Positives, parts.Negatives, warning);
    }

    /// <summary>DeLong's test of two AUCs on the same subjects: difference first − second, its 95% interval, z and two-sided P. Two equal curves give z = 0 and P = 1.</summary>
    /// <param name="first">Scores of the first signature.</param>
    /// <param name="second">Scores of the second, of the same subjects in the same order.</param>
    /// <param name="labels">True = positive.</param>
    public static Computed<AucComparison> Compare(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<bool> labels)
    {
        if (Refusal<AucComparison>(labels) is { } refused) return refused;
        Placements a = Placements.Of(first, labels), b = Placements.Of(second, labels);
        var difference = a.Auc - b.Auc;
        var variance = Math.Max(0, a.Covariance(a) + b.Covariance(b) - 2 * a.Covariance(b));
        var error = Math.Sqrt(variance);
        // Below rounding the two curves are one.
        if (error < 1e-12)
        {
            return Math.Abs(difference) < 1e-12
                ? new AucComparison(0, 0, 0, 0, 1, labels.Count)
                : Computed<AucComparison>.Refused("The difference of the two AUCs has no variance in these subjects, so it cannot be tested.");
        }

        var z = difference / error;
        var half = Normal.InvCDF(0, 1, 0.975) * error;
        return new AucComparison(difference, Math.Max(-1, difference - half), Math.Min(1, difference + half), z, 2 * Normal.CDF(0, 1, -Math.Abs(z)), labels.Count);
    }

    private static Computed<T>? Refusal<T>(IReadOnlyList<bool> labels)
        where T : class
    {
        var positives = labels.Count(label => label);
        var negatives = labels.Count - positives;
        return positives >= 2 && negatives >= 2 ? default(Computed<T>?) : Computed<T>.Refused($"{OneClass}; there are {positives} positive and {negatives} negative.");
    }

    /// <summary>DeLong's structural components: each subject's share of the AUC.</summary>
    private sealed record Placements(double Auc, double[] OfPositives, double[] OfNegatives)
    {
        public int Positives => OfPositives.Length;

        public int Negatives => OfNegatives.Length;

        public static Placements Of(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
        {
            if (scores.Count != labels.Count) throw new ArgumentException("There must be one label for each score.", nameof(labels));
            var all = Ranks.Mid(scores);
            double[] positives = [.. scores.Where((_, i) => labels[i])], negatives = [.. scores.Where((_, i) => !labels[i])];
            double[] amongPositives = Ranks.Mid(positives), amongNegatives = Ranks.Mid(negatives);
            var ofPositives = all.Where((_, i) => labels[i]).Select((rank, i) => (rank - amongPositives[i]) / negatives.Length).ToArray();
            var ofNegatives = all.Where((_, i) => !labels[i]).Select((rank, i) => 1 - (rank - amongNegatives[i]) / positives.Length).ToArray();
            return new Placements(ofPositives.Sum() / positives.Length, ofPositives, ofNegatives);
        }

        public double Covariance(Placements other) =>
            Covariance(OfPositives, other.OfPositives) / Positives + Covariance(OfNegatives, other.OfNegatives) / Negatives;

        private static double Covariance(double[] a, double[] b)
        {
            double meanA = a.Sum() / a.Length, meanB = b.Sum() / b.Length, sum = 0;
            for (var i = 0; i < a.Length; i++) sum += (a[i] - meanA) * (b[i] - meanB);
            return sum / (a.Length - 1);
        }
    }
}

/// <summary>An AUC with its DeLong interval.</summary>
/// <param name="Auc">0 to 1.</param>
/// <param name="StandardError">DeLong's.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end of the 95% interval.</param>
/// <param name="Positives">Positive subjects.</param>
/// <param name="Negatives">Negative subjects.</param>
/// <param name="Warning">What to bear in mind, or null.</param>
public sealed record AucEstimate(double Auc, double StandardError, double Lower, double Upper, int Positives, int Negatives, string? Warning);

/// <summary>Two AUCs compared on the same subjects.</summary>
/// <param name="Difference">First − second.</param>
/// <param name="Lower">Lower end of the difference's 95% interval.</param>
/// <param name="Upper">Upper end of the difference's 95% interval.</param>
/// <param name="Z">Difference by its standard error.</param>
/// <param name="P">Two-sided.</param>
/// <param name="Subjects">Subjects with both scores.</param>
public sealed record AucComparison(double Difference, double Lower, double Upper, double Z, double P, int Subjects);
