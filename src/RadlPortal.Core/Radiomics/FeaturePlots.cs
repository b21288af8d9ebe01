using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Core.Reports.Sections;

namespace RadlPortal.Core.Radiomics;

/// <summary>Figures of a cohort's features, in the reports' own style.</summary>
public static class FeaturePlots
{
    /// <summary>A feature's values by site; null when no subject has one.</summary>
    public static Plot? BySite(CohortFeatures features, string feature)
    {
        var at = features.Names.ToList().IndexOf(feature);
        if (at < 0) return null;
        var sites = features.Subjects.Where(s => s.Values[at] is not null).GroupBy(s => s.Site).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (Name: g.Key, Values: g.Select(s => (s.Subject, Value: s.Values[at]!.Value)).OrderBy(v => v.Value).ToList())).ToList();
        if (sites.Count == 0) return null;
        var all = sites.SelectMany(s => s.Values).Select(v => v.Value).ToList();
        return new Plot("by-site", feature, $"Each point a subject; box: quartiles and median; {string.Join(", ", sites.Select(s => $"{s.Name} n = {s.Values.Count}"))}.",
            PlotAxes.Names([.. sites.Select(s => s.Name)], fromTop: false), PlotAxes.Linear("", all.Min(), all.Max()),
            [
                .. sites.SelectMany((s, i) => Spread.Of(s.Values.Select(v => v.Value)) is { } box ? (PlotMark[])[new PlotBar(-1, i + 0.15, i + 0.85, box.FirstQuartile, box.ThirdQuartile), new PlotLine(i % 4, [new(i + 0.15, box.Median), new(i + 0.85, box.Median)])] : []),
                .. sites.Select((s, i) => (PlotMark)new PlotDots(i % 4, [.. s.Values.Select((v, k) => new PlotPoint(i + 0.5 + 0.22 * (k % 5 - 2) / 2, v.Value, $"{v.Subject}: {v.Value:G5}"))])),
            ]);
    }

    /// <summary>Intraclass correlations from the highest to the lowest, with their intervals as a band; null when there are none.</summary>
    public static Plot? Stability(IReadOnlyList<SnapshotFeatureAgreement> stability)
    {
        if (stability.Count == 0) return null;
        List<SnapshotFeatureAgreement> sorted = [.. stability.OrderByDescending(f => f.Icc).ThenBy(f => f.Feature, StringComparer.Ordinal)];
        return new Plot("stability", "Stability between readers", $"ICC(2,1) of {sorted.Count} features from the highest to the lowest, n = {sorted.Max(f => f.Subjects)} subjects read twice; band: 95% interval; dashed: 0.75.",
            PlotAxes.Linear("features, by rank", 0, sorted.Count), PlotAxes.Linear("ICC", Math.Max(-1, Math.Min(0, sorted.Min(f => f.Lower))), 1),
            [
                new PlotBand(0, [.. sorted.Select((f, i) => new PlotPoint(i + 0.5, Math.Min(1, f.Upper)))], [.. sorted.Select((f, i) => new PlotPoint(i + 0.5, Math.Max(-1, f.Lower)))]),
                new PlotLine(-1, [new(0, 0.75), new(sorted.Count, 0.75)], null, IsDashed: true),
                new PlotDots(0, [.. sorted.Select((f, i) => new PlotPoint(i + 0.5, f.Icc, $"{f.Feature}: {Figures.Three(f.Icc)} ({Figures.Range(f.Lower, f.Upper)})"))], null, 1.8),
            ]);
    }
}
