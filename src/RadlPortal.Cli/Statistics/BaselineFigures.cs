using System.Globalization;
using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Characteristics of a development cohort by group, and its logistic models.</summary>
internal sealed class BaselineFigures(DataTable table)
{
    private readonly Lazy<Computed<LogisticFit>> model = new(() => Model(table.Where("cohort", "train")));

    /// <summary>baseline.test_vs_train.age.t.p, baseline.pos_vs_neg.stage.chi2.p, baseline.site.age.kruskal.p.</summary>
    public Figure? Characteristics(string id)
    {
        var parts = id.Split('.', 3);
        if (parts is not [var comparison, var column, var field] || !table.Has(column)) return null;
        var train = table.Where("cohort", "train");
        return comparison switch
        {
            "test_vs_train" => Compare(table.Where("cohort", "test"), train, column, field),
            "pos_vs_neg" => Compare(train.Where("pdl1", "1"), train.Where("pdl1", "0"), column, field),
            _ when table.Has(comparison) => Across(comparison, column, field),
            _ => null,
        };
    }

    /// <summary>logit.train.age.or, logit.train.uni.RADLsig.prof.lo.</summary>
    public Figure? Logistic(string id)
    {
        if (id.StartsWith("uni.", StringComparison.Ordinal) && id.Split('.', 3) is [_, var predictor, var part] && table.Has(predictor)) return Univariable(predictor, part);
        if (id.Split('.', 2) is [var name, var field])
        {
            return Figure.Of(model.Value, fit => (name == "intercept" ? fit.Intercept : fit.Terms.FirstOrDefault(t => t.Name == name)) is { } term ? Term(term, field) : null);
        }

        return id switch
        {
            "loglik" => Figure.Of(model.Value, m => m.LogLikelihood),
            "aic" => Figure.Of(model.Value, m => m.Aic),
            "lrt" => Figure.Of(model.Value, m => m.LikelihoodRatio),
            "nagelkerke" => Figure.Of(model.Value, m => m.Nagelkerke),
            _ => null,
        };
    }

    private static double? Term(LogisticTerm term, string field) => field switch
    {
        "coef" => term.Estimate,
        "se" => term.StandardError,
        "z" => term.Z,
        "p" => term.P,
        "or" => term.OddsRatio,
        "or.lo" => term.OddsRatioInterval.Lower,
        "or.hi" => term.OddsRatioInterval.Upper,
        _ => null,
    };

    private Figure? Univariable(string predictor, string part)
    {
        var train = table.Where("cohort", "train");
        double[][] rows = [.. train.Complete(predictor).Select(value => new[] { value })];
        var labels = train.Flags("pdl1");
        return part switch
        {
            "or" => Figure.Of(LogisticRegression.Fit([predictor], rows, labels), fit => fit.Terms.Count == 1 ? fit.Terms[0].OddsRatio : null),
            "prof.lo" => Figure.Of(LogisticRegression.ProfileInterval([predictor], rows, labels, 0), i => Math.Exp(i.Lower)),
            "prof.hi" => Figure.Of(LogisticRegression.ProfileInterval([predictor], rows, labels, 0), i => Math.Exp(i.Upper)),
            _ => null,
        };
    }

    private Figure? Across(string grouping, string column, string field)
    {
        var (groups, values) = (table.Text(grouping), table.Numbers(column));
        double[][] samples = [.. groups.OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(group => values.Where((_, i) => groups[i] == group).OfType<double>().ToArray())];
        return field switch
        {
            "kruskal.stat" => Figure.Of(RankTests.KruskalWallis(samples), k => k.Value),
            "kruskal.p" => Figure.Of(RankTests.KruskalWallis(samples), k => k.P),
            "anova.F" => Figure.Of(MeanTests.OneWay(samples), f => f.F),
            "anova.p" => Figure.Of(MeanTests.OneWay(samples), f => f.P),
            _ => null,
        };
    }

    private static Figure? Compare(DataTable first, DataTable second, string column, string field) => IsCategorical(field, first, second, column)
        ? CategoryFigures.Of(first.Text(column), second.Text(column), field)
        : new GroupFigures(first.Numbers(column), second.Numbers(column)).Of(field);

    private static bool IsCategorical(string field, DataTable first, DataTable second, string column) =>
        field.StartsWith("chi2", StringComparison.Ordinal) || field is "fisher.p" or "cramerV" ||
        field == "smd" && first.Text(column).Concat(second.Text(column)).Any(text => text is not null && !double.TryParse(text, CultureInfo.InvariantCulture, out _));

    private static Computed<LogisticFit> Model(DataTable train)
    {
        double?[] signature = train.Numbers("RADLsig"), age = train.Numbers("age"), male = [.. train.Text("sex").Select(sex => sex switch { "M" => 1.0, "F" => 0, _ => default(double?) })], label = train.Numbers("pdl1");
        var cases = CompleteCases.Of(("label", label), ("RADLsig", signature), ("age", age), ("sex", male));
        double[] s = cases.Take(signature), a = cases.Take(age), m = cases.Take(male);
        return LogisticRegression.Fit(["RADLsig", "age", "sexM"], [.. s.Select((value, i) => new[] { value, a[i], m[i] })], [.. cases.Take(label).Select(l => l == 1)]);
    }
}
