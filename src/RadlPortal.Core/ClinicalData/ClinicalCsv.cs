using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;

namespace RadlPortal.Core.ClinicalData;

/// <summary>A line of a clinical CSV: the cells by the portal's column names, empty ones left out.</summary>
public sealed record ClinicalCsvRow(int Line, IReadOnlyDictionary<string, string> Cells);

/// <summary>What a clinical CSV says, before anything is looked up.</summary>
public sealed record ClinicalCsvContent(IReadOnlyList<ClinicalCsvRow> Rows, IReadOnlyList<string> IgnoredColumns);

/// <summary>Reads a clinical CSV: comma, semicolon or tab, UTF-8, a head line, NA or an empty cell for "not known". Where a comma does not separate cells it can be a decimal comma, as a German or French Excel writes it.</summary>
public static partial class ClinicalCsv
{
    public const int MaximumBytes = 5 * 1024 * 1024;
    public const int MaximumRows = 20_000;
    private static readonly HashSet<string> Missing = new(StringComparer.OrdinalIgnoreCase) { "", "na", "n/a", "nan", "null", "." };

    public static Outcome<ClinicalCsvContent> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaximumBytes) return ImportRefusals.FileTooLarge;
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.Span).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return ImportRefusals.NotUtf8;
        }

        if (string.IsNullOrWhiteSpace(text)) return ImportRefusals.EmptyFile;
        var delimiter = DelimiterOf(text);
        using var csv = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = null,
            DetectColumnCountChanges = false,
        });
        try
        {
            return ReadRows(csv, isCommaDecimal: delimiter != ",");
        }
        catch (CsvHelperException)
        {
            return ImportRefusals.NotCsv(csv.Parser.RawRow);
        }
    }

    private static Outcome<ClinicalCsvContent> ReadRows(CsvReader csv, bool isCommaDecimal)
    {
        csv.Read();
        csv.ReadHeader();
        var heads = csv.HeaderRecord ?? [];
        if (heads.FirstOrDefault(ClinicalColumns.IsIdentifying) is { } identifying) return ImportRefusals.IdentifyingColumn(identifying);
        var columns = heads.Select(ClinicalColumns.Recognise).ToArray();
        if (ClinicalColumns.Required.FirstOrDefault(c => !columns.Contains(c)) is { } missing) return ImportRefusals.ColumnMissing(missing, heads);
        if (columns.Where(c => c is not null).GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice) return ImportRefusals.ColumnTwice(twice.Key!);

        var rows = new List<ClinicalCsvRow>();
        while (csv.Read())
        {
            if (rows.Count == MaximumRows) return ImportRefusals.TooManyRows;
            var cells = new Dictionary<string, string>();
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i] is not { } column || !csv.TryGetField<string>(i, out var cell) || cell is null || Missing.Contains(cell)) continue;
                cells[column] = isCommaDecimal && DecimalComma().IsMatch(cell) ? cell.Replace(',', '.') : cell;
            }

            if (cells.Count > 0) rows.Add(new ClinicalCsvRow(csv.Parser.RawRow, cells));
        }

        return rows.Count == 0
            ? ImportRefusals.NoRows
            : new ClinicalCsvContent(rows, heads.Where((head, i) => columns[i] is null && head.Length > 0).ToList());
    }

    [GeneratedRegex(@"^[-+]?[0-9]+,[0-9]+\z")]
    private static partial Regex DecimalComma();

    private static string DelimiterOf(string text)
    {
        var head = text.AsSpan(0, text.IndexOf('\n') is var end and >= 0 ? end : text.Length);
        var (commas, semicolons, tabs) = (head.Count(','), head.Count(';'), head.Count('\t'));
        return tabs > commas && tabs > semicolons ? "\t" : semicolons > commas ? ";" : ",";
    }
}
