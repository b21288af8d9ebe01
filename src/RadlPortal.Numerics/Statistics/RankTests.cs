namespace RadlPortal.Numerics.Statistics;

/// <summary>Rank tests of groups and pairs. Exact distributions are counted, not simulated.</summary>
public static class RankTests
{
    /// <summary>Mann and Whitney's test: W = U of the first group (pairs won, ties ½), normal approximation corrected for ties, with and without continuity correction.</summary>
    /// <param name="first">First group, finite.</param>
    /// <param name="second">Second group.</param>
    public static Computed<MannWhitneyTest> MannWhitney(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (Empty<MannWhitneyTest>(first, second) is { } refused) return refused;
        double[] all = [.. first, .. second];
        double m = first.Count, n = second.Count, total = m + n;
        var w = Ranks.Mid(all).Take(first.Count).Sum() - m * (m + 1) / 2;
        var sigma = Math.Sqrt(m * n / 12 * (total + 1 - Ranks.TieSum(all) / (total * (total - 1))));
        if (!(sigma > 0)) return Computed<MannWhitneyTest>.Refused(RefusalReason.NoVariance, "All values are equal, so the groups cannot be compared by rank.", all.Length);
        var deviation = w - m * n / 2;
        return Computed<MannWhitneyTest>.Of(
            new MannWhitneyTest(w, Tails.Normal2((deviation - Math.Sign(deviation) * 0.5) / sigma), Tails.Normal2(deviation / sigma)),
            all.Length,
            "Mann-Whitney, normal approximation corrected for ties, with and without continuity correction");
    }

    /// <summary>Exact Mann-Whitney test by the permutation distribution of the midrank sum, two-sided by the distance from its mean; without ties this is the usual exact test.</summary>
    /// <param name="first">First group.</param>
    /// <param name="second">Second group; together at most 200 subjects.</param>
    public static Computed<ExactTest> MannWhitneyExact(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (Empty<ExactTest>(first, second) is { } refused) return refused;
        if (first.Count + second.Count > ExactRankDistribution.Most) return TooMany<ExactTest>(first.Count + second.Count);
        var distribution = ExactRankDistribution.OfSum([.. Ranks.Mid([.. first, .. second]).Select(rank => (int)(2 * rank))], first.Count);
        var observed = Ranks.Mid([.. first, .. second]).Take(first.Count).Sum(rank => (int)(2 * rank));
        return Computed<ExactTest>.Of(new ExactTest(distribution.TwoSided(observed)), first.Count + second.Count, "exact Mann-Whitney: permutation distribution of the midrank sum, two-sided by distance from its mean");
    }

    /// <summary>Hodges and Lehmann's shift (median of all differences first − second) with its exact 95% interval; without ties only.</summary>
    /// <param name="first">First group.</param>
    /// <param name="second">Second group; together at most 200 subjects.</param>
    public static Computed<ShiftEstimate> HodgesLehmann(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (Empty<ShiftEstimate>(first, second) is { } refused) return refused;
        if (first.Count + second.Count > ExactRankDistribution.Most) return TooMany<ShiftEstimate>(first.Count + second.Count);
        if (Ranks.TieSum([.. first, .. second]) > 0) return Computed<ShiftEstimate>.Refused(RefusalReason.OutOfRange, "With tied values the exact interval of the shift is not defined.", first.Count + second.Count);
        double[] differences = [.. from a in first from b in second select a - b];
        Array.Sort(differences);
        var ranks = Enumerable.Range(1, first.Count + second.Count).Select(rank => 2 * rank).ToArray();
        var distribution = ExactRankDistribution.OfSum(ranks, first.Count);
        // The lower 2.5% quantile of W, at least 1.
        var quantile = 0;
        while (distribution.AtMost(2 * (quantile + first.Count * (first.Count + 1) / 2)) < 0.025) quantile++;
        quantile = Math.Max(1, quantile);
        return Computed<ShiftEstimate>.Of(new ShiftEstimate(Quantiles.OfSorted(differences, 0.5), differences[quantile - 1], differences[differences.Length - quantile]), first.Count + second.Count, "Hodges-Lehmann shift; exact 95% interval");
    }

    /// <summary>Kruskal and Wallis' test, corrected for ties.</summary>
    /// <param name="groups">Two or more, each with subjects.</param>
    public static Computed<TableStatistic> KruskalWallis(IReadOnlyList<IReadOnlyList<double>> groups)
    {
        var present = groups.Where(group => group.Count > 0).ToArray();
        double[] all = [.. present.SelectMany(group => group)];
        if (present.Length < 2) return Computed<TableStatistic>.Refused(RefusalReason.TooFew, "Kruskal and Wallis' test needs at least two groups with values.", all.Length);
        double n = all.Length, sum = 0;
        var ranks = Ranks.Mid(all);
        var start = 0;
        foreach (var group in present)
        {
            var own = ranks.Skip(start).Take(group.Count).Sum();
            sum += own * own / group.Count;
            start += group.Count;
        }

        var ties = 1 - Ranks.TieSum(all) / (n * n * n - n);
        if (!(ties > 0)) return Computed<TableStatistic>.Refused(RefusalReason.NoVariance, "All values are equal, so the groups cannot be compared by rank.", all.Length);
        var h = (12 * sum / (n * (n + 1)) - 3 * (n + 1)) / ties;
        return Computed<TableStatistic>.Of(new TableStatistic(h, present.Length - 1, Tails.ChiSquare(h, present.Length - 1)), all.Length, "Kruskal-Wallis, corrected for ties");
    }

    /// <summary>Wilcoxon's signed-rank test of pairs: V = rank sum of positive differences first − second, zeros left out, normal approximation corrected for ties, with and without continuity correction.</summary>
    /// <param name="first">First measurement.</param>
    /// <param name="second">Second, of the same subjects.</param>
    public static Computed<SignedRankTest> SignedRank(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count) throw new ArgumentException("Both measurements must be of the same subjects.", nameof(second));
        // Ranked as they are in double precision, as R does: 9.8 − 9.7 and 11 − 10.9 are not tied.
        double[] differences = [.. first.Select((value, i) => value - second[i]).Where(d => d != 0)];
        var zeros = first.Count - differences.Length;
        LeftOut[] leftOut = zeros == 0 ? [] : [new LeftOut(zeros, "no difference")];
        if (differences.Length == 0) return Computed<SignedRankTest>.Refused(RefusalReason.NoVariance, "No pair differs, so the signed-rank test has nothing to rank.", 0).LeavingOut(leftOut);
        double[] sizes = [.. differences.Select(Math.Abs)];
        var ranks = Ranks.Mid(sizes);
        var v = ranks.Where((_, i) => differences[i] > 0).Sum();
        double n = sizes.Length, deviation = v - n * (n + 1) / 4, sigma = Math.Sqrt(n * (n + 1) * (2 * n + 1) / 24 - Ranks.TieSum(sizes) / 48);
        return Computed<SignedRankTest>.Of(
            new SignedRankTest(v, Tails.Normal2((deviation - Math.Sign(deviation) * 0.5) / sigma), Tails.Normal2(deviation / sigma)),
            sizes.Length,
            "Wilcoxon's signed ranks, zeros left out, normal approximation corrected for ties, with and without continuity correction").LeavingOut(leftOut);
    }

    private static Computed<T>? Empty<T>(IReadOnlyList<double> first, IReadOnlyList<double> second)
        where T : class => first.Count > 0 && second.Count > 0 ? null : Computed<T>.Refused(RefusalReason.TooFew, $"Both groups need values; there are {first.Count} and {second.Count}.", first.Count + second.Count);

    private static Computed<T> TooMany<T>(int n)
        where T : class => Computed<T>.Refused(RefusalReason.OutOfRange, $"The exact distribution is counted up to {ExactRankDistribution.Most} subjects; there are {n}, for which the normal approximation stands.", n);
}

/// <summary>Mann and Whitney's test.</summary>
/// <param name="W">U of the first group.</param>
/// <param name="P">Two-sided, with continuity correction.</param>
/// <param name="UncorrectedP">Two-sided, without.</param>
public sealed record MannWhitneyTest(double W, double P, double UncorrectedP);

/// <summary>A shift between two groups.</summary>
/// <param name="Value">First − second.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end.</param>
public sealed record ShiftEstimate(double Value, double Lower, double Upper);

/// <summary>A chi-square statistic with its degrees of freedom.</summary>
/// <param name="Value">The statistic.</param>
/// <param name="DegreesOfFreedom">Of it.</param>
/// <param name="P">Upper tail.</param>
public sealed record TableStatistic(double Value, int DegreesOfFreedom, double P);

/// <summary>Wilcoxon's signed-rank test.</summary>
/// <param name="V">Rank sum of the positive differences.</param>
/// <param name="P">Two-sided, with continuity correction.</param>
/// <param name="UncorrectedP">Two-sided, without.</param>
public sealed record SignedRankTest(double V, double P, double UncorrectedP);
