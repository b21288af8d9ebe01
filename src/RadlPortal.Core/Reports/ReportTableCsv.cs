using System.Text;

namespace RadlPortal.Core.Reports;

/// <summary>One table of a report as CSV that a statistician's program reads as it is: the header first, one number a column, and in each row where it comes from.</summary>
public static class ReportTableCsv
{
    public static byte[] Write(ReportContent content, ReportTable table)
    {
        var mark = $"For research use only{(content.Study.IsSynthetic ? "; synthetic data" : "")}; {table.Title}; snapshot {content.SnapshotSha256}";
        var parts = table.Columns.Select((column, i) => NumberParts.Of(column.Name, [.. table.Rows.Where(r => r.Cells.Count > i).Select(r => r.Cells[i].Text)])).ToList();
        var csv = new StringBuilder();
        Append(csv, [.. parts.SelectMany(p => p.Names), .. table.Rows.Any(r => r.Why is not null) ? ["why no figure"] : (string[])[], "origin"]);
        foreach (var row in table.Rows)
        {
            Append(csv, [.. parts.SelectMany((p, i) => i < row.Cells.Count ? p.Split(row.Cells[i].Text) : [.. p.Names.Select(_ => "")]),
                .. table.Rows.Any(r => r.Why is not null) ? [row.Why ?? ""] : (string[])[], mark]);
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static void Append(StringBuilder csv, IEnumerable<string> cells) => csv.AppendJoin(',', cells.Select(CsvText.Quoted)).Append('\n');
}
