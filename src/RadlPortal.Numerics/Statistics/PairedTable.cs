using MathNet.Numerics.Distributions;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Two yes-or-no readings of the same subjects.</summary>
/// <param name="Both">Both positive.</param>
/// <param name="FirstOnly">Only the first positive.</param>
/// <param name="SecondOnly">Only the second positive.</param>
/// <param name="Neither">Both negative.</param>
public sealed record PairedTable(int Both, int FirstOnly, int SecondOnly, int Neither)
{
    /// <summary>All subjects.</summary>
    public int Total => Both + FirstOnly + SecondOnly + Neither;

    /// <summary>McNemar's chi-square, df 1; with correction (|b − c| − 1)² / (b + c), which is not applied where b = c.</summary>
    /// <param name="corrected">Whether Edwards' continuity correction is applied; always to be said.</param>
    public Computed<McNemarTest> McNemar(bool corrected)
    {
        double discordant = FirstOnly + SecondOnly, difference = Math.Abs(FirstOnly - SecondOnly);
        if (discordant == 0) return Computed<McNemarTest>.Refused(RefusalReason.Undefined, "Both readings agree in all subjects, so McNemar's chi-square is 0 / 0.", Total);
        var deviation = corrected && difference > 0 ? difference - 1 : difference;
        var value = deviation * deviation / discordant;
        return Computed<McNemarTest>.Of(new McNemarTest(value, corrected, Tails.ChiSquare(value, 1)), Total, corrected ? "McNemar's chi-square with continuity correction" : "McNemar's chi-square without correction");
    }

    /// <summary>McNemar's exact test: binomial of the discordant subjects, two-sided, and its mid-P. Without a discordant subject P is 1.</summary>
    public Computed<ExactMcNemarTest> Exact()
    {
        if (Total == 0) return Computed<ExactMcNemarTest>.Refused(RefusalReason.TooFew, "The table is empty.");
        var discordant = FirstOnly + SecondOnly;
        if (discordant == 0) return Computed<ExactMcNemarTest>.Of(new ExactMcNemarTest(1, 1), Total, "McNemar's exact test; no discordant subject");
        var fewer = Math.Min(FirstOnly, SecondOnly);
        var twice = 2 * Enumerable.Range(0, fewer + 1).Sum(k => Binomial.PMF(0.5, discordant, k));
        return Computed<ExactMcNemarTest>.Of(new ExactMcNemarTest(Math.Min(1, twice), Math.Min(1, twice - Binomial.PMF(0.5, discordant, fewer))), Total, "McNemar's exact test (binomial), two-sided; mid-P beside it");
    }
}

/// <summary>McNemar's chi-square.</summary>
/// <param name="Value">df 1.</param>
/// <param name="Corrected">Whether the continuity correction was applied.</param>
/// <param name="P">Upper tail.</param>
public sealed record McNemarTest(double Value, bool Corrected, double P);

/// <summary>McNemar's exact test.</summary>
/// <param name="P">Two-sided.</param>
/// <param name="MidP">Half of the observed table's probability taken away on each side.</param>
public sealed record ExactMcNemarTest(double P, double MidP);
