using System.Text;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports;
using Xunit;

namespace RadlPortal.Core.Tests.Reports;

public sealed class ReportChaptersTests
{
    private static readonly SnapshotProfile Profile = new("Original", 1, new string('a', 64), "{}");

    [Fact]
    public void A_full_cohort_has_every_section_and_no_table_or_figure_twice()
    {
        var chapters = ReportChapters.Of(Full());
        Assert.Equal(["discrimination", "comparison", "operating-point", "immunotherapy", "expression", "scores", "calibration", "heterogeneity", "flow", "characteristics", "acquisition", "segmentation", "processing", "definitions", "sensitivity", "provenance"],
            chapters.Select(c => c.Id).Except(["survival"]));
        Assert.Distinct(chapters.SelectMany(c => c.Tables).Select(t => t.Id));
        Assert.Distinct(chapters.SelectMany(c => c.Figures).Select(f => f.Id));
        Assert.All(chapters.SelectMany(c => c.Tables), t => Assert.All(t.Rows, r => Assert.True(r.Why is null ? r.Cells.Count == t.Columns.Count : r.Cells.Count < t.Columns.Count, $"{t.Id}: {string.Join('|', r.Cells.Select(c => c.Text))}")));
    }

    [Fact]
    public void No_table_of_any_cohort_shows_a_number_that_is_none()
    {
        ReportContent[] contents = [Full(), SnapshotBuilder.Report([]), SnapshotBuilder.Report([SnapshotBuilder.Member(0, 0.5, true, null)]), SnapshotBuilder.Report([.. Enumerable.Range(0, 12).Select(i => SnapshotBuilder.Member(i, 0.5, i % 2 == 0, i % 3 == 0))])];
        foreach (var text in contents.SelectMany(c => ReportChapters.Of(c)).SelectMany(c => c.Tables).SelectMany(t => t.Rows).SelectMany(r => r.Cells).Select(c => c.Text))
        {
            Assert.DoesNotContain("NaN", text);
            Assert.DoesNotContain("∞", text);
        }
    }

    [Fact]
    public void Marks_of_figures_lie_within_finite_axes()
    {
        foreach (var plot in ReportChapters.Of(Full()).SelectMany(c => c.Figures))
            Assert.True(double.IsFinite(plot.X.From) && double.IsFinite(plot.X.To) && plot.X.From != plot.X.To && double.IsFinite(plot.Y.From) && plot.Y.From != plot.Y.To, plot.Id);
    }

    [Fact]
    public void Sections_can_be_chosen() =>
        Assert.Equal(["discrimination", "flow"], ReportChapters.Of(Full(), ["flow", "discrimination", "no-such"]).Select(c => c.Id));

    [Fact]
    public void A_table_goes_out_as_CSV_that_says_what_it_is_and_starts_no_formula()
    {
        var content = Full();
        var table = ReportChapters.Of(content).SelectMany(c => c.Tables).Single(t => t.Id == "auc");
        var lines = Encoding.UTF8.GetString(ReportTableCsv.Write(content, table with { Rows = [new ReportRow(["=1+1", "a,b"])] })).Split('\n');
        Assert.Equal("# For research use only.", lines[0]);
        Assert.Contains(content.SnapshotSha256, lines[1]);
        Assert.Equal("'=1+1,\"a,b\"", lines[3]);
    }

    [Fact]
    public void Objective_response_has_both_denominators()
    {
        var members = Enumerable.Range(0, 10).Select(i => SnapshotBuilder.Member(i, 0.1 * i, i % 2 == 0, i < 4) with { }).ToList();
        members[9] = members[9] with { Response = "NE", Responder = null };
        var objective = SnapshotBuilder.Report(members).Objective!;
        Assert.Equal((4, 10, 4, 9), (objective.AllTreated!.Count, objective.AllTreated.Of, objective.Evaluable!.Count, objective.Evaluable.Of));
    }

    [Fact]
    public void A_part_with_fewer_than_five_of_a_class_has_no_figure()
    {
        var members = Enumerable.Range(0, 24).Select(i => SnapshotBuilder.Member(i, i / 24.0, i % 2 == 0, null) with { Site = i < 4 ? "small" : "large" }).ToList();
        var bySite = SnapshotBuilder.Report(members).Subgroups.Where(s => s.By == "Site" && s.Signature == "RAsig").ToDictionary(s => s.Group);
        Assert.Null(bySite["small"].Auc);
        Assert.NotNull(bySite["large"].Auc);
    }

    private static ReportContent Full() => SnapshotBuilder.Report(
        [.. Enumerable.Range(0, 40).Select(i => SnapshotBuilder.Member(i, (i * 7 % 40) / 40.0, i % 3 == 0, i % 2 == 0) with
        {
            Cd274 = i * 1.5,
            Series = new SnapshotSeries($"1.2.{i}", "Maker", "Model", "B", 120, i % 2 == 0 ? 1 : 3, 0.7, 100),
            Voi = new SnapshotVoi(Guid.Empty, 1, 1, new string('b', 64), "1.2", 100, 10 + i),
            Features = new SnapshotFeatures(Guid.Empty, Profile.Sha256, "1"),
            FollowUp = new SnapshotFollowUp(i - 30, 3 + i % 5, 2 + i % 7, i % 2 == 0, 5 + i % 9, i % 3 == 0),
            SecondRead = i < 10 ? new SnapshotSecondRead(Guid.Empty, "c", 11 + i, 0.8 + 0.01 * i, 2, 0.5) : null,
            AgeYears = 60 + i % 7,
            Sex = i % 2 == 0 ? "F" : "M",
            Histology = i % 4 == 0 ? "squamous" : "adenocarcinoma",
        })], Profile, [new SnapshotFeatureAgreement("original_firstorder_Mean", 0.9, 0.8, 0.95, 10), new SnapshotFeatureAgreement("wavelet-HHH_glcm_Id", 0.4, 0.1, 0.6, 10)]);
}
