using System.Globalization;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>A signature's AUC in a part of the cohort.</summary>
/// <param name="By">What divides the cohort, such as the site.</param>
/// <param name="Why">Why there is no AUC, also that the part is too small to be shown.</param>
public sealed record SubgroupAuc(string Signature, string By, string Group, int Positives, int Negatives, AucEstimate? Auc, string? Why);

internal static class HeterogeneitySection
{
    /// <summary>Fewer subjects of a class give no figure: it would say more about single subjects than about the part.</summary>
    public const int FewestPerClass = 5;
    public static readonly string TooFew = $"fewer than {FewestPerClass} subjects of a class";
    private const double ThinMm = 2;

    private static readonly (string Name, Func<SnapshotMember, string?> Of)[] Divisions =
    [
        ("Site", m => m.Site),
        ("Scanner", m => m.Series is { } s ? $"{s.Manufacturer} {s.Model}".Trim() : null),
        ("Slice thickness", m => m.Series?.SliceThicknessMm is { } mm ? mm <= ThinMm ? $"up to {ThinMm.ToString(CultureInfo.InvariantCulture)} mm" : $"above {ThinMm.ToString(CultureInfo.InvariantCulture)} mm" : null),
        ("Histology", m => m.Histology),
        ("Stage", m => m.Stage),
        ("Sex", m => m.Sex),
    ];

    public static IReadOnlyList<SubgroupAuc> Compute(SnapshotContent snapshot) =>
        [.. snapshot.Signatures.SelectMany(signature => Divisions.SelectMany(division => Parts(snapshot, division.Of).Select(g => Compute(signature, division.Name, g.Key, [.. g]))))];

    /// <summary>What is the same in all subjects divides nothing.</summary>
    private static List<IGrouping<string, SnapshotMember>> Parts(SnapshotContent snapshot, Func<SnapshotMember, string?> by) =>
        snapshot.Members.Where(m => by(m) is not null).GroupBy(m => by(m)!).OrderBy(g => g.Key, StringComparer.Ordinal).ToList() is { Count: > 1 } parts ? parts : [];

    public static ReportChapter Chapter(ReportContent content)
    {
        var parts = content.Subgroups.GroupBy(s => (s.By, s.Group)).ToLookup(part => part.Any(s => s.Auc is not null));
        List<string> left = [.. parts[false].Select(part => $"{part.Key.By.ToLowerInvariant()} {part.Key.Group} ({part.Max(s => s.Positives)}/{part.Max(s => s.Negatives)})")];
        string[] small = left.Count == 0 ? [] : [$"Parts with fewer than {FewestPerClass} subjects of a class have no figure (PD-L1 positive/negative): {string.Join(", ", left)}."];
        var shown = parts[true].SelectMany(part => part).OrderBy(s => content.Signatures.Select(x => x.Name).ToList().IndexOf(s.Signature)).ToList();
        if (shown.Count == 0) return new("heterogeneity", "Parts of the cohort", small, [], []);
        return new("heterogeneity", "Parts of the cohort", [],
        [
            new("subgroups", "AUC by part",
                [ReportColumn.Text("Signature"), ReportColumn.Text("By"), ReportColumn.Text("Part"), ReportColumn.Number("PD-L1 + / −"), ReportColumn.Number("AUC (95% CI)")],
                [.. shown.Select(s => s.Auc is { } auc
                    ? new ReportRow([s.Signature, s.By, s.Group, $"{s.Positives} / {s.Negatives}", $"{Figures.Three(auc.Auc)} ({Figures.Range(auc.Lower, auc.Upper)})"], null, s.Signature)
                    : new ReportRow([s.Signature, s.By, s.Group, $"{s.Positives} / {s.Negatives}"], s.Why, s.Signature))],
                [.. small, "No part was planned as a test: parts differ by chance, too."]),
        ],
        [.. content.Subgroups.Where(s => s.Auc is not null).GroupBy(s => s.Signature).Select(Forest)]);
    }

    private static SubgroupAuc Compute(SnapshotSignature signature, string by, string group, IReadOnlyList<SnapshotMember> members)
    {
        var (scores, labels) = members.WithLabel(signature, m => m.PdL1Positive);
        int positives = labels.Count(l => l), negatives = labels.Length - positives;
        if (Math.Min(positives, negatives) < FewestPerClass) return new SubgroupAuc(signature.Name, by, group, positives, negatives, null, TooFew);
        var auc = AreaUnderCurve.Estimate(scores, labels);
        return new SubgroupAuc(signature.Name, by, group, positives, negatives, auc.Value, auc.Why);
    }

    private static Plot Forest(IGrouping<string, SubgroupAuc> signature)
    {
        List<SubgroupAuc> rows = [.. signature];
        return new Plot($"forest-{signature.Key}", $"{signature.Key} by part", "AUC with DeLong's 95% interval; dashed: no discrimination.",
            PlotAxes.Unit("AUC"), PlotAxes.Names([.. rows.Select(r => $"{r.Group} ({r.Positives}/{r.Negatives})")], fromTop: true),
            [
                new PlotLine(-1, [new(0.5, 0), new(0.5, rows.Count)], null, IsDashed: true),
                .. rows.Select((r, i) => (PlotMark)new PlotLine(0, [new(r.Auc!.Lower, i + 0.5), new(r.Auc.Upper, i + 0.5)])),
                new PlotDots(0, [.. rows.Select((r, i) => new PlotPoint(r.Auc!.Auc, i + 0.5, $"{r.By} {r.Group}: {Figures.Three(r.Auc.Auc)} ({Figures.Range(r.Auc.Lower, r.Auc.Upper)})"))], null, 4),
            ])
        { Height = Math.Max(100, 22 * rows.Count), Signature = signature.Key };
    }
}
