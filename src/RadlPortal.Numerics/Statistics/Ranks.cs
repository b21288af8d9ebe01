namespace RadlPortal.Numerics.Statistics;

/// <summary>Ranks of numbers.</summary>
public static class Ranks
{
    /// <summary>Midranks: 1 for the smallest; equal values share the mean of their ranks.</summary>
    /// <param name="values">Finite numbers.</param>
    public static double[] Mid(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]]) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end + 1) / 2.0;
            start = end;
        }

        return ranks;
    }
}
