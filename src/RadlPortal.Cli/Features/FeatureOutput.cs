using System.Text.Json;
using RadlPortal.Numerics.Radiomics;

namespace RadlPortal.Cli.Features;

/// <summary>Where results go, and in which form.</summary>
internal sealed class FeatureOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string? path;
    private readonly bool isJson;

    private FeatureOutput(string? path, bool isJson) => (this.path, this.isJson) = (path, isJson);

    public static FeatureOutput Of(string? path, bool isJson)
    {
        if (path is null) return new FeatureOutput(null, isJson);
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending is not (".csv" or ".json")) throw new VerbRefusedException($"{path}: the output is a .csv or a .json file.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) throw new VerbRefusedException($"{folder}: there is no such folder.");
        return new FeatureOutput(path, ending == ".json");
    }

    /// <summary>One case: a JSON object of name and number, PyRadiomics' table of one line, or lines of name and value.</summary>
    public void Write(CaseResult result)
    {
        if (isJson) Put(writer => writer.WriteLine(JsonSerializer.Serialize(ByName(result.Features!), Indented)));
        else if (path is not null) WriteAll([result]);
        else Put(writer =>
        {
            writer.WriteLine("name,value");
            foreach (var feature in result.Features!.Values) writer.WriteLine($"{feature.Name},{FeaturesCommand.Text(feature.Value)}");
        });
    }

    /// <summary>A table with a line for each case: its columns, the diagnostics, the features; empty cells where a case has none. Or a JSON list with an object for each case.</summary>
    public void WriteAll(IReadOnlyList<CaseResult> results)
    {
        if (isJson)
        {
            Put(writer => writer.WriteLine(JsonSerializer.Serialize(results.Select(r => Columns(r.Case).Select(c => new KeyValuePair<string, object?>(c.Key, c.Value))
                .Concat(r.Features is null ? [new("error", r.Refusal)] : ByName(r.Features).Select(f => new KeyValuePair<string, object?>(f.Key, f.Value))).ToDictionary(e => e.Key, e => e.Value)), Indented)));
            return;
        }

        var rows = results.Select(r => Columns(r.Case).Concat(r.Features?.Diagnostics ?? []).Concat(r.Features?.Values.Select(f => new KeyValuePair<string, string>(f.Name, FeaturesCommand.Text(f.Value))) ?? []).ToList()).ToList();
        var header = rows.OrderByDescending(r => r.Count).SelectMany(r => r.Select(c => c.Key)).Distinct().ToList();
        Put(writer =>
        {
            writer.WriteLine(string.Join(',', header.Select(Cell)));
            foreach (var row in rows)
            {
                var cells = row.ToDictionary(c => c.Key, c => c.Value);
                writer.WriteLine(string.Join(',', header.Select(h => Cell(cells.GetValueOrDefault(h, "")))));
            }
        });
    }

    private static IEnumerable<KeyValuePair<string, string>> Columns(FeatureCase @case)
    {
        if (@case.Columns.Count > 0) return @case.Columns;
        List<KeyValuePair<string, string>> own = [new("Image", @case.Image), new("Mask", @case.Mask)];
        if (@case.Label is { } label) own.Add(new("Label", label));
        return own;
    }

    private static Dictionary<string, double?> ByName(FeatureResult features) => features.Values.ToDictionary(f => f.Name, f => f.Value);

    private static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Writes beside the file and puts it in its place at the end, so that an older result is whole or replaced.</summary>
    private void Put(Action<TextWriter> write)
    {
        if (path is null)
        {
            write(Console.Out);
            return;
        }

        try
        {
            var beside = path + ".part";
            using (var writer = new StreamWriter(beside)) write(writer);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VerbRefusedException($"{path}: {problem.Message}");
        }
    }
}
