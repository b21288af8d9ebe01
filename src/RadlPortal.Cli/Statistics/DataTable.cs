using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RadlPortal.Cli.Statistics;

/// <summary>A data set: named columns of text, read as numbers where asked. Empty and NA count as missing.</summary>
internal sealed class DataTable
{
    private readonly string file;
    private readonly string[][] rows;

    private DataTable(string file, string[] columns, string[][] rows) => (this.file, Columns, this.rows) = (file, columns, rows);

    public IReadOnlyList<string> Columns { get; }

    public int Count => rows.Length;

    public static DataTable Read(string path)
    {
        using var reader = new StreamReader(path);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null });
        List<string[]> lines = [];
        while (csv.Read()) lines.Add([.. csv.Record!]);
        if (lines.Count == 0) throw new VerbRefusedException($"{path} is empty.");
        if (lines.FindIndex(line => line.Length != lines[0].Length) is var odd and >= 0) throw new VerbRefusedException($"{path}, line {odd + 1}: {lines[odd].Length} values instead of {lines[0].Length}.");
        return new DataTable(Path.GetFileName(path), lines[0], [.. lines.Skip(1)]);
    }

    public DataTable Where(string column, string value)
    {
        var index = Index(column);
        return new DataTable(file, [.. Columns], [.. rows.Where(row => row[index] == value)]);
    }

    public string?[] Text(string column)
    {
        var index = Index(column);
        return [.. rows.Select(row => row[index] is "" or "NA" ? null : row[index])];
    }

    public double?[] Numbers(string column) =>
    [
        .. Text(column).Select((text, i) => text is null ? default(double?)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw new VerbRefusedException($"{file}, row {i + 1}, column {column}: '{text}' is not a number.")),
    ];

    /// <summary>A column without missing values.</summary>
    public double[] Complete(string column) => [.. Numbers(column).Select((number, i) => number ?? throw new VerbRefusedException($"{file}, row {i + 1}: column {column} is empty."))];

    public bool[] Flags(string column) => [.. Complete(column).Select(number => number == 1)];

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
