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
    public void Response_by_predicted_status_gives_the_published_rates_and_ratios()
    {
        var table = new TwoByTwo(56, 31, 19, 39);

        Assert.Equal((0.64368, 0.32759, 0.51724), (Math.Round(Proportion.Wilson(56, 87).Value!.Value, 5), Math.Round(Proportion.Wilson(19, 58).Value!.Value, 5), Math.Round(Proportion.Wilson(75, 145).Value!.Value, 5)));
        Assert.Equal((0.533764, 0.743507), (Math.Round(Proportion.ClopperPearson(56, 87).Value!.Lower, 6), Math.Round(Proportion.ClopperPearson(56, 87).Value!.Upper, 6)));
        Assert.Equal((3.707980, 1.837136, 7.483994), Rounded(table.OddsRatio().Value!));
        Assert.Equal((3.672345, 1.739330, 7.976334), Rounded(table.ConditionalOddsRatio().Value!));
        Assert.Equal((1.964912, 1.316474, 2.932743), Rounded(table.RelativeRisk().Value!));
        var difference = table.RiskDifference().Value!;
        Assert.Equal((0.316092, 0.150562, 0.457407), (Math.Round(difference.Value, 6), Math.Round(difference.Newcombe.Lower, 6), Math.Round(difference.Newcombe.Upper, 6)));
    }

    [Theory]
    [InlineData(44, false)]
    [InlineData(45, true)]
    [InlineData(51, true)]
    [InlineData(52, false)]
    [InlineData(128, false)]
    public void A_correlation_of_0_337_has_a_p_that_rounds_to_0_02_only_with_45_to_51_subjects(int n, bool fits)
    {
        // Two measurements whose correlation is exactly 0.337.
        double[] x = [.. Enumerable.Range(0, n).Select(i => (double)i)], other = [.. x.Select(v => Math.Sin(2.1 * v * v))];
        double Mean(double[] v) => v.Average();
        double[] cx = [.. x.Select(v => v - Mean(x))], co = [.. other.Select(v => v - Mean(other))];
        var slope = cx.Zip(co, (a, b) => a * b).Sum() / cx.Sum(a => a * a);
        double[] rest = [.. co.Select((v, i) => v - slope * cx[i])];
        double size = Math.Sqrt(cx.Sum(a => a * a)), restSize = Math.Sqrt(rest.Sum(a => a * a));
        double[] y = [.. cx.Select((v, i) => 0.337 * v / size + Math.Sqrt(1 - 0.337 * 0.337) * rest[i] / restSize)];

        var r = Correlation.Pearson(x, y).Value!;

        Assert.Equal(0.337, r.R, 1e-9);
        Assert.Equal(n, r.Subjects);
        Assert.Equal(fits, Math.Round(r.P, 2) == 0.02);
    }

    private static (double, double, double) Rounded(RatioEstimate ratio) => (Math.Round(ratio.Value, 6), Math.Round(ratio.Interval!.Lower, 6), Math.Round(ratio.Interval.Upper, 6));

    [Fact]
    public void A_table_with_an_empty_margin_is_refused_in_a_sentence()
    {
        Assert.NotNull(new TwoByTwo(0, 0, 3, 4).ChiSquare(yates: true).Why);
        Assert.Equal(RefusalReason.OneClass, new TwoByTwo(3, 0, 4, 0).ChiSquare(yates: false).Refusal!.Reason);
        // The margins allow one table only.
        Assert.Equal(1, new TwoByTwo(3, 0, 4, 0).Fisher().Value!.P);
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
