namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey levels from values, as PyRadiomics makes them with numpy: the k-th edge is computed, not accumulated, bins are half-open.</summary>
internal static class Discretisation
{
    private const int MostEdges = 4_000_000;

    /// <summary>Bins of fixed width (IBSI FBS): edges are multiples of the width from at or below the minimum; a maximum on an edge has a bin of its own. One value only is one bin.</summary>
    /// <returns>The level of each value, from 1, and the highest level.</returns>
    public static (int[] Levels, int Count) FixedWidth(double[] values, double width)
    {
        var (minimum, maximum) = Extremes(values);
        var remainder = minimum % width;
        if (remainder < 0) remainder += width;
        var low = minimum - remainder;
        var edges = Math.Ceiling((maximum + 2 * width - low) / width);
        if (edges > MostEdges) throw new RadiomicsException($"A bin width of {width} makes {edges:0} grey levels of the range {minimum} to {maximum}. Give a larger binWidth, or a binCount.");
        // numpy takes the step from the first two edges as they are rounded.
        var step = low + width - low;
        return Digitise(values, k => low + k * step, Math.Max(1, (int)edges), low, step);
    }

    /// <summary>A fixed number of bins from minimum to maximum (IBSI FBN); the maximum is in the last.</summary>
    /// <param name="values">The values.</param>
    /// <param name="count">Number of bins.</param>
    /// <param name="isSingle">The values are of single precision, and so are numpy's edges.</param>
    public static (int[] Levels, int Count) FixedCount(double[] values, int count, bool isSingle)
    {
        var (low, high) = Extremes(values);
        if (low == high) (low, high) = (low - 0.5, high + 0.5);
        var step = (high - low) / count;
        return Digitise(values, EdgeAt, count + 1, low, step);

        double EdgeAt(int k)
        {
            var edge = k == count ? high : low + k * step;
            if (isSingle) edge = (float)edge;
            return k == count ? edge + 1 : edge;
        }
    }

    private static (int[] Levels, int Count) Digitise(double[] values, Func<int, double> edgeAt, int edges, double low, double step)
    {
        var levels = new int[values.Length];
        var highest = 1;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            var k = Math.Clamp((int)((value - low) / step), 0, edges - 1);
            while (k > 0 && value < edgeAt(k)) k--;
            while (k + 1 < edges && value >= edgeAt(k + 1)) k++;
            levels[i] = k + 1;
            highest = Math.Max(highest, k + 1);
        }

        return (levels, highest);
    }

    private static (double Low, double High) Extremes(double[] values)
    {
        var (low, high) = (values[0], values[0]);
        foreach (var value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low, high);
    }
}
