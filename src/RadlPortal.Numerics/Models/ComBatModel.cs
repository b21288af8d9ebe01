using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>A fitted harmonisation.</summary>
public sealed class ComBatModel
{
    private readonly int featureCount;
    private readonly int[] changing;
    private readonly SiteLocation[] locations;
    private readonly double[][] gamma;
    private readonly double[][] delta;
    private readonly int reference;
    private readonly int covariateCount;

    internal ComBatModel(IReadOnlyList<string> sites, int featureCount, int[] changing, SiteLocation[] locations, double[][] gamma, double[][] delta, int reference, int covariateCount) =>
        (Sites, this.featureCount, this.changing, this.locations, this.gamma, this.delta, this.reference, this.covariateCount) = (sites, featureCount, changing, locations, gamma, delta, reference, covariateCount);

    /// <summary>Sites of the fit, in ordinal order.</summary>
    public IReadOnlyList<string> Sites { get; }

    /// <summary>Location effect of a site on a feature, in units of the feature's pooled standard deviation; null for a feature that stays as it is.</summary>
    /// <param name="site">Position in <see cref="Sites"/>.</param>
    /// <param name="feature">Position among the features of the fit.</param>
    public double? Location(int site, int feature) => Array.IndexOf(changing, feature) is var f and >= 0 ? gamma[site][f] : null;

    /// <summary>Scale effect (variance ratio) of a site on a feature; null for a feature that stays as it is.</summary>
    /// <param name="site">Position in <see cref="Sites"/>.</param>
    /// <param name="feature">Position among the features of the fit.</param>
    public double? Scale(int site, int feature) => Array.IndexOf(changing, feature) is var f and >= 0 ? delta[site][f] : null;

    /// <summary>Harmonises subjects, also such that were not in the fit; a site that was not is refused.</summary>
    /// <param name="features">The same features in the same order.</param>
    /// <param name="sites">The site of each subject.</param>
    /// <param name="covariates">The same covariates in the same order.</param>
    /// <returns>Harmonised columns.</returns>
    public Computed<double[][]> Apply(IReadOnlyList<double[]> features, IReadOnlyList<string> sites, IReadOnlyList<double[]> covariates)
    {
        if (features.Count != featureCount || covariates.Count != covariateCount) throw new ArgumentException($"The fit had {featureCount} features and {covariateCount} covariates.", nameof(features));
        string[] unseen = [.. sites.Distinct().Except(Sites).Order(StringComparer.Ordinal)];
        if (unseen.Length > 0) return Computed<double[][]>.Refused(RefusalReason.OutOfRange, $"No subject of site {string.Join(", ", unseen)} was in the fit, so nothing is known of its effect.", sites.Count);
        var positions = Enumerable.Range(0, Sites.Count).ToDictionary(s => Sites[s], StringComparer.Ordinal);
        double[][] harmonised = [.. features.Select(column => (double[])[.. column])];
        for (var f = 0; f < changing.Length; f++)
        {
            var column = harmonised[changing[f]];
            for (var i = 0; i < column.Length; i++)
            {
                var site = positions[sites[i]];
                if (site == reference) continue;
                double[] own = [.. covariates.Select(c => c[i])];
                column[i] = locations[f].Restore((locations[f].Standardise(column[i], own) - gamma[site][f]) / Math.Sqrt(delta[site][f]), own);
            }
        }

        return Computed<double[][]>.Of(harmonised, sites.Count, "ComBat applied as fitted");
    }
}

/// <summary>A feature's overall mean, pooled standard deviation (1/n) and covariate effects.</summary>
internal sealed record SiteLocation(double Mean, double Deviation, double[] Effects)
{
    public double Standardise(double value, double[] covariates) => (value - Expected(covariates)) / Deviation;

    public double Restore(double value, double[] covariates) => value * Deviation + Expected(covariates);

    private double Expected(double[] covariates)
    {
        var sum = Mean;
        for (var j = 0; j < Effects.Length; j++) sum += Effects[j] * covariates[j];
        return sum;
    }
}
