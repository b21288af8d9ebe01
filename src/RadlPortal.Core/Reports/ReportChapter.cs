using RadlPortal.Core.Reports.Plots;

namespace RadlPortal.Core.Reports;

/// <summary>A section of a report as it is read: sentences, tables and figures of the numbers in the content.</summary>
/// <param name="Id">Short name in addresses.</param>
public sealed record ReportChapter(string Id, string Title, IReadOnlyList<string> Sentences, IReadOnlyList<ReportTable> Tables, IReadOnlyList<Plot> Figures)
{
    public bool IsEmpty => Sentences.Count == 0 && Tables.Count == 0 && Figures.Count == 0;
}

/// <param name="Id">Short name in addresses, unique in the report.</param>
/// <param name="Notes">What stands below the table: method, n, who was left out.</param>
public sealed record ReportTable(string Id, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows, IReadOnlyList<string> Notes);

public sealed record ReportColumn(string Name, bool IsNumber)
{
    public static ReportColumn Text(string name) => new(name, false);

    public static ReportColumn Number(string name) => new(name, true);
}

/// <param name="Why">Stands in place of the cells that are missing: why there is no number.</param>
/// <param name="Signature">The signature that the row is of, for the page's choice of one.</param>
public sealed record ReportRow(IReadOnlyList<ReportCell> Cells, string? Why = null, string? Signature = null);

/// <param name="Figure">Name under which a figure is found again.</param>
public sealed record ReportCell(string Text, string? Figure = null)
{
    public static implicit operator ReportCell(string? text) => new(text ?? "");

    public static implicit operator ReportCell(int number) => new(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
