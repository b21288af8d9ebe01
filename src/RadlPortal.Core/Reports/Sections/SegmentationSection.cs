using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>The VOIs, and how two readers agree on them.</summary>
public sealed record SegmentationFigures(Spread? VolumeMl, IReadOnlyList<ReadTwice> ReadTwice, Spread? Dice, Spread? Hausdorff95Mm, Spread? AverageSurfaceDistanceMm, IReadOnlyList<SnapshotFeatureAgreement> Features);

/// <summary>Median, quartiles and range.</summary>
public sealed record Spread(int Subjects, double Median, double FirstQuartile, double ThirdQuartile, double Minimum, double Maximum)
{
    /// <summary>Null when there is no value.</summary>
    public static Spread? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : new Spread(sorted.Length, Quantiles.OfSorted(sorted, 0.5), Quantiles.OfSorted(sorted, 0.25), Quantiles.OfSorted(sorted, 0.75), sorted[0], sorted[^1]);
    }
}

/// <summary>A subject with two reads.</summary>
public sealed record ReadTwice(string Subject, double FirstMl, double SecondMl, double Dice, double Hausdorff95Mm, double AverageSurfaceDistanceMm);

internal static class SegmentationSection
{
    /// <summary>Below it a feature is called unstable between readers.</summary>
    private const double StableIcc = 0.75;

    public static SegmentationFigures Compute(SnapshotContent snapshot)
    {
        List<ReadTwice> twice = [.. snapshot.Members.Where(m => m is { Voi: not null, SecondRead: not null })
            .Select(m => new ReadTwice(m.Subject, m.Voi!.VolumeMl, m.SecondRead!.VolumeMl, m.SecondRead.Dice, m.SecondRead.Hausdorff95Mm, m.SecondRead.AverageSurfaceDistanceMm))];
        return new SegmentationFigures(Spread.Of(snapshot.Members.Select(m => m.Voi?.VolumeMl).OfType<double>()), twice,
            Spread.Of(twice.Select(t => t.Dice)), Spread.Of(twice.Select(t => t.Hausdorff95Mm)), Spread.Of(twice.Select(t => t.AverageSurfaceDistanceMm)), snapshot.FeatureAgreement ?? []);
    }

    public static ReportChapter Chapter(ReportContent content)
    {
        var s = content.Segmentation;
        if (s.VolumeMl is null) return new("segmentation", "Segmentation", ["No subject has a VOI."], [], []);
        List<ReportRow> rows = [Row("VOI volume, ml", s.VolumeMl)];
        if (s.Dice is not null) rows.AddRange([Row("Dice of both readers", s.Dice), Row("95th percentile of surface distances (HD95), mm", s.Hausdorff95Mm!), Row("Average surface distance, mm", s.AverageSurfaceDistanceMm!)]);
        List<ReportTable> tables = [new("segmentation", "VOIs", [ReportColumn.Text("What"), ReportColumn.Number("n"), ReportColumn.Number("Median"), ReportColumn.Number("Quartiles"), ReportColumn.Number("Range")], rows, [$"{s.ReadTwice.Count} subjects were read twice by different readers; the first read counts, the second is for agreement only."])];
        if (s.Features.Count > 0) tables.Add(Stability(s.Features));
        return new("segmentation", "Segmentation and agreement of readers", [], tables, s.ReadTwice.Count == 0 ? [] : [BlandAltman(s.ReadTwice)]);
    }

    private static ReportRow Row(string what, Spread spread) =>
        new([what, spread.Subjects, Figures.Two(spread.Median), $"{Figures.Two(spread.FirstQuartile)} to {Figures.Two(spread.ThirdQuartile)}", $"{Figures.Two(spread.Minimum)} to {Figures.Two(spread.Maximum)}"]);

    private static ReportTable Stability(IReadOnlyList<SnapshotFeatureAgreement> features) => new("feature-stability", "Stability of features between readers",
        [ReportColumn.Text("Image type"), ReportColumn.Number("Features"), ReportColumn.Number($"ICC ≥ {Figures.Two(StableIcc)}"), ReportColumn.Number("Median ICC"), ReportColumn.Text("Least stable")],
        [.. features.GroupBy(f => f.Feature.Split('_')[0]).Select(g => new ReportRow([g.Key, g.Count(), g.Count(f => f.Icc >= StableIcc), Figures.Two(Quantiles.Median(g.Select(f => f.Icc))), g.MinBy(f => f.Icc) is { } least ? $"{least.Feature} ({Figures.Two(least.Icc)})" : ""]))],
        [$"ICC(2,1): two-way random effects, absolute agreement, single measurement; n = {features.Max(f => f.Subjects)} subjects read twice."]);

    private static Plot BlandAltman(IReadOnlyList<ReadTwice> twice)
    {
        double[] differences = [.. twice.Select(t => t.SecondMl - t.FirstMl)];
        var mean = differences.Average();
        var deviation = twice.Count < 2 ? 0 : Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (twice.Count - 1));
        var (low, high) = (mean - 1.96 * deviation, mean + 1.96 * deviation);
        var right = twice.Max(t => (t.FirstMl + t.SecondMl) / 2);
        PlotLine Level(double y, bool dashed) => new(-1, [new(0, y), new(right, y)], null, dashed);
        return new Plot("bland-altman", "Volumes of both readers", $"Difference over mean; mean difference {Figures.Two(mean)} ml, limits of agreement {Figures.Two(low)} to {Figures.Two(high)} ml, n = {twice.Count}.",
            PlotAxes.Linear("mean of both volumes, ml", 0, right), PlotAxes.Linear("second − first, ml", Math.Min(low, differences.Min()), Math.Max(high, differences.Max())),
            [Level(mean, false), Level(low, true), Level(high, true), new PlotDots(0, [.. twice.Select(t => new PlotPoint((t.FirstMl + t.SecondMl) / 2, t.SecondMl - t.FirstMl, $"{t.Subject}: {Figures.Two(t.FirstMl)} and {Figures.Two(t.SecondMl)} ml, Dice {Figures.Two(t.Dice)}"))])]);
    }
}
