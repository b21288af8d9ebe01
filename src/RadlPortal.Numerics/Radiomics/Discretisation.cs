namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey levels from values.</summary>
internal static class Discretisation
{
    /// <summary>Bins of fixed width (IBSI FBS): edges are multiples of the width from at or below the minimum, half-open; a maximum on an edge has a bin of its own. One value only is one bin.</summary>
    public static (int[] Levels, int Count) FixedWidth(double[] values, double width)
    {
        var (minimum, maximum) = (values.Min(), values.Max());
        var remainder = minimum % width;
        if (remainder < 0) remainder += width;
        var low = minimum - remainder;
        // The k-th edge is low + k width, computed and not accumulated; edges reach to above the maximum.
        var edges = Math.Max(1, (int)Math.Ceiling((maximum + 2 * width - low) / width));
        var levels = new int[values.Length];
        var highest = 1;
        for (var i = 0; i < values.Length; i++)
        {
            var k = Math.Clamp((int)Math.Floor((values[i] - low) / width), 0, edges - 1);
            while (k > 0 && values[i] < low + k * width) k--;
            while (k + 1 < edges && values[i] >= low + (k + 1) * width) k++;
            levels[i] = k + 1;
            highest = Math.Max(highest, k + 1);
        }

        return (levels, highest);
    }
}
