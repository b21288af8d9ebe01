using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Statistics;

/// <summary>Calibration, decision curve and reclassification on data made here.</summary>
public sealed class CalibrationTests
{
    private readonly double[] probabilities;
    private readonly bool[] labels;

    public CalibrationTests()
    {
        var random = new Random(8);
        probabilities = [.. Enumerable.Range(0, 400).Select(_ => Math.Round(0.02 + 0.96 * random.NextDouble(), 3))];
        labels = [.. probabilities.Select(p => random.NextDouble() < p)];
    }

    [Fact]
    public void A_recalibrated_model_has_intercept_0_slope_1_and_no_unreliability()
    {
        var line = Calibration.Line(probabilities, labels).Value!;
        double[] mended = [.. probabilities.Select(p => LogisticModel.Probability(line.Intercept + line.Slope * Math.Log(p / (1 - p))))];

        var again = Calibration.Line(mended, labels).Value!;

        Assert.Equal((0.0, 1.0), (Math.Round(again.Intercept, 9) + 0.0, Math.Round(again.Slope, 9)));
        Assert.Equal(0, Calibration.InTheLarge(mended, labels).Value!.Intercept, 1e-9);
        Assert.Equal(0, Calibration.Indexes(mended, labels).Value!.UChiSquare, 1e-9);
    }

    [Fact]
    public void Probabilities_of_0_and_1_are_left_out_of_the_slope_and_counted()
    {
        var line = Calibration.Line([.. probabilities, 0, 1, 1], [.. labels, false, true, false]);

        Assert.Equal((400, 3), (line.Basis!.Used, line.Basis.NotUsed));
        Assert.Equal(Calibration.Line(probabilities, labels).Value!.Slope, line.Value!.Slope);
    }

    [Fact]
    public void Raw_scores_are_refused_where_probabilities_are_needed()
    {
        Assert.Equal(RefusalReason.OutOfRange, Calibration.Brier([1.2, 0.3], [true, false]).Refusal!.Reason);
        Assert.Equal(RefusalReason.OutOfRange, DecisionCurve.At([-3, 0.3], [true, false], 0.5).Refusal!.Reason);
    }

    [Fact]
    public void Separation_is_refused_and_a_constant_predictor_is_dropped_by_name()
    {
        Assert.Equal(RefusalReason.Separation, LogisticRegression.Fit(["x"], [[1], [2], [3], [4], [5]], [false, false, true, true, true]).Refusal!.Reason);
        Assert.Equal(RefusalReason.Separation, LogisticRegression.Fit(["x"], [[1], [2], [3], [3], [4], [5]], [false, false, false, true, true, true]).Refusal!.Reason);
        double[][] rows = [.. probabilities.Select(p => new[] { p, 3.14, 2 * p - 1 })];

        var fit = LogisticRegression.Fit(["p", "constant", "twice"], rows, labels).Value!;

        Assert.Equal(["constant", "twice"], fit.Dropped);
        Assert.Equal("p", Assert.Single(fit.Terms).Name);
    }

    [Fact]
    public void A_subject_far_away_is_not_taken_for_separation()
    {
        double[][] rows = [.. probabilities.Select((p, i) => new[] { i == 0 ? 5000 : p })];
        bool[] outcome = [.. labels.Select((label, i) => i == 0 || label)];

        var far = LogisticRegression.Fit(["p"], rows, outcome);

        Assert.Null(far.Why);
        Assert.True(double.IsFinite(far.Value!.Terms[0].Estimate));
    }

    [Fact]
    public void A_profile_interval_ends_where_the_likelihood_has_fallen_by_half_a_chi_square()
    {
        double[][] rows = [.. probabilities.Select(p => new[] { p })];
        var fit = LogisticRegression.Fit(["p"], rows, labels).Value!;
        var ends = LogisticRegression.ProfileInterval(["p"], rows, labels, 0).Value!;

        foreach (var end in new[] { ends.Lower, ends.Upper })
        {
            var restricted = LogisticRegression.Fit([], [.. rows.Select(_ => Array.Empty<double>())], labels, [.. probabilities.Select(p => end * p)]).Value!;
            Assert.Equal(3.841458820694124, 2 * (fit.LogLikelihood - restricted.LogLikelihood), 1e-8);
        }

        Assert.InRange(fit.Terms[0].Estimate, ends.Lower, ends.Upper);
    }

    [Fact]
    public void The_smooth_curve_of_a_straight_relation_is_straight()
    {
        double[] x = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];

        Assert.All(Lowess.Smooth(x, [.. x.Select(v => 0.2 + 0.5 * v)]), point => Assert.Equal(0.2 + 0.5 * point.X, point.Y, 1e-12));
    }

    [Fact]
    public void Net_benefit_of_a_model_that_treats_everybody_is_that_of_treating_all()
    {
        var benefit = DecisionCurve.At([.. probabilities.Select(_ => 0.9)], labels, 0.25).Value!;

        Assert.Equal(benefit.TreatAll, benefit.Model, 1e-14);
        Assert.Equal(0, benefit.AvoidedPer100, 1e-9);
    }

    [Fact]
    public void Reclassification_turned_round_has_the_opposite_sign()
    {
        double[] other = [.. probabilities.Select((p, i) => Math.Clamp(p + ((i * 37 % 11) - 5) / 40.0, 0.01, 0.99))];
        Assert.Equal(Reclassification.Continuous(probabilities, other, labels).Value!.Total, -Reclassification.Continuous(other, probabilities, labels).Value!.Total, 1e-12);
        Assert.Equal(Reclassification.Integrated(probabilities, other, labels).Value!.Value, -Reclassification.Integrated(other, probabilities, labels).Value!.Value, 1e-12);
        Assert.Equal(RefusalReason.NoVariance, Reclassification.Categorical(probabilities, probabilities, labels, [0.5]).Refusal!.Reason);
    }
}
