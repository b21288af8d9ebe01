using System.Globalization;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Small data sets at the edge of what can be computed: a label y and a score or probability, of complete cases.</summary>
internal sealed class EdgeFigures : DatasetFigures
{
    private readonly double[] scores;
    private readonly bool[] labels;
    private readonly CompleteCases cases;
    private readonly ScoreFigures figures;

    public EdgeFigures(DataTable table)
    {
        var y = table.Labels("y");
        var score = table.Numbers(table.Has("score") ? "score" : "prob");
        cases = CompleteCases.Of(("label", y), ("score", score));
        (scores, labels) = (cases.Take(score), [.. cases.Take(y).Select(label => label == 1)]);
        figures = new ScoreFigures(scores, labels);
    }

    public override Figure? Of(string statistic)
    {
        if (statistic.StartsWith("conf50.", StringComparison.Ordinal)) return ConfusionFigures.Of(figures.At(0.5, false), statistic["conf50.".Length..]);
        if (statistic.StartsWith("best", StringComparison.Ordinal) && statistic.Split('.') is [_, "threshold"] && int.TryParse(statistic["best".Length..statistic.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture, out var k))
        {
            return Figure.Of(figures.Youden, y => k >= 1 && k <= y.Thresholds.Count ? y.Thresholds[k - 1].Midway : null);
        }

        return statistic switch
        {
            "n_used" => cases.Rows.Count,
            "n_excluded" => cases.LeftOut.Sum(part => part.Count),
            "n_best" => Figure.Of(figures.Youden, y => y.Thresholds.Count),
            "J" => Figure.Of(figures.Youden, y => y.Index),
            "delong_vs_self.p" => Figure.Of(AreaUnderCurve.Compare(scores, scores, labels), c => c.P),
            "logit.coef" => Figure.Of(Numerics.Models.LogisticRegression.Fit(["score"], [.. scores.Select(s => new[] { s })], labels), f => f.Terms.Count == 1 ? f.Terms[0].Estimate : null),
            "logloss_clip1e-6" => Figure.Of(Calibration.LogLoss(scores, labels, 1e-6), l => l.Value),
            "cal.slope_excl01" => figures.Of("cal.slope"),
            _ => figures.Of(statistic.StartsWith("cc.", StringComparison.Ordinal) ? statistic["cc.".Length..] : statistic),
        };
    }
}
