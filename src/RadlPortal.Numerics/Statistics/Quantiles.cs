namespace RadlPortal.Numerics.Statistics;

/// <summary>Quantiles, type 7 of Hyndman and Fan: linear between the order statistics at (n − 1) p.</summary>
public static class Quantiles
{
    /// <summary>Quantile of sorted values.</summary>
    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="p">0 to 1.</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.IsEmpty) throw new ArgumentException("A quantile needs at least one value.", nameof(sorted));
        var position = (sorted.Length - 1) * p;
        var below = (int)Math.Floor(position);
        var share = position - below;
        var above = Math.Min(below + 1, sorted.Length - 1);
        // Between equal neighbours nothing is interpolated, so that a cut point at a tied value is that value to the last bit.
        return share == 0 || sorted[above] == sorted[below] ? sorted[below] : (1 - share) * sorted[below] + share * sorted[above];
    }

    /// <summary>Quantile of values in any order.</summary>
    /// <param name="values">At least one finite number.</param>
    /// <param name="p">0 to 1.</param>
    public static double Of(IEnumerable<double> values, double p)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return OfSorted(sorted, p);
    }

    /// <summary>The median.</summary>
    /// <param name="values">At least one finite number.</param>
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);
}
