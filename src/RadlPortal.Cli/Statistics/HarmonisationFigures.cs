using System.Globalization;
using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>ComBat in its forms (columns id, site, part, pdl1, age, features), whole matrices beside the figures.</summary>
internal sealed class HarmonisationFigures : DatasetFigures
{
    private static readonly string[] NotFeatures = ["id", "site", "part", "pdl1", "age"];

    private readonly DataTable table;
    private readonly string[] ids;
    private readonly string[] sites;
    private readonly string[] names;
    private readonly double[][] features;
    private readonly double[][] covariates;
    private readonly Dictionary<string, Computed<double[][]>> matrices = [];

    public HarmonisationFigures(DataTable table)
    {
        this.table = table;
        (ids, sites) = ([.. table.Text("id").Select(id => id ?? "")], [.. table.Text("site").Select(site => site ?? "")]);
        names = [.. table.Columns.Except(NotFeatures)];
        features = [.. names.Select(table.Complete)];
        covariates = [table.Complete("pdl1"), table.Complete("age")];
    }

    public override Figure? Of(string statistic) => statistic.Split('.') switch
    {
        ["combat", "trainfit", var kind, var site, var feature] => Effect(kind, site, feature),
        ["combat", var variant, "frobenius"] when Matrix(variant) is { } matrix => Figure.Of(matrix, m => Math.Sqrt(m.Sum(column => column.Sum(v => v * v)))),
        ["combat", var variant, var id, var feature] when Matrix(variant) is { } matrix && Array.IndexOf(ids, id) is var row and >= 0 && Array.IndexOf(names, feature) is var column and >= 0 => Figure.Of(matrix, m => m[column][row]),
        ["site_effect", "before", var feature, "p"] when Array.IndexOf(names, feature) is var column and >= 0 => SiteEffect(features[column]),
        ["site_effect", "after", var feature, "p"] when Array.IndexOf(names, feature) is var column and >= 0 => Matrix("param_mod")!.Value is { Value: { } m } ? SiteEffect(m[column]) : Figure.Refused(Matrix("param_mod")!.Value.Why!),
        _ => null,
    };

    public override void WriteFiles(DirectoryInfo folder)
    {
        foreach (var variant in new[] { "param", "param_mod", "nonparam_mod", "meanonly_mod", "refA_mod", "noeb_mod", "trainfit_apply" })
        {
            if (Matrix(variant)!.Value.Value is not { } matrix) continue;
            var lines = ids.Select((id, i) => $"{id},{string.Join(',', matrix.Select(column => column[i].ToString("R", CultureInfo.InvariantCulture)))}");
            File.WriteAllText(Path.Combine(folder.FullName, $"matrix_combat_{variant}.csv"), $"id,{string.Join(',', names)}\n{string.Join('\n', lines)}\n");
        }
    }

    private Computed<double[][]>? Matrix(string variant)
    {
        if (matrices.TryGetValue(variant, out var known)) return known;
        Computed<double[][]>? fresh = variant switch
        {
            "param" => FitAndApply([], new ComBatOptions()),
            "param_mod" => FitAndApply(covariates, new ComBatOptions()),
            "nonparam_mod" => FitAndApply(covariates, new ComBatOptions { Prior = ComBatPrior.NonParametric }),
            "meanonly_mod" => FitAndApply(covariates, new ComBatOptions { MeanOnly = true }),
            "refA_mod" => FitAndApply(covariates, new ComBatOptions { ReferenceSite = "A" }),
            "noeb_mod" => FitAndApply(covariates, new ComBatOptions { Prior = ComBatPrior.None }),
            "trainfit_apply" => TrainFit() is { Value: { } model } ? model.Apply(features, sites, []) : TrainFit().RefusedAs<double[][]>(),
            _ => null,
        };
        if (fresh is { } computed) matrices[variant] = computed;
        return fresh;
    }

    private Computed<double[][]> FitAndApply(double[][] own, ComBatOptions options)
    {
        var fit = ComBat.Fit(features, sites, own, options);
        return fit.Value is { } model ? model.Apply(features, sites, own) : fit.RefusedAs<double[][]>();
    }

    private Computed<ComBatModel> TrainFit()
    {
        var part = table.Text("part");
        int[] rows = [.. Enumerable.Range(0, ids.Length).Where(i => part[i] == "train")];
        return ComBat.Fit([.. features.Select(column => rows.Select(i => column[i]).ToArray())], [.. rows.Select(i => sites[i])], [], new ComBatOptions());
    }

    private Figure? Effect(string kind, string site, string feature)
    {
        var column = Array.IndexOf(names, feature);
        if (column < 0 || kind is not ("gamma_star" or "delta_star")) return null;
        return Figure.Of(TrainFit(), model => Enumerable.Range(0, model.Sites.Count).Where(s => model.Sites[s] == site).Select(s => kind == "gamma_star" ? model.Location(s, column) : model.Scale(s, column)).FirstOrDefault());
    }

    private Figure SiteEffect(double[] feature) => Figure.Of(RankTests.KruskalWallis([.. sites.Distinct().Select(site => feature.Where((_, i) => sites[i] == site).ToArray())]), k => k.P);
}
