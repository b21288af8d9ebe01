using FsCheck;
using FsCheck.Fluent;
using RadlPortal.Numerics.Statistics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Statistics;

/// <summary>What must hold for any scores and labels.</summary>
public sealed class DiscriminationTests
{
    // Few levels, so that ties are common.
    private static readonly Arbitrary<(double[] Scores, bool[] Labels)> Cohorts = (
        from n in Gen.Choose(4, 40)
        from scores in Gen.Choose(0, 12).Select(level => level / 12.0).ArrayOf(n)
        from labels in Gen.Elements(true, false).ArrayOf(n)
        where labels.Count(l => l) >= 2 && labels.Count(l => !l) >= 2
        select (scores, labels)).ToArbitrary();

    [Fact]
    public void The_auc_of_turned_scores_is_one_minus_the_auc() => Prop.ForAll(Cohorts, c =>
        Math.Abs(Auc(c.Scores, c.Labels) + Auc([.. c.Scores.Select(s => -s)], c.Labels) - 1) < 1e-12).QuickCheckThrowOnFailure();

    [Fact]
    public void The_auc_and_its_error_do_not_change_when_scores_are_stretched_in_order() => Prop.ForAll(Cohorts, c =>
    {
        AucEstimate a = AreaUnderCurve.Estimate(c.Scores, c.Labels).Value!, b = AreaUnderCurve.Estimate([.. c.Scores.Select(s => Math.Exp(5 * s))], c.Labels).Value!;
        return a.Auc == b.Auc && a.StandardError == b.StandardError;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_partial_auc_over_everything_is_the_auc() => Prop.ForAll(Cohorts, c =>
        Math.Abs(PartialAuc.OverSpecificity(c.Scores, c.Labels, 0, 1, 10).Value!.Area - Auc(c.Scores, c.Labels)) < 1e-12 &&
        Math.Abs(PartialAuc.OverSensitivity(c.Scores, c.Labels, 0, 1, 10).Value!.Area - Auc(c.Scores, c.Labels)) < 1e-12).QuickCheckThrowOnFailure();

    [Fact]
    public void A_comparison_turned_round_has_the_opposite_difference_and_the_same_p() => Prop.ForAll(Cohorts, c =>
    {
        double[] other = [.. c.Scores.Select((s, i) => (s + 0.37 * i) % 1)];
        var forth = AreaUnderCurve.Compare(c.Scores, other, c.Labels);
        var back = AreaUnderCurve.Compare(other, c.Scores, c.Labels);
        return forth.Value is null ? back.Value is null : Math.Abs(forth.Value.Difference + back.Value!.Difference) < 1e-12 && Math.Abs(forth.Value.P - back.Value.P) < 1e-9;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bootstrap_repeats_to_the_digit_and_agrees_with_delong()
    {
        var random = new Random(3);
        bool[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0)];
        double[] scores = [.. labels.Select(l => Math.Round(random.NextDouble() + (l ? 0.4 : 0), 2))];

        var once = BootstrapAuc.Interval(scores, labels, 4000, 11).Value!;

        Assert.Equal(once, BootstrapAuc.Interval(scores, labels, 4000, 11).Value);
        Assert.NotEqual(once.Lower, BootstrapAuc.Interval(scores, labels, 4000, 12).Value!.Lower);
        var delong = AreaUnderCurve.Estimate(scores, labels).Value!;
        Assert.Equal(delong.StandardError, once.StandardError, 0.1 * delong.StandardError);
        Assert.Equal(delong.Lower, once.Lower, 0.01);
    }

    [Fact]
    public void Tied_youden_thresholds_are_all_told_and_the_lowest_is_first()
    {
        var choice = RocCurve.BestYouden([0.1, 0.2, 0.6, 0.7, 0.3, 0.4, 0.8, 0.9], [false, false, false, false, true, true, true, true]).Value!;

        Assert.Equal((0.5, 0.25, 0.3), (choice.Index, Math.Round(choice.Thresholds[0].Midway, 12), choice.Thresholds[0].Observed));
        Assert.Equal(2, choice.Thresholds.Count);
    }

    [Fact]
    public void A_standardised_partial_auc_is_one_for_perfection_and_one_half_for_chance()
    {
        bool[] labels = [.. Enumerable.Range(0, 40).Select(i => i >= 20)];
        double[] perfect = [.. labels.Select((l, i) => i / 40.0)], tied = [.. labels.Select(_ => 0.5)];
        foreach (var partial in new[] { PartialAuc.OverSpecificity(perfect, labels, 0.8, 1, 50).Value!, PartialAuc.OverSensitivity(perfect, labels, 0.8, 1, 50).Value! })
        {
            Assert.Equal((0.2, 1.0), (Math.Round(partial.Area, 12), Math.Round(partial.Standardised, 12)));
        }

        Assert.Equal(0.5, PartialAuc.OverSpecificity(tied, labels, 0.8, 1, 50).Value!.Standardised, 1e-12);
        Assert.Equal(0.5, PartialAuc.OverSensitivity(tied, labels, 0.8, 1, 50).Value!.Standardised, 1e-12);
    }

    [Fact]
    public void A_ROC_band_is_what_whole_resampled_curves_give()
    {
        var random = new Random(9);
        bool[] labels = [.. Enumerable.Range(0, 150).Select(i => i % 3 == 0)];
        // One decimal: many ties, so that the curve runs slantwise too.
        double[] scores = [.. labels.Select(l => Math.Round(random.NextDouble() + (l ? 0.4 : 0), 1))];
        var curves = Resampled(scores, labels, 3000, random);
        foreach (var (point, i) in RocBand.OverSpecificity(scores, labels, 8, 3000, 7).Value!.Select((point, i) => (point, i)))
        {
            double[] sensitivities = [.. curves.Select(curve => SensitivityAt(curve, i / 8.0)).Order()];
            Assert.Equal(sensitivities[75], point.Lower, 0.025);
            Assert.Equal(sensitivities[2924], point.Upper, 0.025);
        }
    }

    [Fact]
    public void A_ROC_band_ends_in_the_corner_and_narrows_with_more_subjects()
    {
        double Width(int n)
        {
            var random = new Random(5);
            bool[] labels = [.. Enumerable.Range(0, n).Select(i => i % 2 == 0)];
            var band = RocBand.OverSpecificity([.. labels.Select(l => random.NextDouble() + (l ? 0.3 : 0))], labels, 20, 500).Value!;
            Assert.Equal(new RocBandPoint(0, 1, 1), band[^1]);
            return band.Average(p => p.Upper - p.Lower);
        }

        Assert.InRange(Width(400) / Width(100), 0.35, 0.65);
        Assert.Equal(RefusalReason.OneClass, RocBand.OverSpecificity([0.1, 0.4], [true, true]).Refusal!.Reason);
    }

    private static List<IReadOnlyList<RocPoint>> Resampled(double[] scores, bool[] labels, int replicates, Random random)
    {
        double[] positives = [.. scores.Where((_, i) => labels[i])], negatives = [.. scores.Where((_, i) => !labels[i])];
        double[] Drawn(double[] of) => [.. of.Select(_ => of[random.Next(of.Length)])];
        return [.. Enumerable.Range(0, replicates).Select(_ => RocCurve.Points([.. Drawn(positives), .. Drawn(negatives)], [.. positives.Select(_ => true), .. negatives.Select(_ => false)]))];
    }

    private static double SensitivityAt(IReadOnlyList<RocPoint> curve, double rate)
    {
        var before = curve.Last(p => 1 - p.Specificity <= rate + 1e-12);
        var (x, y) = (1 - before.Specificity, before.Sensitivity);
        if (rate - x < 1e-12) return y;
        var after = curve.First(p => 1 - p.Specificity > rate + 1e-12);
        return y + (after.Sensitivity - y) * (rate - x) / (1 - after.Specificity - x);
    }

    [Fact]
    public void An_operating_point_at_a_wanted_sensitivity_or_specificity_reaches_it_and_the_next_one_would_not() => Prop.ForAll(Cohorts, c =>
    {
        var sensitive = RocCurve.AtSensitivity(c.Scores, c.Labels, 0.8).Value!;
        var specific = RocCurve.AtSpecificity(c.Scores, c.Labels, 0.8).Value!;
        var points = RocCurve.Points(c.Scores, c.Labels);
        return sensitive.Sensitivity >= 0.8 && points.Where(p => p.Specificity > sensitive.Specificity + 1e-9).All(p => p.Sensitivity < 0.8)
            && specific.Specificity >= 0.8 - 1e-12 && points.Where(p => p.Sensitivity > specific.Sensitivity + 1e-9).All(p => p.Specificity < 0.8);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bootstrapped_figures_of_an_operating_point_surround_it()
    {
        var table = new ConfusionTable(60, 25, 20, 95);
        foreach (var stratified in new[] { true, false })
        {
            var f1 = OperatingPointBootstrap.Interval(table, t => t.F1, stratified, 2000, 5).Value!;
            Assert.Equal(120.0 / 165, f1.Value, 1e-12);
            Assert.InRange(f1.Value, f1.Lower, f1.Upper);
            Assert.InRange(f1.Upper - f1.Lower, 0.08, 0.2);
        }

        Assert.Equal(RefusalReason.Undefined, OperatingPointBootstrap.Interval(new ConfusionTable(0, 0, 0, 9), t => t.F1).Refusal!.Reason);
    }

    [Fact]
    public void More_cases_give_more_power_and_the_sample_size_has_the_wanted_one()
    {
        var size = RocPower.SampleSize(0.7, 1, 0.05, 0.8).Value!;

        Assert.InRange(RocPower.Power(0.7, (int)Math.Ceiling(size.Cases), (int)Math.Ceiling(size.Controls), 0.05).Value!.Value, 0.8, 0.83);
        Assert.Equal(RefusalReason.OutOfRange, RocPower.SampleSize(0.4, 1, 0.05, 0.8).Refusal!.Reason);
    }

    [Fact]
    public void Too_few_or_one_class_is_a_typed_refusal()
    {
        Assert.Equal(RefusalReason.OneClass, AreaUnderCurve.Estimate([0.1, 0.4], [true, true]).Refusal!.Reason);
        Assert.Equal(RefusalReason.TooFew, BootstrapAuc.Interval([0.1, 0.4, 0.5], [true, true, false]).Refusal!.Reason);
        Assert.Equal(RefusalReason.Undefined, new ConfusionTable(0, 0, 3, 4).Matthews.Refusal!.Reason);
        Assert.Equal(RefusalReason.TooFew, new ConfusionTable(3, 0, 2, 0).Specificity.Refusal!.Reason);
    }

    [Fact]
    public void Subjects_left_out_are_counted_with_their_reason()
    {
        double?[] scores = [0.2, null, 0.4, double.NaN, 0.9, 0.3], labels = [0, 1, 1, 1, 1, null];

        var cases = CompleteCases.Of(("label", labels), ("score", scores));
        var auc = AreaUnderCurve.Point(cases.Take(scores), [.. cases.Take(labels).Select(l => l == 1)]).LeavingOut(cases.LeftOut);

        Assert.Equal((3, 3), (auc.Basis!.Used, auc.Basis.NotUsed));
        Assert.Equal(["no label", "no score"], auc.Basis.LeftOut.Select(part => part.Why));
    }

    private static double Auc(double[] scores, bool[] labels) => AreaUnderCurve.Point(scores, labels).Value!.Auc;
}
