using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RadlPortal.Cli.Features;

/// <summary>A CSV file of cases, as PyRadiomics' command line takes it: Image and Mask, and Label if wanted; other columns are kept. Paths are relative to the file.</summary>
internal static class CaseTable
{
    // As a spreadsheet of a country with decimal commas writes it.
    private static string DelimiterOf(string path)
    {
        var header = File.ReadLines(path).FirstOrDefault() ?? "";
        return header.Contains(';') && !header.Contains(',') ? ";" : ",";
    }

    public static IReadOnlyList<FeatureCase> Read(string path, string? label)
    {
        try
        {
            using var csv = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = DelimiterOf(path), PrepareHeaderForMatch = a => a.Header.Trim(), BadDataFound = a => throw new VerbRefusedException($"{path}: line {a.Context.Parser?.RawRow} has a quotation mark in the wrong place.") });
            if (!csv.Read() || !csv.ReadHeader()) throw new VerbRefusedException($"{path}: the file is empty.");
            var header = csv.HeaderRecord!.Select(h => h.Trim().TrimStart('\uFEFF')).ToArray();
            if (header.Distinct().Count() < header.Length) throw new VerbRefusedException($"{path}: a column stands twice in the header.");
            foreach (var needed in (string[])["Image", "Mask"])
                if (!header.Contains(needed)) throw new VerbRefusedException($"{path}: the column {needed} is missing; the header must have Image and Mask.");
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var cases = new List<FeatureCase>();
            while (csv.Read())
            {
                var columns = header.Select((h, i) => new KeyValuePair<string, string>(h, csv.TryGetField<string>(i, out var value) ? value?.Trim() ?? "" : "")).ToList();
                if (columns.TrueForAll(c => c.Value.Length == 0)) continue;
                cases.Add(new FeatureCase(Resolve(Value("Image")), Resolve(Value("Mask")), Value("Label") is { Length: > 0 } own ? own : label, columns));

                string Value(string column) => columns.Find(c => c.Key == column).Value ?? "";
                string Resolve(string file) => file.Length == 0 ? throw new VerbRefusedException($"{path}: line {csv.Parser.Row} has no Image or no Mask.") : Path.Combine(folder, file);
            }

            return cases.Count > 0 ? cases : throw new VerbRefusedException($"{path}: there is no case below the header.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CsvHelperException)
        {
            throw new VerbRefusedException($"{path}: {problem.Message}");
        }
    }
}
