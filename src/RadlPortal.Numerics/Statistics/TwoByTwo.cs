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

    /// <summary>Pearson's chi-square times (n − 1) / n (Campbell 2007), df 1.</summary>
    public Computed<ChiSquare> ChiSquareNMinus1()
    {
        var pearson = ChiSquare(yates: false);
        if (pearson.Value is not { } chi) return pearson;
        var value = chi.Value * (Total - 1) / Total;
        return Computed<ChiSquare>.Of(new ChiSquare(value, false, Tails.ChiSquare(value, 1)), Total, "Pearson's chi-square times (n − 1) / n, 1 degree of freedom");
    }

    /// <summary>Fisher's exact test. Two-sided: the sum of all tables with these margins that are as probable as this one or less (relative slack 1e-7). Where the margins allow one table only, P is 1.</summary>
    public Computed<ExactTest> Fisher()
    {
        if (Total == 0) return Computed<ExactTest>.Refused(RefusalReason.TooFew, "The table is empty.");
        var tables = new ConditionalTables(this);
        return Computed<ExactTest>.Of(new ExactTest(tables.TwoSided()) { Less = tables.AtMost(0), Greater = tables.AtLeast(0) }, Total, "Fisher's exact test, two-sided: all tables as probable as this one or less");
    }

    /// <summary>Sample odds ratio AD / BC with Woolf's 95% interval; the interval is refused where a cell is 0.</summary>
    public Computed<RatioEstimate> OddsRatio()
    {
        double up = (double)A * D, down = (double)B * C;
        if (up == 0 && down == 0) return Computed<RatioEstimate>.Refused(RefusalReason.Undefined, "The odds ratio divides nothing by nothing in this table.", Total);
        var interval = up > 0 && down > 0 ? LogInterval(up / down, Math.Sqrt(1.0 / A + 1.0 / B + 1.0 / C + 1.0 / D)) : null;
        return Computed<RatioEstimate>.Of(new RatioEstimate(up / down, interval), Total, "sample odds ratio; Woolf's 95% interval" + (interval is null ? ", undefined with an empty cell" : ""));
    }

    /// <summary>Odds ratio with 0.5 added to every cell (Haldane and Anscombe) and its Woolf interval; always to be labelled so.</summary>
    public Computed<RatioEstimate> OddsRatioHaldane()
    {
        if (Total == 0) return Computed<RatioEstimate>.Refused(RefusalReason.TooFew, "The table is empty.");
        double a = A + 0.5, b = B + 0.5, c = C + 0.5, d = D + 0.5, ratio = a * d / (b * c);
        return Computed<RatioEstimate>.Of(new RatioEstimate(ratio, LogInterval(ratio, Math.Sqrt(1 / a + 1 / b + 1 / c + 1 / d))), Total, "odds ratio with 0.5 added to every cell (Haldane-Anscombe); Woolf's 95% interval");
    }

    /// <summary>Conditional maximum-likelihood odds ratio given the margins, with the exact 95% interval. At the end of its range the estimate is 0 or infinite.</summary>
    public Computed<RatioEstimate> ConditionalOddsRatio()
    {
        if (Total == 0) return Computed<RatioEstimate>.Refused(RefusalReason.TooFew, "The table is empty.");
        var tables = new ConditionalTables(this);
        return Computed<RatioEstimate>.Of(new RatioEstimate(tables.MostLikely(), tables.ExactInterval()), Total, "conditional maximum-likelihood odds ratio; exact conditional 95% interval");
    }

    /// <summary>Relative risk (A / first group) / (C / second group) with Katz' log interval.</summary>
    public Computed<RatioEstimate> RelativeRisk()
    {
        if (A + B == 0 || C + D == 0) return Computed<RatioEstimate>.Refused(RefusalReason.OneClass, "One of the two groups is empty.", Total);
        if (C == 0) return Computed<RatioEstimate>.Refused(RefusalReason.Undefined, "Nobody of the second group has it, so the relative risk divides by 0.", Total);
        var ratio = (double)A / (A + B) / ((double)C / (C + D));
        var interval = A == 0 ? null : LogInterval(ratio, Math.Sqrt(1.0 / A - 1.0 / (A + B) + 1.0 / C - 1.0 / (C + D)));
        return Computed<RatioEstimate>.Of(new RatioEstimate(ratio, interval), Total, "relative risk; Katz' 95% log interval");
    }

    /// <summary>Difference of the two shares, first − second, with Newcombe's interval (method 10: from the two Wilson intervals) and the Wald interval.</summary>
    public Computed<RiskDifference> RiskDifference()
    {
        if (A + B == 0 || C + D == 0) return Computed<RiskDifference>.Refused(RefusalReason.OneClass, "One of the two groups is empty.", Total);
        double p1 = (double)A / (A + B), p2 = (double)C / (C + D), difference = p1 - p2;
        Interval first = Proportion.WilsonInterval(A, A + B), second = Proportion.WilsonInterval(C, C + D);
        var newcombe = new Interval(
            difference - Math.Sqrt(Square(p1 - first.Lower) + Square(second.Upper - p2)),
            difference + Math.Sqrt(Square(first.Upper - p1) + Square(p2 - second.Lower)));
        var half = Tails.Z975 * Math.Sqrt(p1 * (1 - p1) / (A + B) + p2 * (1 - p2) / (C + D));
        return Computed<RiskDifference>.Of(new RiskDifference(difference, newcombe, new Interval(difference - half, difference + half)), Total, "risk difference; Newcombe's 95% interval of the two Wilson intervals; Wald beside it");
    }

    /// <summary>Phi: (AD − BC) / √(product of the margins), −1 to 1.</summary>
    public Computed<Measure> Phi() => Margin() is { } why
        ? Computed<Measure>.Refused(RefusalReason.OneClass, why, Total)
        : Computed<Measure>.Of(new Measure(((double)A * D - (double)B * C) / Math.Sqrt((double)(A + B) * (C + D)) / Math.Sqrt((double)(A + C) * (B + D))), Total, "phi");

    private static double Square(double x) => x * x;

    private static Interval LogInterval(double ratio, double error) => new(Math.Exp(Math.Log(ratio) - Tails.Z975 * error), Math.Exp(Math.Log(ratio) + Tails.Z975 * error));

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
public sealed record ExactTest(double P)
{
    /// <summary>One-sided: the first group has it less often.</summary>
    public double? Less { get; init; }

    /// <summary>One-sided: the first group has it more often.</summary>
    public double? Greater { get; init; }
}

/// <summary>A ratio with its 95% interval.</summary>
/// <param name="Value">0 to infinity.</param>
/// <param name="Interval">Null where it is undefined.</param>
public sealed record RatioEstimate(double Value, Interval? Interval);

/// <summary>A difference of two shares.</summary>
/// <param name="Value">−1 to 1.</param>
/// <param name="Newcombe">95% interval of Newcombe.</param>
/// <param name="Wald">95% Wald interval, not cut.</param>
public sealed record RiskDifference(double Value, Interval Newcombe, Interval Wald);
