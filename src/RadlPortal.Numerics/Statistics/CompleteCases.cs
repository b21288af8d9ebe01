namespace RadlPortal.Numerics.Statistics;

/// <summary>Subjects that have all the values a figure needs, and how many were left out for which missing value.</summary>
public sealed class CompleteCases
{
    private CompleteCases(int[] rows, IReadOnlyList<LeftOut> leftOut) => (Rows, LeftOut) = (rows, leftOut);

    /// <summary>Positions of the subjects that remain, ascending.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The subjects left out, counted under the first of their missing values.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; }

    /// <summary>Picks the subjects without a missing value (null or not finite).</summary>
    /// <param name="columns">Name and values of each measurement, all of the same subjects.</param>
    public static CompleteCases Of(params IReadOnlyList<(string Name, IReadOnlyList<double?> Values)> columns)
    {
        if (columns.Count == 0) throw new ArgumentException("At least one measurement is needed.", nameof(columns));
        var subjects = columns[0].Values.Count;
        if (columns.Any(column => column.Values.Count != subjects)) throw new ArgumentException("All measurements must be of the same subjects.", nameof(columns));
        var missing = new int[columns.Count];
        var rows = new List<int>(subjects);
        for (var i = 0; i < subjects; i++)
        {
            var first = 0;
            while (first < columns.Count && columns[first].Values[i] is { } value && double.IsFinite(value)) first++;
            if (first == columns.Count) rows.Add(i);
            else missing[first]++;
        }

        return new CompleteCases([.. rows], [.. columns.Select((column, c) => new LeftOut(missing[c], $"no {column.Name}")).Where(part => part.Count > 0)]);
    }

    /// <summary>The remaining subjects' values of one measurement.</summary>
    /// <param name="values">As given to <see cref="Of"/>.</param>
    public double[] Take(IReadOnlyList<double?> values) => [.. Rows.Select(i => values[i]!.Value)];
}
