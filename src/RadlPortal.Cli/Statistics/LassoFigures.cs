using System.Globalization;
using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>A LASSO (columns y, foldid, predictors) over given penalties: lasso.k10.beta.x0003, lasso.cv.deviance.idx_min.</summary>
internal sealed class LassoFigures : DatasetFigures
{
    private const int OwnPathLength = 60;
    private const double OwnPathRatio = 0.02;

    private readonly string[] names;
    private readonly double[][] predictors;
    private readonly bool[] labels;
    private readonly int[] folds;
    private readonly int penalties;
    private readonly Lazy<Computed<ElasticNetPath>> path;
    private readonly Lazy<double[]> ownPath;
    private readonly Dictionary<CrossValidationMeasure, Computed<CrossValidation>> validations = [];
    private readonly ElasticNetOptions options;

    public LassoFigures(DataTable table, DataTable? lambdas)
    {
        names = [.. table.Columns.Where(column => column is not ("y" or "foldid"))];
        predictors = [.. names.Select(table.Complete)];
        (labels, folds) = (table.Flags("y"), [.. table.Complete("foldid").Select(fold => (int)fold)]);
        penalties = lambdas?.Count ?? OwnPathLength;
        ownPath = new(() => [.. Path(new ElasticNetOptions { Count = 1 }).Value is { } one ? Enumerable.Range(0, penalties).Select(k => Rounded(one.LargestLambda * Math.Pow(OwnPathRatio, (double)k / Math.Max(1, penalties - 1)))) : []]);
        options = new ElasticNetOptions { Lambdas = lambdas?.Complete("lambda") ?? ownPath.Value };
        path = new(() => Path(options));
    }

    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.');
        if (parts is not ["lasso", .. var rest]) return null;
        return rest switch
        {
            ["lambda_max"] => Figure.Of(path.Value, p => p.LargestLambda),
            ["cv", var measure, .. var field] when Measure(measure) is { } kind => Validated(kind, field),
            ["cvmin", .. var field] => AtBest(field),
            [var k, .. var field] when k.StartsWith('k') && int.TryParse(k[1..], CultureInfo.InvariantCulture, out var step) => Figure.Of(path.Value, p => step >= 1 && step <= p.Steps.Count ? Step(p.Steps[step - 1], field) : null),
            _ => null,
        };
    }

    public override void WriteFiles(DirectoryInfo folder) => File.WriteAllText(
        System.IO.Path.Combine(folder.FullName, "lasso_lambda.csv"),
        "k,lambda\n" + string.Concat(ownPath.Value.Select((lambda, k) => string.Create(CultureInfo.InvariantCulture, $"{k + 1},{lambda:R}\n"))));

    // Eight digits, as penalties are passed on.
    private static double Rounded(double lambda) => double.Parse(lambda.ToString("E7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static CrossValidationMeasure? Measure(string name) => name switch
    {
        "deviance" => CrossValidationMeasure.Deviance,
        "auc" => CrossValidationMeasure.Auc,
        "class" => CrossValidationMeasure.Misclassification,
        _ => null,
    };

    private Computed<ElasticNetPath> Path(ElasticNetOptions how) => ElasticNet.Path(predictors, labels, how);

    private double? Step(PathStep step, string[] field) => field switch
    {
        ["nonzero"] => step.NonZero,
        ["intercept"] or ["beta", "intercept"] => step.Model.Intercept,
        ["devratio"] => step.DevianceRatio,
        ["l1norm_std"] => step.L1Norm,
        ["beta", var name] when Array.IndexOf(names, name) is var j and >= 0 => step.Model.Coefficients[j],
        _ => null,
    };

    private Computed<CrossValidation> Validation(CrossValidationMeasure measure)
    {
        if (!validations.TryGetValue(measure, out var known)) validations[measure] = known = ElasticNet.CrossValidate(predictors, labels, folds, options, measure);
        return known;
    }

    private Figure? Validated(CrossValidationMeasure measure, string[] field)
    {
        if (field is [var k, "cvm" or "cvsd"] && k.StartsWith('k') && int.TryParse(k[1..], CultureInfo.InvariantCulture, out var step))
        {
            return Figure.Of(Validation(measure), v => step >= 1 && step <= v.Means.Count ? field[1] == "cvm" ? v.Means[step - 1] : v.Errors[step - 1] : null);
        }

        return field is not [var one] ? null : one switch
        {
            "idx_min" => Figure.Of(Validation(measure), v => v.BestIndex + 1),
            "idx_1se" => Figure.Of(Validation(measure), v => v.OneErrorIndex + 1),
            "lambda_min" => Figure.Of(Validation(measure), v => v.Path.Steps[v.BestIndex].Lambda),
            "lambda_1se" => Figure.Of(Validation(measure), v => v.Path.Steps[v.OneErrorIndex].Lambda),
            "nz_min" => Figure.Of(Validation(measure), v => v.Path.Steps[v.BestIndex].NonZero),
            "nz_1se" => Figure.Of(Validation(measure), v => v.Path.Steps[v.OneErrorIndex].NonZero),
            _ => null,
        };
    }

    private Figure? AtBest(string[] field) => Figure.Of(Validation(CrossValidationMeasure.Deviance), v =>
    {
        var step = v.Path.Steps[v.BestIndex];
        double Link(int row) => step.Model.LinearPredictor([.. predictors.Select(column => column[row])]);
        return field switch
        {
            ["link", var row] when row.StartsWith("row", StringComparison.Ordinal) && int.TryParse(row["row".Length..], CultureInfo.InvariantCulture, out var i) && i >= 1 && i <= labels.Length => Link(i - 1),
            ["apparent_auc"] => AreaUnderCurve.Point([.. Enumerable.Range(0, labels.Length).Select(Link)], labels).Value?.Auc,
            _ => Step(step, field),
        };
    });
}
