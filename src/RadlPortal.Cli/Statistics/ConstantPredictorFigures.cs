using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>A label y and predictors of which one may be the same in all subjects: x2.auc, x2.logit.coef of the model with all of them, x2.smd between the classes.</summary>
internal sealed class ConstantPredictorFigures(DataTable table) : DatasetFigures
{
    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.', 2);
        if (parts.Length < 2 || parts[0] == "y" || !table.Has(parts[0])) return null;
        var labels = table.Flags("y");
        var values = table.Complete(parts[0]);
        return parts[1] switch
        {
            "logit.coef" => Coefficient(parts[0], labels),
            "pearson.r" => Figure.Of(Correlation.Pearson(values, table.Complete("y")), c => c.R),
            "smd" or "t.p" => new GroupFigures([.. values.Where((_, i) => labels[i]).Select(v => (double?)v)], [.. values.Where((_, i) => !labels[i]).Select(v => (double?)v)]).Of(parts[1]),
            "icc21" => IccFigures.Of([.. values.Select(v => new[] { v, v })], "icc21"),
            var field => new ScoreFigures(values, labels).Of(field),
        };
    }

    private Figure Coefficient(string predictor, bool[] labels)
    {
        string[] names = [.. table.Columns.Where(c => c != "y")];
        var columns = names.Select(table.Complete).ToArray();
        var fit = LogisticRegression.Fit(names, [.. Enumerable.Range(0, table.Count).Select(i => columns.Select(c => c[i]).ToArray())], labels);
        if (fit.Value is { } fitted && fitted.Terms.All(t => t.Name != predictor)) return Figure.Refused($"{predictor} is the same in all subjects or follows from the other predictors, so it has no coefficient of its own");
        return Figure.Of(fit, f => f.Terms.FirstOrDefault(t => t.Name == predictor)?.Estimate);
    }
}
