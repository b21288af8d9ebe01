using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RadlPortal.Numerics.Tests.Statistics;

/// <summary>Judges computed figures by the tolerances of their expected values: absolute or relative, an expected NA is a refusal, a sign of infinity counts.</summary>
internal static class ReferenceValues
{
    private static readonly string[] Refusals = ["na", "nan", "", "null", "none", "undefined", "n/a", "not reached", "nr"];

    /// <summary>One sentence for each expected value that was missed.</summary>
    public static (IReadOnlyList<string> Misses, int Count) Judge(string computed, IEnumerable<string> expected)
    {
        var own = Read(computed).ToDictionary(row => (row["dataset"], row["statistic"]), row => row["value"]);
        var rows = expected.SelectMany(Read).ToList();
        return ([.. rows.Select(row => Miss(row, own)).OfType<string>()], rows.Count);
    }

    /// <summary>Largest difference of two matrices of the same rows and columns.</summary>
    public static double LargestDifference(string computed, string expected)
    {
        List<IDictionary<string, string>> a = [.. Read(computed)], b = [.. Read(expected)];
        return a.Count != b.Count ? double.PositiveInfinity : b.Zip(a, (e, c) => e.Max(cell => cell.Key is "id" ? (c["id"] == cell.Value ? 0 : double.PositiveInfinity) : Math.Abs(Number(cell.Value)!.Value - Number(c[cell.Key])!.Value))).Max();
    }

    private static string? Miss(IDictionary<string, string> row, Dictionary<(string, string), string> own)
    {
        var id = $"{row["dataset"]} {row["statistic"]}";
        if (!own.TryGetValue((row["dataset"], row["statistic"]), out var text)) return $"{id}: not computed";
        double? expected = Number(row["value"]), computed = Number(text);
        if (expected is null || computed is null) return expected is null && computed is null ? null : $"{id}: expected {row["value"]}, got {text}";
        if (double.IsInfinity(expected.Value) || double.IsInfinity(computed.Value)) return expected == computed ? null : $"{id}: expected {row["value"]}, got {text}";
        double tolerance = Number(row["tolerance"])!.Value, size = Math.Abs(expected.Value);
        var limit = row["tol_type"] == "abs" ? tolerance + 1e-12 : tolerance * size + (size >= 1e-6 || size == 0 ? 1e-10 : 0);
        return Math.Abs(computed.Value - expected.Value) <= limit ? null : $"{id}: expected {row["value"]}, got {text}";
    }

    private static double? Number(string text)
    {
        var trimmed = text.Trim();
        if (Refusals.Contains(trimmed.ToLowerInvariant()) || trimmed.StartsWith("error", StringComparison.OrdinalIgnoreCase)) return null;
        return trimmed switch
        {
            "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(trimmed, CultureInfo.InvariantCulture),
        };
    }

    private static List<IDictionary<string, string>> Read(string path)
    {
        using var reader = new StreamReader(path);
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture));
        csv.Read();
        csv.ReadHeader();
        List<IDictionary<string, string>> rows = [];
        while (csv.Read()) rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name) ?? ""));
        return rows;
    }
}
