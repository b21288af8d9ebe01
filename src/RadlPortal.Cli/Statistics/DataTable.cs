using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RadlPortal.Cli.Statistics;

/// <summary>A data set: named columns of text, read as numbers where asked. Empty and NA count as missing.</summary>
internal sealed class DataTable
{
    private readonly string file;
    private readonly string[][] rows;

    /// <summary>Line of the file of each row.</summary>
    private readonly int[] lines;

    private DataTable(string file, string[] columns, string[][] rows, int[] lines) => (this.file, Columns, this.rows, this.lines) = (file, columns, rows, lines);

    public IReadOnlyList<string> Columns { get; }

    public int Count => rows.Length;

    public static DataTable Read(string path)
    {
        using var reader = new StreamReader(path);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null });
        List<string[]> lines = [];
        while (csv.Read()) lines.Add([.. csv.Record!]);
        var file = Path.GetFileName(path);
        if (lines.Count == 0) throw new VerbRefusedException($"{file} is empty.");
        if (lines.FindIndex(line => line.Length != lines[0].Length) is var odd and >= 0) throw new VerbRefusedException($"{file}, line {odd + 1}: {lines[odd].Length} values instead of {lines[0].Length}.");
        var table = new DataTable(file, lines[0], [.. lines.Skip(1)], [.. Enumerable.Range(2, lines.Count - 1)]);
        table.RefuseRepeatedSubject();
        return table;
    }

    /// <summary>A column named id names the subjects: each stands once.</summary>
    private void RefuseRepeatedSubject()
    {
        if (!Has("id")) return;
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (id, i) in Text("id").Select((id, i) => (id, i)))
        {
            if (id is not null && !known.TryAdd(id, lines[i])) throw new VerbRefusedException($"{file}, line {lines[i]}: subject {id} stands in line {known[id]} already.");
        }
    }

    public DataTable Where(string column, string value)
    {
        var index = Index(column);
        int[] kept = [.. Enumerable.Range(0, rows.Length).Where(i => rows[i][index] == value)];
        return new DataTable(file, [.. Columns], [.. kept.Select(i => rows[i])], [.. kept.Select(i => lines[i])]);
    }

    public string?[] Text(string column)
    {
        var index = Index(column);
        return [.. rows.Select(row => row[index] is "" or "NA" ? null : row[index])];
    }

    public double?[] Numbers(string column) =>
    [
        .. Text(column).Select((text, i) => text is null ? default(double?)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number) ? number
            : throw new VerbRefusedException($"{file}, line {lines[i]}, column {column}: '{text}' is not a finite number.")),
    ];

    /// <summary>A column of 0 and 1, missing where it is empty.</summary>
    public double?[] Labels(string column) =>
    [
        .. Numbers(column).Select((number, i) => number is null or 0 or 1 ? number
            : throw new VerbRefusedException($"{file}, line {lines[i]}, column {column}: {number.Value.ToString(CultureInfo.InvariantCulture)} is neither 0 nor 1.")),
    ];

    /// <summary>A column without missing values.</summary>
    public double[] Complete(string column) => [.. Numbers(column).Select((number, i) => number ?? throw new VerbRefusedException($"{file}, line {lines[i]}: column {column} is empty."))];

    /// <summary>A column of 0 and 1 without missing values.</summary>
    public bool[] Flags(string column)
    {
        var complete = Complete(column);
        return [.. Labels(column).Select((_, i) => complete[i] == 1)];
    }

    public bool Has(string column) => Columns.Contains(column);

    private int Index(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column) return i;
        }

        throw new VerbRefusedException($"{file} has no column {column}.");
    }
}
