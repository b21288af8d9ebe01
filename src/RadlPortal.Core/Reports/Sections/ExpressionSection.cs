using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>Correlation of a signature's score with CD274.</summary>
public sealed record ExpressionCorrelation(string Signature, CorrelationEstimate? Pearson, CorrelationEstimate? Spearman, IReadOnlyList<ExpressionPoint> Points, string? Why);

public sealed record ExpressionPoint(string Subject, double Score, double Cd274);

internal static class ExpressionSection
{
    public static IReadOnlyList<ExpressionCorrelation> Compute(SnapshotContent snapshot) => snapshot.Members.Any(m => m.Cd274 is not null) ? [.. snapshot.Signatures.Select(s => Compute(snapshot, s))] : [];

    public static ReportChapter Chapter(ReportContent content) => new("expression", "Correlation with CD274 expression", [], content.Expression.Count == 0 ? [] :
    [
        new("cd274", "Score against CD274",
            [ReportColumn.Text("Signature"), ReportColumn.Number("n"), ReportColumn.Number("Pearson's r (95% CI)"), ReportColumn.Number("P"), ReportColumn.Number("Spearman's rho"), ReportColumn.Number("P")],
            [.. content.Expression.Select(e => e.Pearson is { } r
                ? new ReportRow([e.Signature, e.Points.Count, new ReportCell($"{Figures.Three(r.R)} ({Figures.Range(r.Lower, r.Upper)})", $"cd274-{e.Signature}"), Figures.PColumn(r.P), e.Spearman is { } rho ? Figures.Three(rho.R) : "none", e.Spearman is { } same ? Figures.PColumn(same.P) : ""], null, e.Signature)
                : new ReportRow([e.Signature, e.Points.Count], e.Why, e.Signature))],
            ["Interval by Fisher's z, P from t with n − 2 degrees of freedom. CD274 in the unit in which the study brought it."]),
    ], [.. content.Expression.Where(e => e.Points.Count > 0).Select((e, i) => Scatter(e, i))]);

    private static ExpressionCorrelation Compute(SnapshotContent snapshot, SnapshotSignature signature)
    {
        ExpressionPoint[] points = [.. snapshot.Members.Where(m => m.Cd274 is not null && m.ScoreOf(signature) is not null).Select(m => new ExpressionPoint(m.Subject, m.ScoreOf(signature)!.Value, m.Cd274!.Value))];
        double[] scores = [.. points.Select(p => p.Score)], expression = [.. points.Select(p => p.Cd274)];
        var pearson = Correlation.Pearson(scores, expression);
        return new ExpressionCorrelation(signature.Name, pearson.Value, Correlation.Spearman(scores, expression).Value, points, pearson.Why);
    }

    private static Plot Scatter(ExpressionCorrelation e, int color)
    {
        List<PlotMark> marks = [new PlotDots(color, [.. e.Points.Select(p => new PlotPoint(p.Score, p.Cd274, $"{p.Subject}: score {Figures.Three(p.Score)}, CD274 {Figures.Short(p.Cd274)}"))])];
        if (e.Pearson is not null) marks.Insert(0, Fit(e));
        return new Plot($"cd274-{e.Signature}", $"{e.Signature} against CD274", $"n = {e.Points.Count}{(e.Pearson is { } r ? $", r = {Figures.Three(r.R)}; line: least squares" : "")}.",
            PlotAxes.Unit($"{e.Signature} score"), PlotAxes.Linear("CD274", e.Points.Min(p => p.Cd274), e.Points.Max(p => p.Cd274)), marks)
        { Signature = e.Signature };
    }

    private static PlotLine Fit(ExpressionCorrelation e)
    {
        double x = e.Points.Average(p => p.Score), y = e.Points.Average(p => p.Cd274);
        var slope = e.Points.Sum(p => (p.Score - x) * (p.Cd274 - y)) / e.Points.Sum(p => (p.Score - x) * (p.Score - x));
        double from = e.Points.Min(p => p.Score), to = e.Points.Max(p => p.Score);
        return new PlotLine(-1, [new(from, y + slope * (from - x)), new(to, y + slope * (to - x))]);
    }
}
