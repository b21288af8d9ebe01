using MathNet.Numerics.Distributions;

namespace RadlPortal.Numerics.Statistics;

/// <summary>A 2×2 table: rows are groups (A, B and C, D), columns are with and without.</summary>
/// <param name="A">First group, with.</param>
/// <param name="B">First group, without.</param>
/// <param name="C">Second group, with.</param>
/// <param name="D">Second group, without.</param>
public sealed record TwoByTwo(int A, int B, int C, int D)
{
    /// <summary>All subjects.</summary>
    public int Total => A + B + C + D;

    /// <summary>The smallest count that independence would let expect.</summary>
    public double SmallestExpected => Total == 0 ? 0 : (double)Math.Min(A + B, C + D) * Math.Min(A + C, B + D) / Total;

    /// <summary>Pearson's chi-square, df 1; with Yates' correction each |O − E| is made smaller by min(0.5, |O − E|).</summary>
    /// <param name="yates">Whether the correction is applied; always to be said beside the figure.</param>
    public Computed<ChiSquare> ChiSquare(bool yates)
    {
        if (Margin() is { } why) return Computed<ChiSquare>.Refused(RefusalReason.OneClass, why, Total);
        double n = Total, determinant = Math.Abs((double)A * D - (double)B * C) / n;
        var deviation = yates ? determinant - Math.Min(0.5, determinant) : determinant;
        // n is multiplied in pairs so that no product of four counts can overflow.
        var value = deviation * deviation * n / ((double)(A + B) * (C + D)) * (n / (A + C)) * (n / (B + D));
        return Computed<ChiSquare>.Of(new ChiSquare(value, yates, Tails.ChiSquare(value, 1)), Total, yates ? "chi-square with Yates' correction, 1 degree of freedom" : "Pearson's chi-square without correction, 1 degree of freedom");
    }

    /// <summary>Fisher's exact test, two-sided: the sum of all tables with these margins that are as probable as this one or less (relative slack 1e-7).</summary>
    public Computed<ExactTest> Fisher()
    {
        if (Margin() is { } why) return Computed<ExactTest>.Refused(RefusalReason.OneClass, why, Total);
        int first = A + B, with = A + C, from = Math.Max(0, with - (C + D)), to = Math.Min(first, with);
        var observed = Hypergeometric.PMF(Total, with, first, A);
        var p = 0.0;
        for (var a = from; a <= to; a++)
        {
            var probability = Hypergeometric.PMF(Total, with, first, a);
            if (probability <= observed * (1 + 1e-7)) p += probability;
        }

        return Computed<ExactTest>.Of(new ExactTest(Math.Min(1, p)), Total, "Fisher's exact test, two-sided: all tables as probable as this one or less");
    }

    private string? Margin() => A + B == 0 || C + D == 0 ? "One of the two groups is empty, so the table cannot be tested."
        : A + C == 0 || B + D == 0 ? "All subjects have the same outcome, so the table cannot be tested."
        : null;
}

/// <summary>A chi-square of a 2×2 table.</summary>
/// <param name="Value">The statistic, df 1.</param>
/// <param name="Yates">Whether Yates' correction was applied.</param>
/// <param name="P">Upper tail.</param>
public sealed record ChiSquare(double Value, bool Yates, double P);

/// <summary>An exact test.</summary>
/// <param name="P">Two-sided.</param>
public sealed record ExactTest(double P);
