using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>How well a signature's probabilities agree with PD-L1 status, and what treating by them would bring.</summary>
/// <param name="Slope">Ideal 1, with its interval.</param>
/// <param name="Intercept">Calibration in the large: ideal 0.</param>
/// <param name="Why">Why there is no intercept or slope.</param>
public sealed record CalibrationFigures(
    string Signature, int Subjects, bool IsApparent, double? Intercept, Interval? InterceptInterval, double? Slope, Interval? SlopeInterval,
    double? Brier, double? ScaledBrier, double? ExpectedByObserved, IReadOnlyList<SmoothPoint> Curve, IReadOnlyList<NetBenefit> Decision, string? Why)
{
    /// <summary>Hosmer and Lemeshow's test over tenths of the score; null without both classes or without enough groups.</summary>
    public HosmerLemeshowTest? Groups { get; init; }
}

internal static class CalibrationSection
{
    /// <summary>A chi-square of groups that expect fewer follows no chi-square distribution.</summary>
    private const double FewestExpected = 1;

    /// <summary>Tenths of fewer subjects would be shares of one to four.</summary>
    private const int FewestForTenths = 50;
    private static readonly double[] Thresholds = [.. Enumerable.Range(1, 49).Select(i => i / 50.0)];

    public static IReadOnlyList<CalibrationFigures> Compute(SnapshotContent snapshot) => [.. snapshot.Signatures.Select(s => Compute(snapshot, s))];

    public static ReportChapter Chapter(ReportContent content)
    {
        List<Plot> figures = [];
        var drawn = content.Calibration.Select((c, i) => (Figures: c, Color: i)).ToList();
        if (drawn.Where(d => d.Figures.Curve.Count > 0).ToList() is { Count: > 0 } curves) figures.Add(Curves(curves));
        if (drawn.Where(d => d.Figures.Decision.Count > 0).ToList() is { Count: > 0 } decisions) figures.Add(Decision(decisions));
        return new("calibration", "Calibration and decision curve", [], [Table(content)], figures);
    }

    private static CalibrationFigures Compute(SnapshotContent snapshot, SnapshotSignature signature)
    {
        var (scores, labels) = snapshot.Members.WithLabel(signature, m => m.PdL1Positive);
        var line = Calibration.Line(scores, labels);
        var large = Calibration.InTheLarge(scores, labels);
        var brier = Calibration.Brier(scores, labels).Value;
        var bothClasses = labels.Distinct().Count() == 2;
        return new CalibrationFigures(signature.Name, scores.Length, signature.IsTrainingCohort, large.Value?.Intercept, large.Value?.Interval, line.Value?.Slope, line.Value?.SlopeInterval,
            brier?.Score, brier?.Scaled, brier?.ExpectedByObserved, bothClasses ? Calibration.Curve(scores, labels).Value?.Points ?? [] : [],
            bothClasses ? [.. DecisionCurve.Over(scores, labels, Thresholds).Select(d => d.Value).OfType<NetBenefit>()] : [], line.Why ?? large.Why)
        {
            Groups = bothClasses ? HosmerLemeshow.ByQuantiles(scores, labels).Value : null,
        };
    }

    private static ReportTable Table(ReportContent content) => new("calibration", "Calibration",
        [ReportColumn.Text("Signature"), ReportColumn.Number("n"), ReportColumn.Number("Brier score"), ReportColumn.Number("Scaled Brier"), ReportColumn.Number("Expected / observed"), ReportColumn.Number("Intercept (95% CI)"), ReportColumn.Number("Slope (95% CI)"), ReportColumn.Number("Hosmer-Lemeshow χ² (df), P")],
        [.. content.Calibration.Select(Row)],
        ["Intercept: calibration in the large, ideal 0. Slope: ideal 1, below 1 the scores are too extreme. Wald intervals of logistic recalibration. Hosmer-Lemeshow: ten groups by quantiles of the score, df = groups (groups − 2 in the training cohort); weak, depends on the grouping, never to be read alone; none where a tenth expects fewer than one subject of a class."]);

    private static ReportRow Row(CalibrationFigures c)
    {
        List<ReportCell> cells = [c.Signature + (c.IsApparent ? " (apparent)" : ""), c.Subjects, Three(c.Brier), Three(c.ScaledBrier), Three(c.ExpectedByObserved)];
        if (c.Why is not null) return new ReportRow(cells, c.Why, c.Signature);
        return new ReportRow([.. cells, $"{Three(c.Intercept)} ({Figures.Range(c.InterceptInterval!.Lower, c.InterceptInterval.Upper)})", $"{Three(c.Slope)} ({Figures.Range(c.SlopeInterval!.Lower, c.SlopeInterval.Upper)})", Test(c)], null, c.Signature);
    }

    private static string Test(CalibrationFigures c)
    {
        if (c.Groups is not { ChiSquare: { } chi } test) return c.Groups?.Groups.Count >= 3 ? "none: a certain score did not come true" : "none: fewer than three groups";
        if (test.Groups.Any(g => g.Subjects * Math.Min(g.Predicted, 1 - g.Predicted) < FewestExpected)) return "none: a tenth expects fewer than one subject";
        var (df, p) = c.IsApparent ? (test.Groups.Count - 2, test.DevelopmentP!.Value) : (test.Groups.Count, test.ValidationP!.Value);
        return $"{Figures.Two(chi)} ({df}), P {Figures.P(p)}";
    }

    private static string Three(double? value) => value is { } known ? Figures.Three(known) : "none";

    private static Plot Curves(List<(CalibrationFigures Figures, int Color)> drawn) => new("calibration", "Calibration curve",
        $"Smoothed share of PD-L1 positive subjects (lowess, span 2/3) over the score; {string.Join(", ", drawn.Select(d => $"{d.Figures.Signature} n = {d.Figures.Subjects}"))}. {(drawn[0].Figures.Subjects >= FewestForTenths ? "Dots: tenths of the subjects by score. " : "")}Dashed: perfect agreement.",
        PlotAxes.Unit("score (predicted probability)"), PlotAxes.Unit("observed share"),
        [new PlotLine(-1, [new(0, 0), new(1, 1)], null, IsDashed: true), .. drawn.Select(d => new PlotLine(d.Color, [.. d.Figures.Curve.Select(p => new PlotPoint(p.X, Math.Clamp(p.Y, 0, 1)))], d.Figures.Signature)),
            .. drawn.Where(d => d.Figures.Groups is not null && d.Figures.Subjects >= FewestForTenths).Select(d => new PlotDots(d.Color, [.. d.Figures.Groups!.Groups.Select(g => new PlotPoint(g.Predicted, g.Observed, $"{d.Figures.Signature}: {g.Subjects} subjects, mean score {Figures.Three(g.Predicted)}, PD-L1 positive {Figures.Percent(g.Observed)}"))]))])
    { Height = 300 };

    private static Plot Decision(List<(CalibrationFigures Figures, int Color)> drawn)
    {
        var all = drawn[0].Figures.Decision;
        var top = Math.Max(0.1, drawn.Max(d => d.Figures.Decision.Max(p => p.Model)));
        var bottom = -0.1;
        IReadOnlyList<PlotPoint> Cut(IEnumerable<(double X, double Y)> points) => [.. points.Where(p => p.Y >= bottom).Select(p => new PlotPoint(p.X, p.Y))];
        return new("decision", "Decision curve", $"Net benefit of treating from a threshold probability on, against treating everybody and nobody; n = {drawn[0].Figures.Subjects}.",
            PlotAxes.Unit("threshold probability"), PlotAxes.Linear("net benefit", bottom, top),
            [
                new PlotLine(-1, Cut(all.Select(p => (p.Threshold, p.TreatAll))), "treat all", IsDashed: true),
                new PlotLine(-1, [new(0, 0), new(1, 0)], "treat none"),
                .. drawn.Select(d => new PlotLine(d.Color, Cut(d.Figures.Decision.Select(p => (p.Threshold, p.Model))), d.Figures.Signature)),
            ])
        { Height = 300 };
    }
}
