using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>A signature's scores in both PD-L1 statuses.</summary>
/// <param name="P">Mann and Whitney's test with continuity correction, two-sided.</param>
/// <param name="Why">Why there is no test.</param>
public sealed record ScoreDistribution(string Signature, double Threshold, IReadOnlyList<double> PositiveScores, IReadOnlyList<double> NegativeScores, Spread? Positive, Spread? Negative, double? P, string? Why);

internal static class ScoresSection
{
    public static IReadOnlyList<ScoreDistribution> Compute(SnapshotContent snapshot) => [.. snapshot.Signatures.Select(s =>
    {
        double[] positive = snapshot.Members.ScoresOf(s, true), negative = snapshot.Members.ScoresOf(s, false);
        var test = RankTests.MannWhitney(positive, negative);
        return new ScoreDistribution(s.Name, s.Threshold, positive, negative, Spread.Of(positive), Spread.Of(negative), test.Value?.P, test.Why);
    })];

    public static ReportChapter Chapter(ReportContent content) => new("scores", "Distribution of scores", [],
        content.Scores.Count == 0 ? [] :
        [
            new("scores", "Scores by PD-L1 status",
                [ReportColumn.Text("Signature"), ReportColumn.Number("n, positive"), ReportColumn.Number("Median (quartiles), positive"), ReportColumn.Number("n, negative"), ReportColumn.Number("Median (quartiles), negative"), ReportColumn.Number("P")],
                [.. content.Scores.Select(s => new ReportRow([s.Signature, s.PositiveScores.Count, Text(s.Positive), s.NegativeScores.Count, Text(s.Negative), .. s.P is { } p ? (ReportCell[])[Figures.PColumn(p)] : []], s.Why, s.Signature))], ["P: Mann and Whitney's test, normal approximation with continuity correction, two-sided."]),
        ],
        [.. content.Scores.Where(s => s.PositiveScores.Count + s.NegativeScores.Count > 0).Select(Distribution)]);

    private static string Text(Spread? spread) => spread is null ? "no subject" : $"{Figures.Three(spread.Median)} ({Figures.Range(spread.FirstQuartile, spread.ThirdQuartile)})";

    private static Plot Distribution(ScoreDistribution s)
    {
        (IReadOnlyList<double> Scores, Spread? Spread, string Name)[] groups = [(s.PositiveScores, s.Positive, "positive"), (s.NegativeScores, s.Negative, "negative")];
        return new Plot($"scores-{s.Signature}", $"{s.Signature} by PD-L1 status", $"Each point a subject; box: quartiles and median; dashed: locked threshold {Figures.Three(s.Threshold)}; positive n = {s.PositiveScores.Count}, negative n = {s.NegativeScores.Count}.",
            PlotAxes.Names(["PD-L1 positive", "PD-L1 negative"], fromTop: false), PlotAxes.Unit("score"),
            [
                .. groups.SelectMany((g, i) => g.Spread is not { } box ? (PlotMark[])[] : [new PlotBar(-1, i + 0.15, i + 0.85, box.FirstQuartile, box.ThirdQuartile), new PlotLine(i, [new(i + 0.15, box.Median), new(i + 0.85, box.Median)])]),
                .. groups.Select((g, i) => (PlotMark)new PlotDots(i, [.. g.Scores.Order().Select((score, k) => new PlotPoint(i + 0.5 + Offset(k), score, $"{g.Name}: {Figures.Three(score)}"))])),
                new PlotLine(-1, [new(0, s.Threshold), new(2, s.Threshold)], null, IsDashed: true),
            ])
        { Signature = s.Signature };
    }

    // Points side by side, so that neighbours of the same score stay apart; the same each time.
    private static double Offset(int k) => 0.22 * (k % 5 - 2) / 2;
}
