namespace RadlPortal.Numerics.Statistics;

/// <summary>DeLong's structural components: each subject's share of the AUC, by midranks.</summary>
internal sealed class Placements
{
    private Placements(double auc, double[] ofPositives, double[] ofNegatives) => (Auc, OfPositives, OfNegatives) = (auc, ofPositives, ofNegatives);

    public double Auc { get; }

    public double[] OfPositives { get; }

    public double[] OfNegatives { get; }

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

    /// <summary>Covariance of two AUCs of the same subjects; of itself, DeLong's variance. Needs two of each class.</summary>
    public double Covariance(Placements other) =>
        Covariance(OfPositives, other.OfPositives) / Positives + Covariance(OfNegatives, other.OfNegatives) / Negatives;

    private static double Covariance(double[] a, double[] b)
    {
        double meanA = a.Sum() / a.Length, meanB = b.Sum() / b.Length, sum = 0;
        for (var i = 0; i < a.Length; i++) sum += (a[i] - meanA) * (b[i] - meanB);
        return sum / (a.Length - 1);
    }
}
