using System.Text;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Statistics;

/// <summary>Computes the figures that expected files name, from the data files alone; of the expected files the ids are read, and the options of the few figures whose input stands nowhere else; never a value.</summary>
internal static class Verification
{
    public static void Run(DirectoryInfo data, DirectoryInfo expected, FileInfo? output)
    {
        foreach (var folder in new[] { data, expected })
        {
            if (!folder.Exists) throw new VerbRefusedException($"There is no folder {folder.FullName}.");
        }

        var ids = Ids(expected);
        if (ids.Count == 0) throw new VerbRefusedException($"No file in {expected.FullName} has the columns dataset and statistic.");
        var lines = new StringBuilder("dataset,statistic,value\n");
        output?.Directory!.Create();
        foreach (var dataset in ids.GroupBy(id => id.Dataset))
        {
            var (figures, why) = Open(dataset.Key, data);
            foreach (var (_, statistic, options) in dataset) lines.Append(Line(dataset.Key, statistic, figures is null ? Figure.Refused(why!) : Compute(figures, statistic, options)));
            if (output is not null) figures?.WriteFiles(output.Directory!);
        }

        if (output is null) Console.Out.Write(lines);
        else File.WriteAllText(output.FullName, lines.ToString());
    }

    internal static IReadOnlyList<(string Dataset, string Statistic, string Options)> Ids(DirectoryInfo expected)
    {
        List<(string, string, string)> ids = [];
        foreach (var file in expected.EnumerateFiles("*.csv").OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var table = DataTable.Read(file.FullName);
            if (!table.Has("dataset") || !table.Has("statistic")) continue;
            var options = table.Has("options") ? table.Text("options") : new string?[table.Count];
            ids.AddRange(table.Text("dataset").Zip(table.Text("statistic"), options).Select(row => (row.First ?? "", row.Second ?? "", row.Third ?? "")));
        }

        return [.. ids.DistinctBy(id => (id.Item1, id.Item2))];
    }

    // A data file that cannot be read costs its own figures, not those of the others.
    private static (DatasetFigures? Figures, string? Why) Open(string dataset, DirectoryInfo data)
    {
        try
        {
            return DatasetFigures.Open(dataset, data) is { } figures ? (figures, null) : (null, $"there is no data set {dataset}, or none of this kind is known");
        }
        catch (Exception refusal) when (refusal is VerbRefusedException or IOException or UnauthorizedAccessException or ArgumentException or VolumeFormatException)
        {
            return (null, refusal.Message);
        }
    }

    private static Figure Compute(DatasetFigures figures, string statistic, string options)
    {
        try
        {
            return figures.Of(statistic, options) ?? Figure.Refused("no statistic of this name is known");
        }
        catch (Exception refusal) when (refusal is VerbRefusedException or ArgumentException or VolumeFormatException)
        {
            return Figure.Refused(refusal.Message.ReplaceLineEndings(" "));
        }
    }

    private static string Line(string dataset, string statistic, Figure figure)
    {
        var value = figure.ToString();
        return $"{dataset},{statistic},{(value.Contains(',', StringComparison.Ordinal) || value.Contains('"', StringComparison.Ordinal) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value)}\n";
    }
}
