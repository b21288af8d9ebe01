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
        var table = ReportChapters.Of(content).SelectMany(c => c.Tables).Single(t => t.Id == "delong");
        var lines = Csv(content, table with { Columns = [ReportColumn.Text("name"), ReportColumn.Text("other")], Rows = [new ReportRow(["=1+1", "a,b"])] });
        Assert.Equal("name,other,origin", lines[0]);
        Assert.Equal($"'=1+1,\"a,b\",For research use only; {table.Title}; snapshot {content.SnapshotSha256}", lines[1]);
    }

    [Fact]
    public void A_table_as_CSV_has_one_number_in_a_column()
    {
        var content = Full();
        var tables = ReportChapters.Of(content).SelectMany(c => c.Tables).ToDictionary(t => t.Id);
        Assert.Equal("Signature,AUC,95% CI (DeLong) lower,95% CI (DeLong) upper,95% CI (bootstrap) lower,95% CI (bootstrap) upper,SE,PD-L1 +,PD-L1 −,origin", Csv(content, tables["auc"])[0]);
        var cells = Csv(content, tables["auc"])[1].Split(',');
        Assert.Equal(content.Discrimination[0].Auc!.Lower, double.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture), 0.0005);
        Assert.StartsWith("Signature,Threshold,TP,FP,FN,TN,\"Sensitivity, %\",\"Sensitivity lower, %\",\"Sensitivity upper, %\",", Csv(content, tables["operating-point"])[0]);
        Assert.Contains("\"Predicted positive, %\",Predicted positive count,Predicted positive of,\"Predicted positive lower, %\",", Csv(content, tables["response"])[0]);
        foreach (var table in tables.Values) Assert.All(Csv(content, table), line => Assert.Equal(Commas(Csv(content, table)[0]), Commas(line)));
    }

    [Fact]
    public void A_survival_table_as_CSV_keeps_a_bound_that_was_not_reached()
    {
        var content = Full();
        var table = new ReportTable("survival", "Survival", [ReportColumn.Number("n (events), positive"), ReportColumn.Number("Median, months (95% CI), positive")], [new ReportRow(["9 (6)", "7.4 (1.8 to not reached)"]), new ReportRow(["7 (2)", "not reached"]), new ReportRow(["5 (1)", "not reached (7.2 to not reached)"])], []);
        var lines = Csv(content, table);
        Assert.Equal("\"n, positive\",\"events, positive\",\"Median, months, positive\",\"Median, months, positive lower\",\"Median, months, positive upper\",origin", lines[0]);
        Assert.StartsWith("9,6,7.4,1.8,not reached,", lines[1]);
        Assert.StartsWith("7,2,not reached,,,", lines[2]);
        Assert.StartsWith("5,1,not reached,7.2,not reached,", lines[3]);
    }

    private static string[] Csv(ReportContent content, ReportTable table) => Encoding.UTF8.GetString(ReportTableCsv.Write(content, table)).TrimEnd('\n').Split('\n');

    private static int Commas(string line) => line.Split('"').Where((_, i) => i % 2 == 0).Sum(outside => outside.Count(c => c == ','));

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
