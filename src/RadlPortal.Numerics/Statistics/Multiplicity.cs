namespace RadlPortal.Numerics.Statistics;

/// <summary>P values of several tests that were planned together.</summary>
public static class Multiplicity
{
    /// <summary>Holm's step-down adjustment, kept monotone and at most 1, in the order given.</summary>
    /// <param name="p">P values, 0 to 1.</param>
    public static double[] Holm(IReadOnlyList<double> p)
    {
        var adjusted = new double[p.Count];
        var largest = 0.0;
        foreach (var (index, step) in Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Select((index, step) => (index, step)))
        {
            largest = Math.Max(largest, Math.Min(1, (p.Count - step) * p[index]));
            adjusted[index] = largest;
        }

        return adjusted;
    }
}
