namespace RadlPortal.Numerics.Statistics;

/// <summary>Cohen's kappa of two readers' grades with the large-sample variance of Fleiss, Cohen and Everitt (1969).</summary>
public static class Kappa
{
    /// <summary>Kappa with the given weighting of disagreements.</summary>
    /// <param name="first">Grade of each case by the first reader.</param>
    /// <param name="second">By the second.</param>
    /// <param name="weights">How far grades apart count.</param>
    public static Computed<KappaEstimate> Of(IReadOnlyList<int> first, IReadOnlyList<int> second, KappaWeights weights)
    {
        if (first.Count != second.Count) throw new ArgumentException("Both readers must have graded the same cases.", nameof(second));
        // Only grades that occur are levels, numbered in their order.
        int[] levels = [.. first.Concat(second).Distinct().Order()];
        int n = first.Count, k = levels.Length;
        if (n == 0) return Computed<KappaEstimate>.Refused(RefusalReason.TooFew, "There is no case with two grades.");
        if (k < 2) return Computed<KappaEstimate>.Refused(RefusalReason.OneClass, "Both readers gave the same grade to all cases, so agreement beyond chance is 0 / 0.", n);
        var shares = new double[k, k];
        double[] rows = new double[k], columns = new double[k];
        for (var i = 0; i < n; i++)
        {
            int a = Array.BinarySearch(levels, first[i]), b = Array.BinarySearch(levels, second[i]);
            shares[a, b] += 1.0 / n;
            rows[a] += 1.0 / n;
            columns[b] += 1.0 / n;
        }

        double Weight(int a, int b) => weights switch
        {
            KappaWeights.Linear => 1 - Math.Abs(a - b) / (k - 1.0),
            KappaWeights.Quadratic => 1 - (a - b) * (double)(a - b) / ((k - 1.0) * (k - 1.0)),
            _ => a == b ? 1 : 0,
        };
        double observed = 0, chance = 0, squares = 0;
        double[] rowMeans = new double[k], columnMeans = new double[k];
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b < k; b++)
            {
                observed += Weight(a, b) * shares[a, b];
                chance += Weight(a, b) * rows[a] * columns[b];
                rowMeans[a] += Weight(a, b) * columns[b];
                columnMeans[b] += Weight(a, b) * rows[a];
            }
        }

        for (var a = 0; a < k; a++)
            for (var b = 0; b < k; b++) squares += shares[a, b] * Math.Pow(Weight(a, b) * (1 - chance) - (rowMeans[a] + columnMeans[b]) * (1 - observed), 2);
        var variance = (squares - Math.Pow(observed * chance - 2 * chance + observed, 2)) / (n * Math.Pow(1 - chance, 4));
        double kappa = (observed - chance) / (1 - chance), half = Tails.Z975 * Math.Sqrt(Math.Max(0, variance));
        var agreement = Enumerable.Range(0, n).Count(i => first[i] == second[i]) / (double)n;
        return Computed<KappaEstimate>.Of(new KappaEstimate(kappa, Math.Max(0, variance), kappa - half, kappa + half, agreement, k), n, $"Cohen's kappa, {weights.ToString().ToLowerInvariant()} weights, {k} levels; large-sample 95% interval (Fleiss, Cohen and Everitt)");
    }
}

/// <summary>Weighting of disagreements.</summary>
public enum KappaWeights
{
    /// <summary>Every disagreement counts in full.</summary>
    Unweighted,

    /// <summary>By the number of steps.</summary>
    Linear,

    /// <summary>By its square.</summary>
    Quadratic,
}

/// <summary>A kappa.</summary>
/// <param name="Value">At most 1; 0 is chance.</param>
/// <param name="Variance">Large-sample.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Agreement">Share of cases with the same grade.</param>
/// <param name="Levels">Grades that occur.</param>
public sealed record KappaEstimate(double Value, double Variance, double Lower, double Upper, double Agreement, int Levels);
