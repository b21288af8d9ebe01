using System.Globalization;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>The rules as they were applied.</summary>
internal static class DefinitionsSection
{
    public static ReportChapter Chapter(ReportContent content) => new("definitions", "Definitions", [],
    [
        new("definitions", "Rules as applied", [ReportColumn.Text("What"), ReportColumn.Text("Rule")],
        [
            new ReportRow(["PD-L1 positive", $"tumour proportion score ≥ {content.Rules.PdL1PositiveFromPercent.ToString(CultureInfo.InvariantCulture)}%"]),
            new ReportRow(["VOI", content.Rules.Voi]),
            new ReportRow(["Responder", content.Rules.Responder]),
            new ReportRow(["Scores", content.Rules.Scores]),
        ], []),
    ], []);
}
