using MathNet.Numerics.LinearAlgebra;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>Location and scale of each site on each standardised feature, shrunk by empirical Bayes.</summary>
internal sealed record SiteEffects(double[][] Gamma, double[][] Delta)
{
    // sva's own rule: the largest relative change of an estimate.
    private const double Converged = 1e-4;
    private const int MostSteps = 10_000;

    public static SiteEffects Of(double[][] features, Matrix<double> design, int[] site, int sites, ComBatOptions options, int reference)
    {
        var fit = design.TransposeThisAndMultiply(design).Cholesky();
        double[][] gamma = Filled(sites, features.Length, 0), delta = Filled(sites, features.Length, 1);
        for (var f = 0; f < features.Length; f++)
        {
            var locations = fit.Solve(design.TransposeThisAndMultiply(Vector<double>.Build.DenseOfArray(features[f])));
            for (var s = 0; s < sites; s++)
            {
                gamma[s][f] = locations[s];
                if (!options.MeanOnly) delta[s][f] = Moments.Of(Own(features[f], site, s)).Variance;
            }
        }

        for (var s = 0; s < sites; s++)
        {
            if (s == reference) (gamma[s], delta[s]) = (new double[features.Length], [.. Enumerable.Repeat(1.0, features.Length)]);
            else if (options.Prior == ComBatPrior.Parametric) Parametric(features, site, s, gamma[s], delta[s], options.MeanOnly);
            else if (options.Prior == ComBatPrior.NonParametric) NonParametric(features, site, s, gamma[s], delta[s], options.MeanOnly);
        }

        return new SiteEffects(gamma, delta);
    }

    private static void Parametric(double[][] features, int[] site, int s, double[] gamma, double[] delta, bool meanOnly)
    {
        Moments location = Moments.Of(gamma), scale = Moments.Of(delta);
        double Posterior(double observed, double n, double d) => (location.Variance * n * observed + d * location.Mean) / (location.Variance * n + d);
        if (meanOnly)
        {
            for (var f = 0; f < gamma.Length; f++) gamma[f] = Posterior(gamma[f], 1, 1);
            return;
        }

        // Inverse gamma by the moments of the scales.
        double m = scale.Mean, v = scale.Variance, a = (2 * v + m * m) / v, b = (m * v + m * m * m) / v;
        double[] observed = [.. gamma];
        double[][] own = [.. features.Select(feature => Own(feature, site, s))];
        double n = own[0].Length;
        for (var step = 0; step < MostSteps; step++)
        {
            var change = 0.0;
            for (var f = 0; f < gamma.Length; f++)
            {
                var g = Posterior(observed[f], n, delta[f]);
                var d = (0.5 * own[f].Sum(x => (x - g) * (x - g)) + b) / (n / 2 + a - 1);
                change = Math.Max(change, Math.Max(Math.Abs(g - gamma[f]) / gamma[f], Math.Abs(d - delta[f]) / delta[f]));
                (gamma[f], delta[f]) = (g, d);
            }

            if (change <= Converged) return;
        }
    }

    private static void NonParametric(double[][] features, int[] site, int s, double[] gamma, double[] delta, bool meanOnly)
    {
        double[] locations = [.. gamma], scales = [.. delta];
        var logs = new double[locations.Length];
        for (var f = 0; f < locations.Length; f++)
        {
            var own = Own(features[f], site, s);
            for (var other = 0; other < locations.Length; other++)
            {
                var squares = own.Sum(x => (x - locations[other]) * (x - locations[other]));
                logs[other] = other == f ? double.NegativeInfinity : -own.Length / 2.0 * Math.Log(2 * Math.PI * scales[other]) - squares / (2 * scales[other]);
            }

            // Relative to the likeliest, so that many subjects do not underflow.
            double largest = logs.Max(), weight = 0, location = 0, scale = 0;
            for (var other = 0; other < logs.Length; other++)
            {
                var likelihood = Math.Exp(logs[other] - largest);
                weight += likelihood;
                location += likelihood * locations[other];
                scale += likelihood * scales[other];
            }

            (gamma[f], delta[f]) = (location / weight, meanOnly ? 1 : scale / weight);
        }
    }

    private static double[] Own(double[] feature, int[] site, int s) => [.. feature.Where((_, i) => site[i] == s)];

    private static double[][] Filled(int rows, int columns, double value) => [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Repeat(value, columns).ToArray())];
}
