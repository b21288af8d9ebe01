using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>Survival by the status that a signature predicts.</summary>
/// <param name="Endpoint">progression-free or overall survival.</param>
/// <param name="HazardRatio">Of predicted positive against negative, Cox regression.</param>
/// <param name="Why">Why there is no test or hazard ratio.</param>
public sealed record SurvivalFigures(
    string Signature, string Endpoint, SurvivalGroup Positive, SurvivalGroup Negative, double? LogRank, double? LogRankP,
    double? HazardRatio, Interval? HazardInterval, double? HazardP, double? ProportionalP, double? Concordance, string? Why);

public sealed record SurvivalGroup(int Subjects, int Events, double? MedianMonths, double? MedianLower, double? MedianUpper, IReadOnlyList<SurvivalPoint> Curve);

public sealed record SurvivalPoint(double Months, double Survival, double? Lower, double? Upper, int AtRisk, int Censored);

internal static class SurvivalSection
{
    private const string Positive = "predicted positive";
    private const string Negative = "predicted negative";

    private static readonly (string Name, string Id, Func<SnapshotFollowUp, double?> Months, Func<SnapshotFollowUp, bool?> Event)[] Endpoints =
    [
        ("Progression-free survival", "pfs", f => f.ProgressionFreeMonths, f => f.ProgressionFreeEvent),
        ("Overall survival", "os", f => f.SurvivalMonths, f => f.SurvivalEvent),
    ];

    public static IReadOnlyList<SurvivalFigures> Compute(SnapshotContent snapshot) =>
        [.. Endpoints.Where(e => snapshot.Members.Any(m => m.FollowUp is { } f && e.Months(f) is not null && e.Event(f) is not null)).SelectMany(e => snapshot.Signatures.Select(s => Compute(snapshot, s, e.Name, e.Months, e.Event)))];

    public static ReportChapter Chapter(ReportContent content) => new("survival", "Survival by predicted PD-L1 status", [],
        content.Survival.Count == 0 ? [] :
        [
            new("survival", "Survival",
                [ReportColumn.Text("Signature"), ReportColumn.Text("Endpoint"), ReportColumn.Number("n (events), positive"), ReportColumn.Number("Median, months (95% CI), positive"), ReportColumn.Number("n (events), negative"), ReportColumn.Number("Median, months (95% CI), negative"), ReportColumn.Number("Log-rank P"), ReportColumn.Number("Hazard ratio (95% CI)"), ReportColumn.Number("Hazard ratio P"), ReportColumn.Number("Proportional hazards, P"), ReportColumn.Number("C-index of the score")],
                [.. content.Survival.Select(Row)],
                ["Kaplan-Meier, intervals on the log-log scale; hazard ratio of predicted positive against negative by Cox regression (Efron). Subjects need score, time and event mark. Groups are formed by a signature that was fitted to PD-L1, not to survival. C-index: share of comparable pairs in which the subject with the higher score lives longer without the event. P values are not adjusted for the number of tests.", .. Doubtful(content)]),
        ],
        [.. content.Survival.Where(s => s.Positive.Curve.Count + s.Negative.Curve.Count > 0).Select(Curves)]);

    private static SurvivalFigures Compute(SnapshotContent snapshot, SnapshotSignature signature, string endpoint, Func<SnapshotFollowUp, double?> months, Func<SnapshotFollowUp, bool?> events)
    {
        var used = snapshot.Members.Where(m => m.ScoreOf(signature) is not null && m.FollowUp is { } f && months(f) is not null && events(f) is not null).ToList();
        var followUp = new FollowUp([.. used.Select(m => months(m.FollowUp!)!.Value)], [.. used.Select(m => events(m.FollowUp!)!.Value)]);
        bool[] positive = [.. used.Select(m => m.ScoreOf(signature)!.Value >= signature.Threshold)];
        var test = LogRank.Test(followUp, [.. positive.Select(p => p ? Positive : Negative)]);
        double[][] rows = [.. positive.Select(p => new[] { p ? 1.0 : 0 })];
        var cox = CoxRegression.Fit(followUp, [Positive], rows);
        var term = cox.Value?.Terms.FirstOrDefault();
        return new SurvivalFigures(signature.Name, endpoint, Group(followUp, positive, true), Group(followUp, positive, false), test.Value?.ChiSquare, test.Value?.P,
            term?.HazardRatio, term?.HazardRatioInterval, term?.P, term is null ? null : CoxRegression.Check(followUp, [Positive], rows).Value?.Together.P,
            Concordance.Harrell(followUp, [.. used.Select(m => m.ScoreOf(signature)!.Value)], higherIsRisk: false).Value?.Index, test.Why ?? (term is null ? cox.Why ?? "There is no hazard ratio: the predicted status is the same in all subjects." : null));
    }

    private static SurvivalGroup Group(FollowUp all, bool[] positive, bool of)
    {
        var part = all.Of(Enumerable.Range(0, positive.Length).Where(i => positive[i] == of));
        if (KaplanMeier.Of(part).Value is not { } curve) return new SurvivalGroup(0, 0, null, null, null, []);
        var median = curve.Median(SurvivalScale.LogLog).Value;
        return new SurvivalGroup(part.Count, part.EventCount, median?.Value, curve.LowerEndOfMedian(SurvivalScale.LogLog), median?.Upper,
            [.. curve.Steps.Select(s => KaplanMeier.Interval(s, SurvivalScale.LogLog) is var interval ? new SurvivalPoint(s.Time, s.Survival, interval?.Lower, interval?.Upper, s.AtRisk, s.Censored) : default!)]);
    }

    private static ReportRow Row(SurvivalFigures s)
    {
        List<ReportCell> cells = [s.Signature, s.Endpoint, Count(s.Positive), Median(s.Positive), Count(s.Negative), Median(s.Negative)];
        if (s.Why is not null) return new ReportRow(cells, s.Why, s.Signature);
        return new ReportRow([.. cells, Figures.PColumn(s.LogRankP!.Value), $"{Figures.Two(s.HazardRatio!.Value)} ({Figures.Two(s.HazardInterval!.Lower)} to {Figures.Two(s.HazardInterval.Upper)})", Figures.PColumn(s.HazardP!.Value), s.ProportionalP is { } p ? Figures.PColumn(p) : "none", s.Concordance is { } c ? Figures.Three(c) : "none"], null, s.Signature);
    }

    private static IEnumerable<string> Doubtful(ReportContent content) => content.Survival.Where(s => s.ProportionalP < 0.05).Select(s =>
        $"{s.Signature}, {s.Endpoint.ToLowerInvariant()}: hazards are hardly proportional (P {Figures.P(s.ProportionalP!.Value)}); the hazard ratio is an average over time and must not be read as one figure for all of it.");

    private static string Count(SurvivalGroup group) => $"{group.Subjects} ({group.Events})";

    private static string Median(SurvivalGroup group) => group.Subjects == 0 ? "no subject" : group.MedianMonths is not { } median ? group.MedianLower is null ? "not reached" : $"not reached ({Bound(group.MedianLower)} to not reached)" : $"{Figures.One(median)} ({Bound(group.MedianLower)} to {Bound(group.MedianUpper)})";

    private static string Bound(double? months) => months is { } known ? Figures.One(known) : "not reached";

    private static Plot Curves(SurvivalFigures s)
    {
        var end = Math.Max(1, s.Positive.Curve.Concat(s.Negative.Curve).Max(p => p.Months));
        var id = Endpoints.Single(e => e.Name == s.Endpoint).Id;
        return new Plot($"{id}-{s.Signature}", $"{s.Endpoint}, {s.Signature}", $"Kaplan-Meier with 95% bands; {Positive} n = {s.Positive.Subjects}, {Negative} n = {s.Negative.Subjects}; marks: censored{(s.LogRankP is { } p ? $"; log-rank P {Figures.P(p)}" : "")}.",
            PlotAxes.Linear("months", 0, end), PlotAxes.Unit(s.Endpoint.ToLowerInvariant()), [.. Marks(s.Positive, 0, Positive), .. Marks(s.Negative, 1, Negative)])
        { Signature = s.Signature, Counts = [.. AtRisk(s.Positive, 0), .. AtRisk(s.Negative, 1)], CountsTitle = "at risk" };
    }

    private static IEnumerable<PlotCounts> AtRisk(SurvivalGroup group, int color)
    {
        if (group.Curve.Count > 0) yield return new PlotCounts(color, at => group.Curve.FirstOrDefault(p => p.Months >= at)?.AtRisk ?? 0);
    }

    private static IEnumerable<PlotMark> Marks(SurvivalGroup group, int color, string name)
    {
        if (group.Curve.Count == 0) yield break;
        yield return new PlotBand(color, Steps(group.Curve, p => p.Upper ?? p.Survival), Steps(group.Curve, p => p.Lower ?? p.Survival));
        yield return new PlotLine(color, Steps(group.Curve, p => p.Survival), $"{name} ({group.Subjects})");
        yield return new PlotDots(color, [.. group.Curve.Where(p => p.Censored > 0).Select(p => new PlotPoint(p.Months, p.Survival, $"{name}: {p.Censored} censored at {Figures.Short(p.Months)} months"))], null, 2.2);
    }

    private static List<PlotPoint> Steps(IReadOnlyList<SurvivalPoint> curve, Func<SurvivalPoint, double> of)
    {
        List<PlotPoint> points = [new(0, 1)];
        foreach (var point in curve)
        {
            points.Add(new(point.Months, points[^1].Y));
            points.Add(new(point.Months, of(point)));
        }

        return points;
    }
}
