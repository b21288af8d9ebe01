using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Models;

/// <summary>What a penalised path must fulfil whatever the data.</summary>
public sealed class ElasticNetTests
{
    // So far that what is left is rounding.
    private const double Far = 1e-18;

    private readonly double[][] predictors;
    private readonly bool[] labels;
    private readonly int[] folds;

    public ElasticNetTests()
    {
        // More predictors than subjects, on very different scales, some nearly the same.
        var random = new Random(17);
        const int n = 60;
        var common = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray();
        predictors = [.. Enumerable.Range(0, 90).Select(j => common.Select(c => Math.Pow(10, j % 5 - 2) * ((j % 3 == 0 ? c : 0) + random.NextDouble() - 0.5)).ToArray())];
        labels = [.. common.Select((c, i) => c + predictors[1][i] * 10 + 0.6 * (random.NextDouble() - 0.5) > 0)];
        folds = [.. Enumerable.Range(0, n).Select(i => i % 5)];
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.0, false)]
    [InlineData(0.5, true)]
    [InlineData(0.0, true)]
    public void Every_step_of_a_path_fulfils_the_optimality_conditions(double alpha, bool standardise)
    {
        var path = ElasticNet.Path(predictors, labels, new ElasticNetOptions { Alpha = alpha, Standardise = standardise, Count = 30, Ratio = 0.02, Convergence = Far }).Value!;

        foreach (var step in path.Steps)
        {
            var residuals = Residuals(step.Model);
            Assert.Equal(0, residuals.Sum(), 1e-8);
            for (var j = 0; j < predictors.Length; j++)
            {
                var mean = predictors[j].Average();
                var deviation = standardise ? Math.Sqrt(predictors[j].Average(x => (x - mean) * (x - mean))) : 1;
                double beta = step.Model.Coefficients[j] * deviation, gradient = predictors[j].Select((x, i) => (x - mean) / deviation * residuals[i]).Sum() - step.Lambda * (1 - alpha) * beta;
                if (beta == 0) Assert.InRange(Math.Abs(gradient), 0, step.Lambda * alpha * (1 + 1e-7));
                else Assert.Equal(step.Lambda * alpha * Math.Sign(beta), gradient, 1e-7 * step.Lambda);
            }
        }
    }

    [Fact]
    public void The_first_penalty_keeps_nothing_and_deviance_explained_grows_along_the_path()
    {
        var path = ElasticNet.Path(predictors, labels, new ElasticNetOptions()).Value!;

        Assert.Equal(0, path.Steps[0].NonZero);
        Assert.Equal(path.LargestLambda, path.Steps[0].Lambda);
        Assert.All(path.Steps.Zip(path.Steps.Skip(1)), pair => Assert.True(pair.Second.DevianceRatio > pair.First.DevianceRatio - 1e-12));
    }

    [Fact]
    public void A_path_does_not_depend_on_where_it_began_nor_on_the_order_of_predictors()
    {
        double[] lambdas = [0.1, 0.05, 0.02];
        var path = ElasticNet.Path(predictors, labels, new ElasticNetOptions { Lambdas = lambdas, Convergence = Far }).Value!;
        var last = ElasticNet.Path([.. predictors.Reverse()], labels, new ElasticNetOptions { Lambdas = [lambdas[2]], Convergence = Far }).Value!;

        Assert.All(path.Steps[2].Model.Coefficients.Zip(last.Steps[0].Model.Coefficients.Reverse()), pair => Assert.Equal(pair.First, pair.Second, 1e-7 * Math.Max(1, Math.Abs(pair.First))));
    }

    [Fact]
    public void Stretching_a_predictor_changes_its_coefficient_and_nothing_else_when_standardised()
    {
        double[][] stretched = [.. predictors.Select((column, j) => j == 1 ? column.Select(x => 1000 * x + 7).ToArray() : column)];
        var options = new ElasticNetOptions { Lambdas = [0.1, 0.03] };

        PathStep a = ElasticNet.Path(predictors, labels, options).Value!.Steps[1], b = ElasticNet.Path(stretched, labels, options).Value!.Steps[1];

        Assert.Equal(a.DevianceRatio, b.DevianceRatio, 1e-9);
        Assert.NotEqual(0, a.Model.Coefficients[1]);
        Assert.Equal(a.Model.Coefficients[1], 1000 * b.Model.Coefficients[1], 1e-6 * Math.Abs(a.Model.Coefficients[1]));
    }

    [Fact]
    public void Cross_validation_chooses_within_one_error_and_names_a_fold_of_one_class()
    {
        var validated = ElasticNet.CrossValidate(predictors, labels, folds, new ElasticNetOptions { Count = 40 }, CrossValidationMeasure.Deviance).Value!;

        Assert.True(validated.OneErrorIndex <= validated.BestIndex);
        Assert.True(validated.Means[validated.OneErrorIndex] <= validated.Means[validated.BestIndex] + validated.Errors[validated.BestIndex]);
        int[] bad = [.. labels.Select((label, i) => label ? i % 3 : 7)];
        Assert.Equal(RefusalReason.OneClass, ElasticNet.CrossValidate(predictors, labels, bad, new ElasticNetOptions(), CrossValidationMeasure.Auc).Refusal!.Reason);
    }

    [Fact]
    public void A_constant_predictor_stays_out_and_missing_values_are_refused()
    {
        var constant = Enumerable.Repeat(3.14, labels.Length).ToArray();
        Assert.Equal(0, ElasticNet.Path([.. predictors, constant], labels, new ElasticNetOptions { Alpha = 0, Lambdas = [0.1] }).Value!.Steps[0].Model.Coefficients[^1]);
        Assert.Equal(RefusalReason.NoVariance, ElasticNet.Path([constant], labels, new ElasticNetOptions()).Refusal!.Reason);
        constant[3] = double.NaN;
        Assert.Equal(RefusalReason.OutOfRange, ElasticNet.Path([constant], labels, new ElasticNetOptions()).Refusal!.Reason);
    }

    [Fact]
    public void Perfectly_separated_classes_still_have_a_penalised_model()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        var model = PenalisedLogisticRegression.Fit([.. x.Select(v => new[] { v, -v })], [.. x.Select(v => v > 19)], 0.5, 1e-4);

        Assert.All(model.Coefficients, c => Assert.True(double.IsFinite(c)));
        Assert.Equal(x.Select(v => v > 19), x.Select(v => model.LinearPredictor([v, -v]) > 0));
    }

    private double[] Residuals(LogisticModel model) =>
        [.. labels.Select((label, i) => ((label ? 1 : 0) - LogisticModel.Probability(model.LinearPredictor([.. predictors.Select(column => column[i])]))) / labels.Length)];
}
