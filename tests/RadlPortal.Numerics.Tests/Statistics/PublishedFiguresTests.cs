using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Statistics;

/// <summary>Figures that follow from the published counts of the study the portal was designed from, and figures of R.</summary>
public sealed class PublishedFiguresTests
{
    [Fact]
    public void Response_by_predicted_status_gives_the_published_chi_square()
    {
        var table = new TwoByTwo(56, 31, 19, 39);

        Assert.Equal(12.6875, table.ChiSquare(yates: true).Value!.Value, 1e-10);
        Assert.Equal(0.000368108, table.ChiSquare(yates: true).Value!.P, 1e-9);
        Assert.Equal(13.924603, table.ChiSquare(yates: false).Value!.Value, 1e-6);
        Assert.Equal(0.000190291, table.ChiSquare(yates: false).Value!.P, 1e-9);
        Assert.Equal(0.000329281, table.Fisher().Value!.P, 1e-9);
    }

    [Fact]
    public void Response_rates_have_wilsons_intervals()
    {
        var high = Proportion.Wilson(56, 87).Value!;
        Assert.Equal((0.538932, 0.736273), (Math.Round(high.Lower, 6), Math.Round(high.Upper, 6)));
        var low = Proportion.Wilson(19, 58).Value!;
        Assert.Equal((0.220833, 0.455759), (Math.Round(low.Lower, 6), Math.Round(low.Upper, 6)));
    }

    [Fact]
    public void A_table_with_an_empty_margin_is_refused_in_a_sentence()
    {
        Assert.NotNull(new TwoByTwo(0, 0, 3, 4).ChiSquare(yates: true).Why);
        Assert.NotNull(new TwoByTwo(3, 0, 4, 0).Fisher().Why);
    }

    [Fact]
    public void The_auc_counts_pairs_and_halves_of_ties()
    {
        double[] scores = [0.1, 0.4, 0.4, 0.8, 0.35, 0.9, 0.4];
        bool[] labels = [false, false, true, true, false, true, false];
        var pairs = (from p in Enumerable.Range(0, 7) where labels[p] from q in Enumerable.Range(0, 7) where !labels[q] select scores[p] > scores[q] ? 1 : scores[p] == scores[q] ? 0.5 : 0).ToList();

        Assert.Equal(pairs.Average(), AreaUnderCurve.Estimate(scores, labels).Value!.Auc, 1e-12);
    }

    [Fact]
    public void One_class_has_no_auc_and_equal_curves_differ_by_nothing()
    {
        Assert.Contains("0 negative", AreaUnderCurve.Estimate([0.1, 0.2], [true, true]).Why, StringComparison.Ordinal);
        double[] scores = [0.1, 0.9, 0.3, 0.5];
        bool[] labels = [false, true, true, false];
        Assert.Equal((0.0, 1.0), (AreaUnderCurve.Compare(scores, scores, labels).Value!.Z, AreaUnderCurve.Compare(scores, scores, labels).Value!.P));
    }

    [Fact]
    public void Holm_is_monotone_and_capped() => Assert.Equal([0.03, 0.06, 0.06], Multiplicity.Holm([0.01, 0.04, 0.03]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void A_ridge_model_is_where_the_gradient_of_the_penalised_likelihood_is_zero()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 40).Select(_ => new[] { random.NextDouble() - 0.5, random.NextDouble() - 0.5 }).ToArray();
        var labels = rows.Select(row => row[0] + 0.5 * (random.NextDouble() - 0.5) > 0).ToArray();

        var model = PenalisedLogisticRegression.Fit(rows, labels, 0, 0.05);

        for (var j = 0; j < 2; j++)
        {
            var gradient = rows.Select((row, i) => row[j] * ((labels[i] ? 1 : 0) - LogisticModel.Probability(model.LinearPredictor(row)))).Sum() / 40 - 0.05 * model.Coefficients[j];
            Assert.Equal(0, gradient, 1e-7);
        }
    }

    [Fact]
    public void A_strong_lasso_keeps_no_predictor()
    {
        double[][] rows = [[1, 0], [-1, 1], [1, -1], [-1, 0]];
        bool[] labels = [true, false, true, false];
        var strongest = PenalisedLogisticRegression.Penalties(rows, labels, 1, 5, 0.01)[0];
        Assert.All(PenalisedLogisticRegression.Fit(rows, labels, 1, strongest * 1.0001).Coefficients, c => Assert.Equal(0, c));
    }
}
