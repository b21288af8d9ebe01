using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Two small groups a and b (columns group, value).</summary>
internal sealed class SmallGroupFigures(DataTable table) : DatasetFigures
{
    private readonly double[] a = table.Where("group", "a").Complete("value");
    private readonly double[] b = table.Where("group", "b").Complete("value");

    public override Figure? Of(string statistic) => statistic switch
    {
        "mw.exact.p" or "mw.exact_perm.p" or "mw.exact_shiftalg.p" => Figure.Of(RankTests.MannWhitneyExact(a, b), m => m.P),
        "mw.hl.lo" => Figure.Of(RankTests.HodgesLehmann(a, b), h => h.Lower),
        "mw.hl.hi" => Figure.Of(RankTests.HodgesLehmann(a, b), h => h.Upper),
        _ => new GroupFigures([.. a.Select(v => (double?)v)], [.. b.Select(v => (double?)v)]).Of(statistic),
    };
}

/// <summary>Two measurements of the same subjects (columns before, after).</summary>
internal sealed class PairedSampleFigures(DataTable table) : DatasetFigures
{
    private readonly double[] before = table.Complete("before");
    private readonly double[] after = table.Complete("after");

    public override Figure? Of(string statistic) => statistic switch
    {
        "paired.t" => Figure.Of(MeanTests.Paired(before, after), t => t.T),
        "paired.t.p" => Figure.Of(MeanTests.Paired(before, after), t => t.P),
        "paired.V" => Figure.Of(RankTests.SignedRank(before, after), s => s.V),
        "paired.wsr_cc.p" => Figure.Of(RankTests.SignedRank(before, after), s => s.P),
        "paired.wsr_nocc.p" => Figure.Of(RankTests.SignedRank(before, after), s => s.UncorrectedP),
        _ => null,
    };
}

/// <summary>Signature and expression of CD274 (columns RADLsig, CD274_log2tpm).</summary>
internal sealed class ExpressionFigures : DatasetFigures
{
    private readonly double[] score;
    private readonly double[] expression;

    public ExpressionFigures(DataTable table)
    {
        double?[] scores = table.Numbers("RADLsig"), expressions = table.Numbers("CD274_log2tpm");
        var cases = CompleteCases.Of(("score", scores), ("expression", expressions));
        (score, expression) = (cases.Take(scores), cases.Take(expressions));
    }

    public override Figure? Of(string statistic) => statistic switch
    {
        "pearson.r" => Figure.Of(Correlation.Pearson(score, expression), c => c.R),
        "pearson.t" => Figure.Of(Correlation.Pearson(score, expression), c => c.T),
        "pearson.p" => Figure.Of(Correlation.Pearson(score, expression), c => c.P),
        "pearson.lo" => Figure.Of(Correlation.Pearson(score, expression), c => c.Lower),
        "pearson.hi" => Figure.Of(Correlation.Pearson(score, expression), c => c.Upper),
        "spearman.rho" => Figure.Of(Correlation.Spearman(score, expression), c => c.R),
        "spearman.p_t" => Figure.Of(Correlation.Spearman(score, expression), c => c.P),
        "kendall.tau_b" => Figure.Of(Correlation.Kendall(score, expression), k => k.Tau),
        "kendall.p" => Figure.Of(Correlation.Kendall(score, expression), k => k.P),
        "lm.slope" => Figure.Of(LinearModel.Fit(score, expression), l => l.Slope),
        "lm.se" => Figure.Of(LinearModel.Fit(score, expression), l => l.StandardError),
        "lm.p" => Figure.Of(LinearModel.Fit(score, expression), l => l.P),
        "lm.intercept" => Figure.Of(LinearModel.Fit(score, expression), l => l.Intercept),
        "auc_highCD274.auc" => new ScoreFigures(score, High()).Of("auc"),
        "mw_highCD274.p" => new ScoreFigures(score, High()).Of("mw.p"),
        _ => null,
    };

    private bool[] High()
    {
        var median = Quantiles.Median(expression);
        return [.. expression.Select(value => value >= median)];
    }
}
