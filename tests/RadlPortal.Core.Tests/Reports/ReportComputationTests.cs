using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports;
using Xunit;
using static RadlPortal.Core.Tests.Reports.SnapshotBuilder;

namespace RadlPortal.Core.Tests.Reports;

public sealed class ReportComputationTests
{
    /// <summary>The published table: 56 of 87 against 19 of 58 responders, chi-square 12.688 with Yates' correction.</summary>
    [Fact]
    public void Gives_the_published_response_rates_and_chi_square()
    {
        var members = Enumerable.Range(0, 145).Select(i => Member(i, score: i < 87 ? 0.9 : 0.1, positive: i % 2 == 0, responder: i < 56 || i is >= 87 and < 106)).ToList();
        var fusion = Report(members).Response[^1];
        Assert.Equal((56, 87, 19, 58), (fusion.PredictedPositive!.Count, fusion.PredictedPositive.Of, fusion.PredictedNegative!.Count, fusion.PredictedNegative.Of));
        Assert.Equal(12.688, fusion.Yates!.Value, 3);
        Assert.True(fusion.Yates.Yates);
    }

    [Fact]
    public void Says_why_there_is_no_figure_when_a_cohort_has_one_class()
    {
        var report = Report([.. Enumerable.Range(0, 5).Select(i => Member(i, 0.1 * i, positive: true, responder: null))]);
        Assert.All(report.Discrimination, d => Assert.Null(d.Auc));
        Assert.All(report.Discrimination, d => Assert.Contains("at least two positive and two negative", d.Why));
        Assert.All(report.Comparisons, c => Assert.NotNull(c.Why));
        Assert.Empty(report.Response);
        Assert.Empty(report.Expression);
    }

    [Fact]
    public void Names_every_subject_that_a_figure_lacks_with_the_reason()
    {
        var without = Member(1, 0.5, true, null) with { Scores = [], Omissions = ["no VOI saved"], PdL1Positive = null };
        var left = Assert.Single(Report([Member(0, 0.5, true, null), without]).LeftOut);
        Assert.Equal(("S001", "no VOI saved; no PD-L1 score"), (left.Subject, string.Join("; ", left.Reasons)));
    }

    [Fact]
    public void Gives_the_same_bytes_for_the_same_snapshot_and_survives_reading_back()
    {
        var members = Enumerable.Range(0, 24).Select(i => Member(i, (i * 7 % 24) / 24.0, i % 3 == 0, i % 2 == 0) with { Cd274 = i * 1.5 }).ToList();
        var json = ReportJson.Write(Report(members));
        Assert.Equal(json, ReportJson.Write(Report(members)));
        Assert.Equal(json, ReportJson.Write(CanonicalJson.Read<ReportContent>(json)));
        Assert.Equal(24, Report(members).Expression[0].Pearson!.Subjects);
    }

    [Fact]
    public void Compares_each_pair_of_signatures_once_and_adjusts_for_all() =>
        Assert.Equal(["RADLsig-DLsig", "RADLsig-RAsig", "DLsig-RAsig"], Report([.. Enumerable.Range(0, 24).Select(i => Member(i, i / 24.0, i % 3 == 0, null))]).Comparisons.Select(c => $"{c.First}-{c.Second}"));

    [Fact]
    public void A_better_signature_reclassifies_both_classes_and_the_table_says_by_how_much()
    {
        // The fusion gives every positive 0.2 more and every negative 0.2 less than its parts; half of the subjects cross the threshold of 0.5.
        var members = Enumerable.Range(0, 40).Select(i => Member(i, i % 4 < 2 ? 0.35 : 0.6, i % 2 == 0, null)).Select(m => m with
        {
            Scores = [.. m.Scores.Select(s => s.Signature == "RADLsig" ? s with { Value = s.Value + (m.PdL1Positive == true ? 0.2 : -0.2) } : s)],
        }).ToList();
        members[0] = members[0] with { Scores = [.. members[0].Scores.Select(s => s with { Value = 0.4 })] };

        var report = Report(members);
        var fusion = report.Reclassification[0];

        Assert.Equal(("RADLsig", "DLsig", 40), (fusion.Updated, fusion.Old, fusion.Subjects));
        Assert.Equal(0.95 + 1, fusion.Continuous!.Total, 12);
        Assert.Equal(9 / 20.0 + 10 / 20.0, fusion.Categories!.Total, 12);
        Assert.Equal(0.19 + 0.2, fusion.Integrated!.Value, 12);
        var parts = report.Reclassification[^1];
        Assert.Null(parts.Continuous);
        Assert.Contains("No subject changes", parts.Why);
    }

    [Fact]
    public void Calibration_counts_the_degrees_of_freedom_of_a_validation_cohort_as_its_groups()
    {
        var report = Report([.. Enumerable.Range(0, 200).Select(i => Member(i, 0.1 + 0.8 * i / 200, i * 7 % 200 < i, null))]);
        Assert.Equal(10, report.Calibration[0].Groups!.Groups.Count);
        var table = ReportChapters.Of(report, ["calibration"]).Single().Tables.Single();
        Assert.Contains("(10), P ", table.Rows[0].Cells[^1].Text);
    }

    [Fact]
    public void The_band_of_a_ROC_curve_encloses_its_curve_where_it_is_not_at_an_end()
    {
        var discrimination = Report([.. Enumerable.Range(0, 80).Select(i => Member(i, i * 13 % 80 / 80.0, i * 13 % 80 + i % 30 > 50, null))]).Discrimination[0];
        var middle = discrimination.Band.Single(p => Math.Abs(p.Specificity - 0.5) < 1e-9);
        var curve = discrimination.Curve.Where(p => Math.Abs(p.Specificity - 0.5) < 0.03).Average(p => p.Sensitivity);
        Assert.InRange(curve, middle.Lower, middle.Upper);
    }

    [Fact]
    public void Hosmer_and_Lemeshow_are_refused_where_a_tenth_expects_fewer_than_one_subject()
    {
        var table = ReportChapters.Of(Report([.. Enumerable.Range(0, 18).Select(i => Member(i, (i + 0.5) / 18, i % 3 > 0, null))]), ["calibration"]).Single().Tables.Single();
        Assert.Equal("none: a tenth expects fewer than one subject", table.Rows[0].Cells[^1].Text);
    }

    [Fact]
    public void Under_other_rules_too_few_of_a_class_give_no_AUC_and_the_classes_are_counted()
    {
        var report = Report([.. Enumerable.Range(0, 30).Select(i => Member(i, i / 30.0, i % 2 == 0, null) with { PdL1TpsPercent = i < 2 ? 60 : i % 2 == 0 ? 5 : 0 })]);
        var half = report.Sensitivity.First(s => s.Change.Contains("50%"));
        Assert.Equal((2, 28), (half.Positives, half.Negatives));
        Assert.Null(half.Auc);
        Assert.Contains("fewer than 5", half.Why);
    }

    [Fact]
    public void A_median_that_is_not_reached_keeps_the_lower_end_of_its_interval()
    {
        // Three of nine die: the curve stays above one half, its lower band does not.
        var report = Report([.. Enumerable.Range(0, 18).Select(i => Member(i, i < 9 ? 0.9 : 0.1, i % 2 == 0, null) with { FollowUp = new SnapshotFollowUp(null, null, null, null, 1 + i % 9, i % 9 < 4) })]);
        var group = report.Survival.First(s => s.Signature == "RAsig").Positive;
        Assert.Null(group.MedianMonths);
        Assert.NotNull(group.MedianLower);
        Assert.Contains($"not reached ({Figures.One(group.MedianLower.Value)} to not reached)", ReportChapters.Of(report, ["survival"]).Single().Tables[0].Rows[0].Cells[3].Text.Replace('\u00A0', ' '));
    }

    [Fact]
    public void What_is_the_same_in_all_subjects_divides_nothing_and_small_parts_are_named_once()
    {
        var members = Enumerable.Range(0, 40).Select(i => Member(i, i * 7 % 40 / 40.0, i % 2 == 0, null) with { Site = i < 4 ? "small" : i < 22 ? "north" : "lake", Sex = "F" }).ToList();
        var chapter = ReportChapters.Of(Report(members), ["heterogeneity"]).Single();
        Assert.Equal(["lake", "north"], chapter.Tables.Single().Rows.Select(r => r.Cells[2].Text).Distinct().Order());
        Assert.Contains("site small (2/2)", chapter.Tables.Single().Notes[0]);
    }
}
