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
}
