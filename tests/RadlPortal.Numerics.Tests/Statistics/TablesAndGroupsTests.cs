using FsCheck;
using FsCheck.Fluent;
using RadlPortal.Numerics.Statistics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Statistics;

/// <summary>What must hold for any table and any groups.</summary>
public sealed class TablesAndGroupsTests
{
    private static readonly Arbitrary<TwoByTwo> Tables = (
        from a in Gen.Choose(0, 25)
        from b in Gen.Choose(0, 25)
        from c in Gen.Choose(0, 25)
        from d in Gen.Choose(0, 25)
        where a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0
        select new TwoByTwo(a, b, c, d)).ToArbitrary();

    private static readonly Arbitrary<(double[] A, double[] B)> Groups = (
        from n in Gen.Choose(3, 9)
        from m in Gen.Choose(3, 9)
        from a in Gen.Choose(0, 15).Select(v => v / 2.0).ArrayOf(n)
        from b in Gen.Choose(0, 15).Select(v => v / 2.0).ArrayOf(m)
        where a.Concat(b).Distinct().Count() > 1
        select (a, b)).ToArbitrary();

    [Fact]
    public void Turning_a_table_keeps_its_tests_and_inverts_its_odds_ratio() => Prop.ForAll(Tables, t =>
    {
        var turned = new TwoByTwo(t.C, t.D, t.A, t.B);
        return Near(t.Fisher().Value!.P, turned.Fisher().Value!.P) && Near(t.ChiSquare(true).Value!.Value, turned.ChiSquare(true).Value!.Value)
            && Near(t.OddsRatioHaldane().Value!.Value * turned.OddsRatioHaldane().Value!.Value, 1)
            && Near(t.RiskDifference().Value!.Newcombe.Lower, -turned.RiskDifference().Value!.Newcombe.Upper);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_general_exact_test_of_a_2x2_table_is_fishers_test() => Prop.ForAll(Tables, t =>
        Math.Abs(t.Fisher().Value!.P - new ContingencyTable([[t.A, t.B], [t.C, t.D]]).Fisher().Value!.P) < 1e-9).QuickCheckThrowOnFailure();

    [Fact]
    public void The_exact_odds_ratio_lies_in_its_interval_whose_ends_are_where_a_one_sided_test_gives_2_5_percent() => Prop.ForAll(Tables, t =>
    {
        var ratio = t.ConditionalOddsRatio().Value!;
        return ratio.Interval!.Lower <= ratio.Value && ratio.Value <= ratio.Interval.Upper;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_exact_test_of_a_3x3_table_sums_all_tables_that_are_not_likelier()
    {
        int[][] observed = [[3, 1, 0], [1, 2, 2], [0, 1, 4]];
        double Log(int[][] t) => -t.Sum(row => row.Sum(MathNet.Numerics.SpecialFunctions.FactorialLn));
        List<double> logs = [];
        for (var a = 0; a <= 4; a++)
            for (var b = 0; a + b <= 4; b++)
                for (var c = 0; c <= 4 - a; c++)
                    for (var d = 0; d <= 4 - b && c + d <= 5; d++)
                    {
                        int[][] t = [[a, b, 4 - a - b], [c, d, 5 - c - d], [4 - a - c, 4 - b - d, 6 - (4 - a - b) - (5 - c - d)]];
                        if (t.All(row => row.All(n => n >= 0))) logs.Add(Log(t));
                    }

        var expected = logs.Where(l => l <= Log(observed) + 1e-7).Sum(Math.Exp) / logs.Sum(Math.Exp);

        Assert.Equal(expected, new ContingencyTable(observed).Fisher().Value!.P, 1e-12);
    }

    [Fact]
    public void An_exact_rank_test_counts_all_choices_of_who_is_in_the_first_group() => Prop.ForAll(Groups, g =>
    {
        var ranks = Ranks.Mid([.. g.A, .. g.B]);
        double mean = g.A.Length * (ranks.Length + 1) / 2.0, distance = Math.Abs(ranks.Take(g.A.Length).Sum() - mean) - 1e-9;
        int all = 0, far = 0;
        for (var mask = 0; mask < 1 << ranks.Length; mask++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)mask) != g.A.Length) continue;
            all++;
            if (Math.Abs(ranks.Where((_, i) => (mask >> i & 1) == 1).Sum() - mean) >= distance) far++;
        }

        return Math.Abs((double)far / all - RankTests.MannWhitneyExact(g.A, g.B).Value!.P) < 1e-9;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void Tests_of_two_groups_turned_round_keep_p() => Prop.ForAll(Groups, g =>
        Near(RankTests.MannWhitney(g.A, g.B).Value!.P, RankTests.MannWhitney(g.B, g.A).Value!.P)
        && Near(RankTests.KruskalWallis([g.A, g.B]).Value!.P, RankTests.MannWhitney(g.A, g.B).Value!.UncorrectedP)
        && (MeanTests.Welch(g.A, g.B).Value is not { } t || Near(t.P, MeanTests.Welch(g.B, g.A).Value!.P))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_partial_correlation_is_the_textbooks_for_one_covariate()
    {
        var random = new Random(2);
        double[] z = [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble())], x = [.. z.Select(v => v + random.NextDouble())], y = [.. z.Select(v => 2 * v + random.NextDouble())];
        double R(double[] a, double[] b) => Correlation.Pearson(a, b).Value!.R;
        var expected = (R(x, y) - R(x, z) * R(y, z)) / Math.Sqrt((1 - R(x, z) * R(x, z)) * (1 - R(y, z) * R(y, z)));

        Assert.Equal(expected, Correlation.Partial(x, y, [z]).Value!.R, 1e-10);
        Assert.Equal(RefusalReason.NoVariance, Correlation.Partial(x, z, [z]).Refusal!.Reason);
        Assert.Equal(RefusalReason.NoVariance, Correlation.Pearson(x, [.. x.Select(_ => 1.0)]).Refusal!.Reason);
    }

    [Fact]
    public void Clopper_pearson_ends_are_where_the_binomial_tail_is_2_5_percent()
    {
        var interval = Proportion.ClopperPearson(7, 30).Value!;
        double Tail(double p, int from, int to) => Enumerable.Range(from, to - from + 1).Sum(k => MathNet.Numerics.Distributions.Binomial.PMF(p, 30, k));
        Assert.Equal(0.025, Tail(interval.Lower, 7, 30), 1e-10);
        Assert.Equal(0.025, Tail(interval.Upper, 0, 7), 1e-10);
        Assert.Equal(RefusalReason.TooFew, Proportion.Wilson(0, 0).Refusal!.Reason);
    }

    [Fact]
    public void Adjusted_p_values_are_monotone_and_never_smaller()
    {
        double[] p = [0.01, 0.02, 0.03, 0.04, 0.2, 0.9];
        foreach (var adjusted in new[] { Multiplicity.Holm(p), Multiplicity.Hochberg(p), Multiplicity.Bonferroni(p), Multiplicity.BenjaminiHochberg(p), Multiplicity.BenjaminiYekutieli(p) })
        {
            Assert.All(adjusted.Zip(p), pair => Assert.InRange(pair.First, pair.Second, 1));
            Assert.Equal(adjusted.Order(), adjusted);
        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a));
}
