using BenchmarkDotNet.Attributes;
using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Benchmarks;

/// <summary>AUC, its intervals and a survival model of a cohort as large as the development cohort (531 subjects, scores of two decimals).</summary>
[MemoryDiagnoser]
public class StatisticsBenchmarks
{
    private double[] scores = null!;
    private double[] others = null!;
    private bool[] labels = null!;
    private FollowUp followUp = null!;
    private double[][] rows = null!;

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(1);
        labels = [.. Enumerable.Range(0, 531).Select(i => i % 5 < 2)];
        scores = [.. labels.Select(l => Math.Round(Math.Clamp(random.NextDouble() + (l ? 0.3 : 0), 0.01, 0.99), 2))];
        others = [.. labels.Select(l => random.NextDouble() + (l ? 0.2 : 0))];
        followUp = new FollowUp([.. scores.Select(s => Math.Ceiling(-120 * Math.Log(random.NextDouble()) / Math.Exp(s)) / 10)], [.. scores.Select(_ => random.NextDouble() < 0.7)]);
        rows = [.. scores.Select((s, i) => new[] { s, others[i], random.NextDouble(), random.NextDouble(), random.NextDouble() })];
    }

    [Benchmark]
    public Computed<AucEstimate> AucWithDeLongInterval() => AreaUnderCurve.Estimate(scores, labels);

    [Benchmark]
    public Computed<AucComparison> PairedDeLongTest() => AreaUnderCurve.Compare(scores, others, labels);

    [Benchmark]
    public Computed<BootstrapEstimate> BootstrapAucInterval2000() => BootstrapAuc.Interval(scores, labels, 2000);

    [Benchmark]
    public Computed<BootstrapComparison> BootstrapPairedTest2000() => BootstrapAuc.Compare(scores, others, labels, 2000);

    [Benchmark]
    public Computed<CoxFit> CoxFivePredictors() => CoxRegression.Fit(followUp, ["a", "b", "c", "d", "e"], rows);
}

/// <summary>A LASSO path of 100 penalties, 10 folds, 424 subjects and 1,200 predictors, on one thread, at the convergence of R's glmnet and at the portal's.</summary>
[MemoryDiagnoser]
public class LassoBenchmarks
{
    private double[][] predictors = null!;
    private bool[] labels = null!;
    private int[] folds = null!;

    [Params(1e-7, 1e-12)]
    public double Convergence { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(2);
        const int n = 424;
        double Normal() => Math.Sqrt(-2 * Math.Log(random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var common = Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, n).Select(_ => Normal()).ToArray()).ToArray();
        predictors = [.. Enumerable.Range(0, 1200).Select(j => common[j % 20].Select(c => Math.Pow(10, j % 4 - 1) * (0.6 * c + Normal())).ToArray())];
        labels = [.. Enumerable.Range(0, n).Select(i => common[0][i] + 0.7 * common[1][i] - 0.5 * common[2][i] + 1.5 * Normal() > 0.2)];
        folds = [.. Enumerable.Range(0, n).Select(i => i % 10)];
    }

    [Benchmark]
    public Computed<CrossValidation> CrossValidatedPath() => ElasticNet.CrossValidate(predictors, labels, folds, new ElasticNetOptions { Convergence = Convergence }, CrossValidationMeasure.Deviance);
}
