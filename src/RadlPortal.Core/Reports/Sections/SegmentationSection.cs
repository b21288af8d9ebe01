using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>The VOIs, and how two readers agree on them.</summary>
/// <param name="Awaiting">Codes of the subjects without a VOI that counts, since their readers' disagreement awaits adjudication; null in reports from before that was told.</param>
public sealed record SegmentationFigures(Spread? VolumeMl, IReadOnlyList<ReadTwice> ReadTwice, Spread? Dice, Spread? Hausdorff95Mm, Spread? AverageSurfaceDistanceMm, IReadOnlyList<SnapshotFeatureAgreement> Features, IReadOnlyList<AdjudicatedCount> Adjudicated, IReadOnlyList<string>? Awaiting = null);

/// <summary>How many VOIs that count were adjudicated in one way.</summary>
public sealed record AdjudicatedCount(string Operation, int Subjects);

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
        List<ReadTwice> twice = [.. snapshot.Members.Where(m => m.SecondRead is { FirstVolumeMl: not null } || m is { Voi: not null, SecondRead: not null })
            .Select(m => new ReadTwice(m.Subject, m.SecondRead!.FirstVolumeMl ?? m.Voi!.VolumeMl, m.SecondRead.VolumeMl, m.SecondRead.Dice, m.SecondRead.Hausdorff95Mm, m.SecondRead.AverageSurfaceDistanceMm))];
        return new SegmentationFigures(Spread.Of(snapshot.Members.Select(m => m.Voi?.VolumeMl).OfType<double>()), twice,
            Spread.Of(twice.Select(t => t.Dice)), Spread.Of(twice.Select(t => t.Hausdorff95Mm)), Spread.Of(twice.Select(t => t.AverageSurfaceDistanceMm)), snapshot.FeatureAgreement ?? [],
            [.. snapshot.Members.Select(m => m.Voi?.Adjudication?.Operation).OfType<string>().GroupBy(o => o).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new AdjudicatedCount(g.Key, g.Count()))],
            [.. snapshot.Members.Where(m => m.AwaitsAdjudication).Select(m => m.Subject)]);
    }

    public static ReportChapter Chapter(ReportContent content)
    {
        var s = content.Segmentation;
        if (s.VolumeMl is null) return new("segmentation", "Segmentation", ["No subject has a VOI that counts." + Awaiting(s)], [], []);
        List<ReportRow> rows = [Row("VOI volume, ml", s.VolumeMl)];
        if (s.Dice is not null) rows.AddRange([Row("Dice of both readers", s.Dice), Row("95th percentile of surface distances (HD95), mm", s.Hausdorff95Mm!), Row("Average surface distance, mm", s.AverageSurfaceDistanceMm!)]);
        List<ReportTable> tables = [new("segmentation", "VOIs", [ReportColumn.Text("What"), ReportColumn.Number("n"), ReportColumn.Number("Median"), ReportColumn.Number("Quartiles"), ReportColumn.Number("Range")], rows, [Counting(s)])];
        if (s.Features.Count > 0) tables.Add(Stability(s.Features));
        return new("segmentation", "Segmentation and agreement of readers", [], tables, s.ReadTwice.Count == 0 ? [] : [BlandAltman(s.ReadTwice)]);
    }

    private static ReportRow Row(string what, Spread spread) =>
        new([what, spread.Subjects, Figures.Two(spread.Median), $"{Figures.Two(spread.FirstQuartile)} to {Figures.Two(spread.ThirdQuartile)}", $"{Figures.Two(spread.Minimum)} to {Figures.Two(spread.Maximum)}"]);

    private static ReportTable Stability(IReadOnlyList<SnapshotFeatureAgreement> features) => new("feature-stability", "Stability of features between readers",
        [ReportColumn.Text("Image type"), ReportColumn.Number("Features"), ReportColumn.Number($"ICC ≥ {Figures.Two(StableIcc)}"), ReportColumn.Number("Median ICC"), ReportColumn.Text("Least stable")],
        [.. features.GroupBy(f => f.Feature.Split('_')[0]).Select(g => new ReportRow([g.Key, g.Count(), g.Count(f => f.Icc >= StableIcc), Figures.Two(Quantiles.Median(g.Select(f => f.Icc))), g.MinBy(f => f.Icc) is { } least ? $"{least.Feature} ({Figures.Two(least.Icc)})" : ""]))],
        [$"ICC(2,1): two-way random effects, absolute agreement, single measurement; n = {features.Max(f => f.Subjects)} subjects read twice."]);

    private static Plot BlandAltman(IReadOnlyList<ReadTwice> twice) => BlandAltmanPlot.Of("bland-altman", "Volumes of both readers",
        [.. twice.Select(t => new VolumePair(t.FirstMl, t.SecondMl, $"{t.Subject}: {Figures.Two(t.FirstMl)} and {Figures.Two(t.SecondMl)} ml, Dice {Figures.Two(t.Dice)}"))], "second − first, ml");

    private static string Counting(SegmentationFigures s)
    {
        var adjudicated = s.Adjudicated.Sum(a => a.Subjects);
        var how = string.Join(", ", s.Adjudicated.Select(a => $"{a.Operation}: {a.Subjects}"));
        return $"{s.ReadTwice.Count} subjects were read twice by different readers; the first read counts, the second is for agreement only."
            + (adjudicated == 0 ? "" : $" Where readers disagreed beyond the study's limits, a radiologist who had read neither decided, and that VOI counts (n = {adjudicated}; {how}).")
            + Awaiting(s);
    }

    private static string Awaiting(SegmentationFigures s) => s.Awaiting is not { Count: > 0 and var n } codes ? ""
        : $" {n} {(n == 1 ? "subject awaits" : "subjects await")} adjudication and {(n == 1 ? "has" : "have")} no VOI that counts: {string.Join(", ", codes)}.";
}
