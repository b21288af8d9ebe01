using System.Text;

namespace RadlPortal.Cli.Statistics;

/// <summary>Computes the figures that expected files name, from the data files alone; of the expected files nothing but the ids is read.</summary>
internal static class Verification
{
    public static void Run(DirectoryInfo data, DirectoryInfo expected, FileInfo output)
    {
        foreach (var folder in new[] { data, expected })
        {
            if (!folder.Exists) throw new VerbRefusedException($"There is no folder {folder.FullName}.");
        }

        var ids = Ids(expected);
        if (ids.Count == 0) throw new VerbRefusedException($"No file in {expected.FullName} has the columns dataset and statistic.");
        var lines = new StringBuilder("dataset,statistic,value\n");
        var matrices = output.Directory!;
        matrices.Create();
        foreach (var dataset in ids.GroupBy(id => id.Dataset))
        {
            var (figures, why) = Open(dataset.Key, data);
            foreach (var (_, statistic) in dataset) lines.Append(Line(dataset.Key, statistic, figures is null ? Figure.Refused(why!) : Compute(figures, statistic)));
            figures?.WriteFiles(matrices);
        }

        File.WriteAllText(output.FullName, lines.ToString());
    }

    internal static IReadOnlyList<(string Dataset, string Statistic)> Ids(DirectoryInfo expected)
    {
        List<(string, string)> ids = [];
        foreach (var file in expected.EnumerateFiles("*.csv").OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var table = DataTable.Read(file.FullName);
            if (table.Has("dataset") && table.Has("statistic")) ids.AddRange(table.Text("dataset").Zip(table.Text("statistic"), (d, s) => (d ?? "", s ?? "")));
        }

        return [.. ids.Distinct()];
    }

    // A data file that cannot be read costs its own figures, not those of the others.
    private static (DatasetFigures? Figures, string? Why) Open(string dataset, DirectoryInfo data)
    {
        try
        {
            return DatasetFigures.Open(dataset, data) is { } figures ? (figures, null) : (null, $"there is no data set {dataset}, or none of this kind is known");
        }
        catch (Exception refusal) when (refusal is VerbRefusedException or IOException or UnauthorizedAccessException)
        {
            return (null, refusal.Message);
        }
    }

    private static Figure Compute(DatasetFigures figures, string statistic)
    {
        try
        {
            return figures.Of(statistic) ?? Figure.Refused("no statistic of this name is known");
        }
        catch (VerbRefusedException refusal)
        {
            return Figure.Refused(refusal.Message);
        }
    }

    private static string Line(string dataset, string statistic, Figure figure)
    {
        var value = figure.ToString();
        return $"{dataset},{statistic},{(value.Contains(',', StringComparison.Ordinal) || value.Contains('"', StringComparison.Ordinal) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value)}\n";
    }
}
