using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Models;

/// <summary>Harmonisation of features over sites.</summary>
public sealed class ComBatTests
{
    private readonly string[] sites = [.. Enumerable.Range(0, 90).Select(i => "ABC"[i % 3].ToString())];
    private readonly double[] age;
    private readonly double[][] features;

    public ComBatTests()
    {
        var random = new Random(4);
        age = [.. sites.Select(_ => 50 + 20 * random.NextDouble())];
        features = [.. Enumerable.Range(0, 12).Select(f => sites.Select((site, i) => 10 + 0.05 * age[i] + (site[0] - 'B') * (1 + 0.1 * f) + (site == "C" ? 3 : 1) * (random.NextDouble() - 0.5)).ToArray())];
    }

    [Theory]
    [InlineData(ComBatPrior.Parametric)]
    [InlineData(ComBatPrior.NonParametric)]
    [InlineData(ComBatPrior.None)]
    public void Sites_differ_before_and_not_after(ComBatPrior prior)
    {
        var harmonised = Fitted(new ComBatOptions { Prior = prior }).Apply(features, sites, [age]).Value!;

        Assert.All(features, feature => Assert.True(SiteEffect(feature) < 1e-6));
        // Shrinking towards few other features leaves a rest.
        Assert.All(harmonised, feature => Assert.True(SiteEffect(feature) > (prior == ComBatPrior.NonParametric ? 1e-3 : 0.05)));
    }

    [Fact]
    public void Without_empirical_bayes_all_sites_get_the_same_mean_and_variance_apart_from_the_covariate()
    {
        var harmonised = ComBat.Fit(features, sites, [], new ComBatOptions { Prior = ComBatPrior.None }).Value!.Apply(features, sites, []).Value!;

        foreach (var feature in harmonised)
        {
            double Mean(string site) => feature.Where((_, i) => sites[i] == site).Average();
            Assert.Equal(Mean("A"), Mean("C"), 1e-10);
        }
    }

    [Fact]
    public void The_reference_site_stays_as_it_is()
    {
        var harmonised = Fitted(new ComBatOptions { ReferenceSite = "B" }).Apply(features, sites, [age]).Value!;

        Assert.All(features.Zip(harmonised), pair => Assert.Equal(pair.First.Where((_, i) => sites[i] == "B"), pair.Second.Where((_, i) => sites[i] == "B")));
    }

    [Fact]
    public void New_subjects_of_known_sites_are_harmonised_alone_as_in_company()
    {
        var model = Fitted(new ComBatOptions());
        var together = model.Apply(features, sites, [age]).Value!;

        var alone = model.Apply([.. features.Select(column => new[] { column[7] })], [sites[7]], [[age[7]]]).Value!;

        Assert.Equal(together.Select(column => column[7]), alone.Select(column => column[0]));
    }

    [Fact]
    public void An_unseen_site_is_refused_by_name() => Assert.Contains("Z", Fitted(new ComBatOptions()).Apply([.. features.Select(column => new[] { column[0] })], ["Z"], [[60]]).Why, StringComparison.Ordinal);

    [Fact]
    public void A_feature_constant_at_a_site_stays_and_is_counted()
    {
        double[] flat = [.. sites.Select((site, i) => site == "A" ? 5.0 : i)];
        var fit = ComBat.Fit([.. features, flat], sites, [], new ComBatOptions());

        Assert.Equal(1, fit.Basis!.NotUsed);
        Assert.Equal(flat, fit.Value!.Apply([.. features, flat], sites, []).Value![^1]);
        Assert.Null(fit.Value.Location(0, features.Length));
    }

    [Fact]
    public void A_covariate_that_is_the_site_and_a_single_subject_are_refused()
    {
        Assert.Equal(RefusalReason.Collinear, ComBat.Fit(features, sites, [[.. sites.Select(site => site == "A" ? 1.0 : 0)]], new ComBatOptions()).Refusal!.Reason);
        string[] lone = [.. sites.Select((site, i) => i == 0 ? "X" : site)];
        Assert.Equal(RefusalReason.TooFew, ComBat.Fit(features, lone, [], new ComBatOptions()).Refusal!.Reason);
        Assert.NotNull(ComBat.Fit(features, lone, [], new ComBatOptions { MeanOnly = true }).Value);
    }

    private ComBatModel Fitted(ComBatOptions options) => ComBat.Fit(features, sites, [age], options).Value!;

    private double SiteEffect(double[] feature) => RankTests.KruskalWallis([.. new[] { "A", "B", "C" }.Select(site => feature.Where((_, i) => sites[i] == site).ToArray())]).Value!.P;
}
