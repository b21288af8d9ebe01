using System.Globalization;
using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>An immunotherapy cohort: response and survival by predicted status and score.</summary>
internal sealed class ImmunotherapyFigures(DataTable table) : DatasetFigures
{
    private static readonly string[] Predictors = ["RADLsig", "age", "ecog", "line2Lplus", "stageIV"];

    private readonly bool[] high = table.Flags("pred_high");
    private readonly bool[] response = table.Flags("response");
    private readonly Dictionary<string, EndPoint> endPoints = [];

    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.', 2);
        if (parts.Length < 2) return null;
        if (parts[0] == "orr") return Response(parts[1]);
        if (statistic.StartsWith("resp.pred.", StringComparison.Ordinal)) return ConfusionFigures.Of(ConfusionTable.Of(high, response), statistic["resp.pred.".Length..]);
        if (statistic.StartsWith("resp.RADLsig.", StringComparison.Ordinal)) return new ScoreFigures(table.Complete("RADLsig"), response).Of(statistic["resp.RADLsig.".Length..]);
        if (!table.Has(parts[0] + "_months")) return null;
        if (!endPoints.TryGetValue(parts[0], out var endPoint)) endPoints[parts[0]] = endPoint = new EndPoint(table, parts[0], high);
        return endPoint.Of(parts[1]);
    }

    private Figure? Response(string field)
    {
        int Count(bool predicted, bool responded) => high.Where((call, i) => call == predicted && response[i] == responded).Count();
        var two = new TwoByTwo(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
        return field.Split('.', 2) switch
        {
            ["high", var part] => ProportionFigures.Of(two.A, two.A + two.B, part),
            ["low", var part] => ProportionFigures.Of(two.C, two.C + two.D, part),
            _ => TwoByTwoFigures.Of(two, field),
        };
    }

    private sealed class EndPoint
    {
        private readonly DataTable table;
        private readonly FollowUp followUp;
        private readonly string[] groups;
        private readonly double[] predictedHigh;
        private readonly double[] scores;
        private readonly SurvivalFigures figures;
        private readonly double[][] rows;
        private readonly Lazy<Computed<CoxFit>> model;
        private readonly Lazy<Computed<ProportionalHazards>> check;

        public EndPoint(DataTable table, string name, bool[] high)
        {
            this.table = table;
            followUp = new FollowUp(table.Complete(name + "_months"), table.Flags(name + "_event"));
            groups = [.. high.Select(h => h ? "high" : "low")];
            (predictedHigh, scores) = (table.Complete("pred_high"), table.Complete("RADLsig"));
            figures = new SurvivalFigures(followUp, groups);
            double[] age = table.Complete("age"), ecog = table.Complete("ecog");
            string?[] line = table.Text("line"), stage = table.Text("stage");
            rows = [.. scores.Select((score, i) => new[] { score, age[i], ecog[i], line[i] == "2L+" ? 1 : 0, stage[i] == "IV" ? 1.0 : 0 })];
            model = new(() => CoxRegression.Fit(followUp, Predictors, rows));
            check = new(() => CoxRegression.Check(followUp, Predictors, rows));
        }

        public Figure? Of(string field) => field.Split('.', 2) switch
        {
            ["logrank", var part] => SurvivalFigures.Test(Ordered(), part),
            ["peto", var part] => SurvivalFigures.Test(LogRank.Test(followUp, groups, rho: 1), part),
            ["logrank_strat_line", var part] => SurvivalFigures.Test(LogRank.Test(followUp, groups, strata: [.. table.Text("line").Select(line => line ?? "")]), part),
            ["logrank_ecog3", var part] => SurvivalFigures.Test(LogRank.Test(followUp, [.. table.Complete("ecog").Select(grade => grade.ToString(CultureInfo.InvariantCulture))]), part),
            ["cox_uni", var part] => figures.Univariable(part, "pred_high", predictedHigh),
            ["cox_multi", var part] => Multivariable(part),
            ["zph", var part] => Proportional(part),
            ["cindex", "RADLsig_as_risk.est"] => Figure.Of(Concordance.Harrell(followUp, scores, true), c => c.Index),
            ["cindex", "RADLsig_as_risk.se"] => Figure.Of(Concordance.Harrell(followUp, scores, true), c => c.StandardError),
            ["cindex", "RADLsig_as_protective.est"] => Figure.Of(Concordance.Harrell(followUp, scores, false), c => c.Index),
            _ => figures.Curve(field),
        };

        private Computed<LogRankTest> Ordered() => LogRank.Test(followUp, groups);

        private Figure? Multivariable(string part)
        {
            if (part is "cindex" or "cindex.se")
            {
                return model.Value.Value is { } fit
                    ? Figure.Of(Concordance.Harrell(followUp, fit.LogHazards, true), c => part == "cindex" ? c.Index : c.StandardError)
                    : Figure.Refused(model.Value.Why!);
            }

            return Figure.Of(model.Value, fit => part.Split('.') is [var name, var own] ? fit.Terms.FirstOrDefault(t => t.Name == name) is { } term ? SurvivalFigures.Term(term, own) : null : SurvivalFigures.Overall(fit, part));
        }

        private Figure? Proportional(string field) => field.Split('.') is [var name, ("chi2" or "p") and var part]
            ? Figure.Of(check.Value, c => (name == "GLOBAL" ? c.Together : c.Terms.FirstOrDefault(t => t.Name == name)) is { } test ? part == "p" ? test.P : test.ChiSquare : null)
            : null;
    }
}

/// <summary>Small survival data at the edge (columns time, event, group).</summary>
internal sealed class EdgeSurvivalFigures(DataTable table) : DatasetFigures
{
    private readonly FollowUp followUp = new(table.Complete("time"), table.Flags("event"));
    private readonly SurvivalFigures figures = new(new FollowUp(table.Complete("time"), table.Flags("event")), []);

    public override Figure? Of(string statistic)
    {
        if (statistic.StartsWith("logrank.", StringComparison.Ordinal)) return SurvivalFigures.Test(LogRank.Test(followUp, [.. table.Text("group").Select(g => g ?? "")]), statistic["logrank.".Length..]);
        if (statistic.StartsWith("cox.", StringComparison.Ordinal))
        {
            var field = statistic["cox.".Length..];
            return figures.Univariable(field.Contains('.', StringComparison.Ordinal) ? field : "efron." + field, "group", table.Complete("group"));
        }

        return figures.Curve(statistic);
    }
}
