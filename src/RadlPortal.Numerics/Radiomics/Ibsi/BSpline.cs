namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Cubic B-spline interpolation with mirrored borders (Unser, IEEE Signal Processing Magazine 1999;16(6):22).</summary>
internal static class BSpline
{
    private static readonly double Pole = Math.Sqrt(3) - 2;

    /// <summary>Turns samples along an axis into spline coefficients, in place.</summary>
    public static void Prefilter(double[] values, int[] sizes, int axis)
    {
        var count = sizes[axis];
        if (count == 1) return;
        var inner = axis == 0 ? 1 : axis == 1 ? sizes[0] : sizes[0] * sizes[1];
        var line = new double[count];
        for (var o = 0; o < values.Length / inner / count; o++)
        {
            for (var k = 0; k < inner; k++)
            {
                var start = o * count * inner + k;
                for (var i = 0; i < count; i++) line[i] = 6 * values[start + i * inner];
                Filter(line);
                for (var i = 0; i < count; i++) values[start + i * inner] = line[i];
            }
        }
    }

    /// <summary>The four weights of the coefficients at -1, 0, 1, 2 for a position between 0 and 1.</summary>
    public static void Weights(double t, Span<double> weights)
    {
        var rest = 1 - t;
        weights[0] = rest * rest * rest / 6;
        weights[1] = 2.0 / 3 - t * t * (1 - t / 2);
        weights[2] = 2.0 / 3 - rest * rest * (1 - rest / 2);
        weights[3] = t * t * t / 6;
    }

    private static void Filter(double[] c)
    {
        var n = c.Length;
        c[0] = Causal(c);
        for (var i = 1; i < n; i++) c[i] += Pole * c[i - 1];
        c[n - 1] = Pole / (Pole * Pole - 1) * (c[n - 1] + Pole * c[n - 2]);
        for (var i = n - 2; i >= 0; i--) c[i] = Pole * (c[i + 1] - c[i]);
    }

    /// <summary>The exact start of the causal filter for a signal mirrored at both ends.</summary>
    private static double Causal(double[] c)
    {
        var n = c.Length;
        var (power, back) = (Pole, Math.Pow(Pole, 2 * n - 3));
        var sum = c[0] + Math.Pow(Pole, n - 1) * c[n - 1];
        for (var i = 1; i < n - 1; i++)
        {
            sum += (power + back) * c[i];
            power *= Pole;
            back /= Pole;
        }

        return sum / (1 - Math.Pow(Pole, 2 * n - 2));
    }
}
