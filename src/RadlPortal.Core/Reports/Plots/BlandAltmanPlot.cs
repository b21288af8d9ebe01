namespace RadlPortal.Core.Reports.Plots;

/// <summary>Two volumes of one case, in ml.</summary>
/// <param name="Title">Shown on hover.</param>
internal sealed record VolumePair(double FirstMl, double SecondMl, string Title);

/// <summary>Difference over mean of two volumes.</summary>
internal static class BlandAltmanPlot
{
    /// <param name="pairs">At least one.</param>
    /// <param name="difference">Label of the difference, such as "second − first, ml".</param>
    public static Plot Of(string id, string title, IReadOnlyList<VolumePair> pairs, string difference)
    {
        double[] differences = [.. pairs.Select(t => t.SecondMl - t.FirstMl)];
        var mean = differences.Average();
        var deviation = pairs.Count < 2 ? 0 : Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (pairs.Count - 1));
        var (low, high) = (mean - 1.96 * deviation, mean + 1.96 * deviation);
        var right = pairs.Max(t => (t.FirstMl + t.SecondMl) / 2);
        PlotLine Level(double y, bool dashed) => new(-1, [new(0, y), new(right, y)], null, dashed);
        return new Plot(id, title, $"Difference over mean; mean difference {Figures.Two(mean)} ml, limits of agreement {Figures.Two(low)} to {Figures.Two(high)} ml, n = {pairs.Count}.",
            PlotAxes.Linear("mean of both volumes, ml", 0, right), PlotAxes.Linear(difference, Math.Min(low, differences.Min()), Math.Max(high, differences.Max())),
            [Level(mean, false), Level(low, true), Level(high, true), new PlotDots(0, [.. pairs.Select(t => new PlotPoint((t.FirstMl + t.SecondMl) / 2, t.SecondMl - t.FirstMl, t.Title))])]);
    }
}
