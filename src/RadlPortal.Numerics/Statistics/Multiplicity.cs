namespace RadlPortal.Numerics.Statistics;

/// <summary>P values of several tests that were planned together, adjusted, kept monotone and at most 1, in the order given. Tests without a P do not count.</summary>
public static class Multiplicity
{
    /// <summary>Holm's step-down adjustment.</summary>
    /// <param name="p">P values, 0 to 1.</param>
    public static double[] Holm(IReadOnlyList<double> p) => StepDown(p, step => p.Count - step);

    /// <summary>Bonferroni's: each P times their number.</summary>
    /// <param name="p">P values, 0 to 1.</param>
    public static double[] Bonferroni(IReadOnlyList<double> p) => [.. p.Select(value => Math.Min(1, p.Count * value))];

    /// <summary>Hochberg's step-up adjustment.</summary>
    /// <param name="p">P values, 0 to 1.</param>
    public static double[] Hochberg(IReadOnlyList<double> p) => StepUp(p, step => p.Count - step);

    /// <summary>Benjamini and Hochberg's false discovery rate.</summary>
    /// <param name="p">P values, 0 to 1.</param>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> p) => StepUp(p, step => (double)p.Count / (step + 1));

    /// <summary>Benjamini and Yekutieli's false discovery rate under any dependence.</summary>
    /// <param name="p">P values, 0 to 1.</param>
    public static double[] BenjaminiYekutieli(IReadOnlyList<double> p)
    {
        var harmonic = Enumerable.Range(1, p.Count).Sum(i => 1.0 / i);
        return StepUp(p, step => harmonic * p.Count / (step + 1));
    }

    private static double[] StepDown(IReadOnlyList<double> p, Func<int, double> factor)
    {
        var adjusted = new double[p.Count];
        var largest = 0.0;
        foreach (var (index, step) in Order(p))
        {
            largest = Math.Max(largest, Math.Min(1, factor(step) * p[index]));
            adjusted[index] = largest;
        }

        return adjusted;
    }

    private static double[] StepUp(IReadOnlyList<double> p, Func<int, double> factor)
    {
        var adjusted = new double[p.Count];
        var smallest = 1.0;
        foreach (var (index, step) in Order(p).Reverse())
        {
            smallest = Math.Min(smallest, factor(step) * p[index]);
            adjusted[index] = smallest;
        }

        return adjusted;
    }

    private static IEnumerable<(int Index, int Step)> Order(IReadOnlyList<double> p) => Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Select((index, step) => (index, step)).ToArray();
}
