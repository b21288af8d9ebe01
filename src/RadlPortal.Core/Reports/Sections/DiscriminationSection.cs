using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>A signature's ROC curve for PD-L1, or why there is none.</summary>
/// <param name="Bootstrap">Stratified bootstrap interval of the same AUC, as a check of DeLong's.</param>
public sealed record Discrimination(string Signature, int Subjects, AucEstimate? Auc, Interval? Bootstrap, IReadOnlyList<CurvePoint> Curve, string? Why, bool IsApparent)
{
    /// <summary>Where the sensitivity lies with 95% confidence at each specificity.</summary>
    public IReadOnlyList<RocBandPoint> Band { get; init; } = [];
}

/// <param name="Threshold">Null: above every score.</param>
public sealed record CurvePoint(double? Threshold, double Sensitivity, double Specificity);

internal static class DiscriminationSection
{
    /// <summary>Replicates of the bootstrap interval, and its seed: the same snapshot gives the same interval.</summary>
    private const int Replicates = 2000;
    private const long Seed = 20260118;
    private const int BandSteps = 40;

    public static IReadOnlyList<Discrimination> Compute(SnapshotContent snapshot) => [.. snapshot.Signatures.Select(s => Compute(snapshot, s))];

    public static ReportChapter Chapter(ReportContent content) => new("discrimination", "Discrimination of PD-L1 status", [], [Table(content)], Drawn(content) is { Count: > 0 } drawn ? [Roc(drawn)] : []);

    private static Discrimination Compute(SnapshotContent snapshot, SnapshotSignature signature)
    {
        var (scores, labels) = snapshot.Members.WithLabel(signature, m => m.PdL1Positive);
        var auc = AreaUnderCurve.Estimate(scores, labels);
        IReadOnlyList<CurvePoint> curve = auc.Value is null ? [] : [.. RocCurve.Points(scores, labels).Select(p => new CurvePoint(double.IsFinite(p.Threshold) ? p.Threshold : null, p.Sensitivity, p.Specificity))];
        var bootstrap = auc.Value is null ? null : BootstrapAuc.Interval(scores, labels, Replicates, Seed).Value;
        return new Discrimination(signature.Name, scores.Length, auc.Value, bootstrap is null ? null : new Interval(bootstrap.Lower, bootstrap.Upper), curve, auc.Why, signature.IsTrainingCohort)
        {
            Band = auc.Value is null ? [] : RocBand.OverSpecificity(scores, labels, BandSteps, Replicates, Seed).Value ?? [],
        };
    }

    private static ReportTable Table(ReportContent content) => new("auc", "Area under the ROC curve",
        [ReportColumn.Text("Signature"), ReportColumn.Number("AUC"), ReportColumn.Number("95% CI (DeLong)"), ReportColumn.Number("95% CI (bootstrap)"), ReportColumn.Number("SE"), ReportColumn.Number("PD-L1 + / −")],
        [.. content.Discrimination.Select(Row)],
        [.. content.Discrimination.Where(d => d.Auc?.Warning is not null).GroupBy(d => d.Auc!.Warning).Select(g => $"{string.Join(", ", g.Select(d => d.Signature))}: {g.Key}."), $"Bootstrap: {Replicates} stratified replicates, percentiles, seed {Seed}."]);

    private static ReportRow Row(Discrimination d)
    {
        var name = d.Signature + (d.IsApparent ? " (apparent: training cohort)" : "");
        return d.Auc is not { } auc ? new ReportRow([name], d.Why, d.Signature) : new ReportRow(
            [name, new ReportCell(Figures.Three(auc.Auc), $"auc-{d.Signature}"), Figures.Range(auc.Lower, auc.Upper), d.Bootstrap is { } b ? Figures.Range(b.Lower, b.Upper) : "", Figures.Three(auc.StandardError), $"{auc.Positives} / {auc.Negatives}"], null, d.Signature);
    }

    private static List<(Discrimination Curve, int Color)> Drawn(ReportContent content) => [.. content.Discrimination.Select((d, i) => (d, i)).Where(d => d.d.Auc is not null)];

    private static Plot Roc(List<(Discrimination Curve, int Color)> drawn) => new("roc", "ROC curves",
        $"PD-L1 positive against negative; {string.Join(", ", drawn.Select(d => $"{d.Curve.Signature} n = {d.Curve.Subjects}"))}. Bands: sensitivity with 95% confidence at each specificity (bootstrap). On the page each point says its threshold.",
        PlotAxes.Unit("1 − specificity"), PlotAxes.Unit("sensitivity"),
        [
            new PlotLine(-1, [new(0, 0), new(1, 1)], null, IsDashed: true),
            .. drawn.Select(d => new PlotBand(d.Color, [.. d.Curve.Band.Select(p => new PlotPoint(1 - p.Specificity, p.Upper))], [.. d.Curve.Band.Select(p => new PlotPoint(1 - p.Specificity, p.Lower))])).Where(b => b.Upper.Count > 0),
            .. drawn.SelectMany(d => new PlotMark[]
            {
                new PlotLine(d.Color, [.. d.Curve.Curve.Select(p => new PlotPoint(1 - p.Specificity, p.Sensitivity))], $"{d.Curve.Signature} {Figures.Three(d.Curve.Auc!.Auc)}"),
                new PlotDots(d.Color, [.. d.Curve.Curve.Select(p => new PlotPoint(1 - p.Specificity, p.Sensitivity, Title(d.Curve, p)))], null, 1.8),
            }),
        ])
    { Height = 300 };

    private static string Title(Discrimination d, CurvePoint p) =>
        $"{d.Signature} {(p.Threshold is { } t ? "≥ " + Figures.Three(t) : "above every score")}: sensitivity {Figures.Percent(p.Sensitivity)}, specificity {Figures.Percent(p.Specificity)}";
}
