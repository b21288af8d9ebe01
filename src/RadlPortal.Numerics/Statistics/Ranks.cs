namespace RadlPortal.Numerics.Statistics;

/// <summary>Ranks of numbers.</summary>
public static class Ranks
{
    /// <summary>Midranks: 1 for the smallest; equal values share the mean of their ranks.</summary>
    /// <param name="values">Finite numbers.</param>
    public static double[] Mid(IReadOnlyList<double> values) => Of(values).Ranks;

    /// <summary>Sum of t³ − t over the groups of t equal values: 0 without ties.</summary>
    /// <param name="values">Finite numbers.</param>
    public static double TieSum(IReadOnlyList<double> values) => Of(values).Ties;

    private static (double[] Ranks, double Ties) Of(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values];
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        var ties = 0.0;
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && sorted[end] == sorted[start]) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end + 1) / 2.0;
            double t = end - start;
            ties += t * t * t - t;
            start = end;
        }

        return (ranks, ties);
    }
}
