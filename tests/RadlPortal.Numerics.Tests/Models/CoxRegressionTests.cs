using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Models;

/// <summary>Survival curves, tests and Cox models on data made here.</summary>
public sealed class CoxRegressionTests
{
    private readonly FollowUp followUp;
    private readonly double[] score;
    private readonly string[] groups;

    public CoxRegressionTests()
    {
        var random = new Random(9);
        score = [.. Enumerable.Range(0, 80).Select(_ => random.NextDouble())];
        // Whole months, so that ties are common.
        double[] times = [.. score.Select(s => Math.Ceiling(-12 * Math.Log(random.NextDouble()) / Math.Exp(1.5 * s)))];
        followUp = new FollowUp(times, [.. times.Select(_ => random.NextDouble() < 0.8)]);
        groups = [.. score.Select(s => s > 0.5 ? "high" : "low")];
    }

    [Theory]
    [InlineData(TiedEvents.Efron)]
    [InlineData(TiedEvents.Breslow)]
    [InlineData(TiedEvents.Exact)]
    public void A_hazard_ratio_does_not_depend_on_the_unit_of_time_nor_on_the_predictors_origin(TiedEvents ties)
    {
        double[][] rows = [.. score.Select(s => new[] { s })], shifted = [.. score.Select(s => new[] { 10 * s - 300 })];
        var fit = CoxRegression.Fit(followUp, ["score"], rows, ties).Value!;

        Assert.Equal(fit.Terms[0].Estimate, CoxRegression.Fit(new FollowUp([.. followUp.Times.Select(t => t * 30.4)], followUp.Events), ["score"], rows, ties).Value!.Terms[0].Estimate, 1e-9);
        Assert.Equal(fit.Terms[0].Estimate, 10 * CoxRegression.Fit(followUp, ["score"], shifted, ties).Value!.Terms[0].Estimate, 1e-7);
    }

    [Fact]
    public void The_score_test_of_a_group_with_exact_ties_is_the_log_rank_test()
    {
        double[][] rows = [.. groups.Select(g => new[] { g == "high" ? 1.0 : 0 })];

        Assert.Equal(LogRank.Test(followUp, groups).Value!.ChiSquare, CoxRegression.Fit(followUp, ["high"], rows, TiedEvents.Exact).Value!.Score, 1e-9);
    }

    [Fact]
    public void Without_ties_all_three_handlings_agree()
    {
        var untied = new FollowUp([.. followUp.Times.Select((t, i) => t + i * 1e-4)], followUp.Events);
        double[][] rows = [.. score.Select(s => new[] { s })];
        var estimates = Enum.GetValues<TiedEvents>().Select(ties => CoxRegression.Fit(untied, ["score"], rows, ties).Value!.Terms[0].Estimate).ToArray();

        Assert.All(estimates, e => Assert.Equal(estimates[0], e, 1e-9));
    }

    [Fact]
    public void Monotone_likelihood_no_events_and_a_constant_are_refused_by_kind()
    {
        var monotone = new FollowUp([2, 4, 6, 8, 10, 12], [true, true, true, false, false, false]);
        double[][] rows = [[1], [1], [1], [0], [0], [0]];
        Assert.Equal(RefusalReason.Separation, CoxRegression.Fit(monotone, ["group"], rows).Refusal!.Reason);
        var none = new FollowUp(monotone.Times, [.. monotone.Events.Select(_ => false)]);
        Assert.Equal(RefusalReason.NoEvents, CoxRegression.Fit(none, ["group"], rows).Refusal!.Reason);
        Assert.Equal(RefusalReason.NoEvents, LogRank.Test(none, ["a", "a", "a", "b", "b", "b"]).Refusal!.Reason);
        Assert.Equal(RefusalReason.NotReached, KaplanMeier.Of(none).Value!.Median(SurvivalScale.Log).Refusal!.Reason);
        Assert.Equal(RefusalReason.Collinear, CoxRegression.Fit(monotone, ["constant"], [.. rows.Select(_ => new[] { 2.0 })]).Refusal!.Reason);
    }

    [Fact]
    public void A_curve_without_censoring_is_the_share_still_alive_and_stays_in_its_interval()
    {
        var all = new FollowUp(followUp.Times, [.. followUp.Events.Select(_ => true)]);
        var curve = KaplanMeier.Of(all).Value!;

        foreach (var step in curve.Steps)
        {
            Assert.Equal(all.Times.Count(t => t > step.Time) / (double)all.Count, step.Survival, 1e-12);
            foreach (var scale in Enum.GetValues<SurvivalScale>())
            {
                if (KaplanMeier.Interval(step, scale) is { } interval) Assert.InRange(step.Survival, interval.Lower, interval.Upper);
            }
        }
    }

    [Fact]
    public void Beyond_the_last_follow_up_the_curve_is_level_and_says_so()
    {
        var curve = KaplanMeier.Of(new FollowUp([1, 2, 3], [true, false, false])).Value!;

        var late = curve.At(100, SurvivalScale.Log);

        Assert.Equal(2.0 / 3, late.Value!.Survival, 1e-12);
        Assert.Equal(0, late.Value.AtRisk);
        Assert.Contains("nobody is followed beyond 3", late.Basis!.Method, StringComparison.Ordinal);
    }

    [Fact]
    public void At_survival_0_there_is_no_error_and_no_interval()
    {
        var end = KaplanMeier.Of(new FollowUp([1, 2, 3], [true, true, true])).Value!.At(3, SurvivalScale.LogLog).Value!;

        Assert.Equal((0.0, null, null), (end.Survival, end.StandardError, end.Interval));
    }

    [Fact]
    public void Concordance_as_risk_and_as_protection_add_up_to_one()
    {
        double risk = Concordance.Harrell(followUp, score, true).Value!.Index, protection = Concordance.Harrell(followUp, score, false).Value!.Index;
        Assert.Equal(1, risk + protection, 1e-12);
        Assert.True(risk > 0.5);
        Assert.Equal(0.5, Concordance.Harrell(followUp, [.. score.Select(_ => 1.0)], true).Value!.Index);
    }
}
