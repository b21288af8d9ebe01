using System.Text;

namespace RadlPortal.Core.Reports;

/// <summary>One table of a report as CSV, with the text that the report shows.</summary>
public static class ReportTableCsv
{
    public static byte[] Write(ReportContent content, ReportTable table)
    {
        var csv = new StringBuilder(content.Study.IsSynthetic ? "# For research use only. Synthetic data.\n" : "# For research use only.\n");
        csv.Append("# ").Append(table.Title).Append("; snapshot ").Append(content.SnapshotSha256).Append('\n');
        csv.AppendJoin(',', table.Columns.Select(c => CsvText.Quoted(c.Name))).Append('\n');
        foreach (var row in table.Rows) csv.AppendJoin(',', row.Cells.Select(c => CsvText.Quoted(c.Text)).Concat(row.Why is null ? [] : [CsvText.Quoted(row.Why)])).Append('\n');
        foreach (var note in table.Notes) csv.Append("# ").Append(note).Append('\n');
        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
