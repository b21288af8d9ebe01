using MathNet.Numerics.LinearAlgebra;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>
/// ComBat (Johnson, Li and Rabinovic 2007) as the package sva computes it: location and scale of each feature at each site,
/// shrunk towards those of the site's other features. It is fitted on training subjects and applied to others of the same sites.
/// An outcome as covariate leaks the label when the features are used to predict it.
/// </summary>
public static class ComBat
{
    /// <summary>Fits the harmonisation.</summary>
    /// <param name="features">One column a feature, one finite value a subject.</param>
    /// <param name="sites">The site of each subject.</param>
    /// <param name="covariates">Columns whose effect is kept; none = [].</param>
    /// <param name="options">Prior, mean only, reference site.</param>
    public static Computed<ComBatModel> Fit(IReadOnlyList<double[]> features, IReadOnlyList<string> sites, IReadOnlyList<double[]> covariates, ComBatOptions options)
    {
        string[] names = [.. sites.Distinct().Order(StringComparer.Ordinal)];
        if (Refusal(features, sites, covariates, names, options) is { } refused) return refused;
        int n = sites.Count, reference = options.ReferenceSite is null ? -1 : Array.IndexOf(names, options.ReferenceSite);
        int[] site = [.. sites.Select(s => Array.IndexOf(names, s))];
        // With a reference its column stands for all subjects, and the other sites are told as differences from it.
        var design = Matrix<double>.Build.Dense(n, names.Length + covariates.Count, (i, j) => j < names.Length ? site[i] == j || j == reference ? 1 : 0 : covariates[j - names.Length][i]);
        var normal = design.TransposeThisAndMultiply(design);
        if (design.Rank() < design.ColumnCount) return Computed<ComBatModel>.Refused(RefusalReason.Collinear, "A covariate is the same within each site, or follows from the others, so sites and covariates cannot be told apart.", n);
        var (constant, changing) = Split(features, site, names.Length);
        if (changing.Length < 2) return Computed<ComBatModel>.Refused(RefusalReason.TooFew, $"ComBat needs at least two features that vary at every site; there are {changing.Length}.", n);
        var locations = new SiteLocation[changing.Length];
        var standardised = new double[changing.Length][];
        for (var f = 0; f < changing.Length; f++)
        {
            (locations[f], standardised[f]) = Standardise(features[changing[f]], design, normal, site, names.Length, reference);
        }

        var effects = SiteEffects.Of(standardised, design.SubMatrix(0, n, 0, names.Length), site, names.Length, options, reference);
        var model = new ComBatModel(names, features.Count, changing, locations, effects.Gamma, effects.Delta, reference, covariates.Count);
        return Computed<ComBatModel>.Of(model, n, options.Describe(names.Length, covariates.Count)).LeavingOut(constant.Length == 0 ? [] : [new LeftOut(constant.Length, "feature is constant at a site and stays as it is")]);
    }

    private static (SiteLocation Location, double[] Standardised) Standardise(double[] feature, Matrix<double> design, Matrix<double> normal, int[] site, int sites, int reference)
    {
        var y = Vector<double>.Build.DenseOfArray(feature);
        var coefficients = normal.Cholesky().Solve(design.TransposeThisAndMultiply(y));
        var residuals = y - design * coefficients;
        double n = site.Length, mean = 0, variance = 0, counted = 0;
        for (var i = 0; i < site.Length; i++)
        {
            if (reference < 0) mean += coefficients[site[i]] / n;
            if (reference >= 0 && site[i] != reference) continue;
            variance += residuals[i] * residuals[i];
            counted++;
        }

        if (reference >= 0) mean = coefficients[reference];
        var location = new SiteLocation(mean, Math.Sqrt(variance / counted), [.. coefficients.Skip(sites)]);
        return (location, [.. feature.Select((value, i) => location.Standardise(value, [.. Enumerable.Range(sites, design.ColumnCount - sites).Select(j => design[i, j])]))]);
    }

    private static (int[] Constant, int[] Changing) Split(IReadOnlyList<double[]> features, int[] site, int sites)
    {
        bool Varies(double[] feature) => Enumerable.Range(0, sites).All(s =>
        {
            var own = feature.Where((_, i) => site[i] == s).ToArray();
            return own.Length < 2 || own.Any(value => value != own[0]);
        });
        var all = Enumerable.Range(0, features.Count).ToLookup(f => Varies(features[f]));
        return ([.. all[false]], [.. all[true]]);
    }

    private static Computed<ComBatModel>? Refusal(IReadOnlyList<double[]> features, IReadOnlyList<string> sites, IReadOnlyList<double[]> covariates, string[] names, ComBatOptions options)
    {
        if (features.Concat(covariates).Any(column => column.Length != sites.Count)) throw new ArgumentException("Each feature and covariate needs one value for each subject.", nameof(features));
        Computed<ComBatModel> Refused(RefusalReason reason, string why) => Computed<ComBatModel>.Refused(reason, why, sites.Count);
        if (features.Concat(covariates).Any(column => !column.All(double.IsFinite))) return Refused(RefusalReason.OutOfRange, "A feature or covariate has missing or infinite values.");
        if (names.Length < 2) return Refused(RefusalReason.OneClass, "ComBat needs at least two sites.");
        if (options.ReferenceSite is { } reference && !names.Contains(reference)) return Refused(RefusalReason.OutOfRange, $"The reference site {reference} has no subject.");
        var single = names.FirstOrDefault(name => sites.Count(s => s == name) < 2);
        return single is null || options.MeanOnly ? null : Refused(RefusalReason.TooFew, $"Site {single} has one subject only, so its scale cannot be estimated; harmonise the mean only, or leave the site out.");
    }
}

/// <summary>How ComBat is fitted.</summary>
public sealed record ComBatOptions
{
    /// <summary>How the site effects are shrunk.</summary>
    public ComBatPrior Prior { get; init; } = ComBatPrior.Parametric;

    /// <summary>Whether only the mean is harmonised, not the scale.</summary>
    public bool MeanOnly { get; init; }

    /// <summary>A site that stays as it is and to which the others are brought; null = the mean of all.</summary>
    public string? ReferenceSite { get; init; }

    internal string Describe(int sites, int covariates) =>
        $"ComBat over {sites} sites, {Prior switch { ComBatPrior.Parametric => "parametric empirical Bayes", ComBatPrior.NonParametric => "non-parametric empirical Bayes", _ => "without empirical Bayes" }}{(MeanOnly ? ", mean only" : "")}{(ReferenceSite is null ? "" : $", reference site {ReferenceSite}")}, {covariates} covariates";
}

/// <summary>How site effects are shrunk.</summary>
public enum ComBatPrior
{
    /// <summary>Normal and inverse-gamma priors.</summary>
    Parametric,

    /// <summary>The other features' effects as prior.</summary>
    NonParametric,

    /// <summary>Not at all: location and scale as they are.</summary>
    None,
}
