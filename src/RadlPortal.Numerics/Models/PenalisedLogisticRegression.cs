namespace RadlPortal.Numerics.Models;

/// <summary>
/// Logistic regression with an elastic-net penalty: minimises −log-likelihood / n + λ (α Σ|β| + (1 − α)/2 Σβ²), the intercept
/// not penalised, by coordinate descent on the quadratic approximation. Predictors are taken as given: standardise them first.
/// </summary>
public static class PenalisedLogisticRegression
{
    private const int OuterSteps = 200;
    private const int InnerSteps = 10_000;
    private const double Converged = 1e-12;

    // Keeps the working weights away from zero when a probability reaches 0 or 1.
    private const double SmallestWeight = 1e-5;

    /// <summary>Fits one model.</summary>
    /// <param name="rows">One row of predictors a subject.</param>
    /// <param name="labels">True = positive; both classes must occur.</param>
    /// <param name="alpha">0 = ridge, 1 = LASSO.</param>
    /// <param name="lambda">Strength of the penalty, above 0.</param>
    /// <param name="start">Where to begin, such as the model of the next stronger penalty; null = at the mean.</param>
    public static LogisticModel Fit(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double alpha, double lambda, LogisticModel? start = null)
    {
        var descent = new Descent(rows, labels, alpha, lambda, start);
        for (var step = 0; step < OuterSteps; step++)
        {
            if (descent.Step() < Converged) break;
        }

        return new LogisticModel(descent.Intercept, descent.Coefficients);
    }

    /// <summary>Penalties from the smallest at which every coefficient is 0 (ridge: a thousand times its LASSO value's scale) downwards, evenly on the logarithmic scale.</summary>
    /// <param name="rows">One row of predictors a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="alpha">0 = ridge, 1 = LASSO; below 0.001 it counts as 0.001 here.</param>
    /// <param name="count">How many penalties.</param>
    /// <param name="ratio">Smallest by largest penalty.</param>
    public static double[] Penalties(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double alpha, int count, double ratio)
    {
        var share = (double)labels.Count(label => label) / labels.Count;
        var largest = 0.0;
        for (var j = 0; j < rows[0].Length; j++)
        {
            var gradient = 0.0;
            for (var i = 0; i < rows.Count; i++) gradient += rows[i][j] * ((labels[i] ? 1 : 0) - share);
            largest = Math.Max(largest, Math.Abs(gradient) / rows.Count);
        }

        largest = Math.Max(largest, 1e-6) / Math.Max(alpha, 0.001);
        return [.. Enumerable.Range(0, count).Select(i => largest * Math.Pow(ratio, (double)i / Math.Max(1, count - 1)))];
    }

    /// <summary>Mean deviance (−2 log-likelihood) of the left-out subjects at each penalty; each fold's path is fitted without the fold.</summary>
    /// <param name="rows">One row of predictors a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="folds">The fold of each subject.</param>
    /// <param name="alpha">0 = ridge, 1 = LASSO.</param>
    /// <param name="lambdas">Penalties, falling.</param>
    public static double[] CrossValidate(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, IReadOnlyList<int> folds, double alpha, IReadOnlyList<double> lambdas)
    {
        var deviance = new double[lambdas.Count];
        foreach (var fold in folds.Distinct().Order())
        {
            var kept = Enumerable.Range(0, rows.Count).Where(i => folds[i] != fold).ToArray();
            double[][] keptRows = [.. kept.Select(i => rows[i])];
            bool[] keptLabels = [.. kept.Select(i => labels[i])];
            LogisticModel? model = null;
            for (var l = 0; l < lambdas.Count; l++)
            {
                model = Fit(keptRows, keptLabels, alpha, lambdas[l], model);
                for (var i = 0; i < rows.Count; i++)
                {
                    if (folds[i] == fold) deviance[l] += model.Deviance(rows[i], labels[i]) / rows.Count;
                }
            }
        }

        return deviance;
    }

    private sealed class Descent
    {
        private readonly IReadOnlyList<double[]> rows;
        private readonly IReadOnlyList<bool> labels;
        private readonly double l1;
        private readonly double l2;
        private readonly double[] weights;
        private readonly double[] residuals;

        public Descent(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double alpha, double lambda, LogisticModel? start)
        {
            (this.rows, this.labels, l1, l2) = (rows, labels, lambda * alpha, lambda * (1 - alpha));
            (weights, residuals) = (new double[rows.Count], new double[rows.Count]);
            var share = (double)labels.Count(label => label) / labels.Count;
            if (share is <= 0 or >= 1) throw new ArgumentException("Both classes must occur.", nameof(labels));
            Intercept = start?.Intercept ?? Math.Log(share / (1 - share));
            Coefficients = start is null ? new double[rows[0].Length] : [.. start.Coefficients];
        }

        public double Intercept { get; private set; }

        public double[] Coefficients { get; }

        /// <summary>Solves one quadratic approximation; returns the largest squared change of a coefficient.</summary>
        public double Step()
        {
            double[] before = [Intercept, .. Coefficients];
            for (var i = 0; i < rows.Count; i++)
            {
                var p = LogisticModel.Probability(new LogisticModel(Intercept, Coefficients).LinearPredictor(rows[i]));
                weights[i] = Math.Max(SmallestWeight, p * (1 - p));
                residuals[i] = ((labels[i] ? 1 : 0) - p) / weights[i];
            }

            for (var sweep = 0; sweep < InnerSteps; sweep++)
            {
                if (Sweep() < Converged) break;
            }

            var change = Math.Pow(Intercept - before[0], 2);
            for (var j = 0; j < Coefficients.Length; j++) change = Math.Max(change, Math.Pow(Coefficients[j] - before[j + 1], 2));
            return change;
        }

        private double Sweep()
        {
            double weight = 0, residual = 0;
            for (var i = 0; i < weights.Length; i++) (weight, residual) = (weight + weights[i], residual + weights[i] * residuals[i]);
            var shift = residual / weight;
            Intercept += shift;
            for (var i = 0; i < residuals.Length; i++) residuals[i] -= shift;
            var change = shift * shift;
            for (var j = 0; j < Coefficients.Length; j++) change = Math.Max(change, Update(j));
            return change;
        }

        private double Update(int j)
        {
            double gradient = 0, curvature = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                var x = rows[i][j];
                gradient += weights[i] * x * residuals[i];
                curvature += weights[i] * x * x;
            }

            var n = weights.Length;
            var target = gradient / n + curvature / n * Coefficients[j];
            var updated = curvature == 0 ? 0 : Math.Sign(target) * Math.Max(0, Math.Abs(target) - l1) / (curvature / n + l2);
            var delta = updated - Coefficients[j];
            if (delta == 0) return 0;
            Coefficients[j] = updated;
            for (var i = 0; i < residuals.Length; i++) residuals[i] -= delta * rows[i][j];
            return delta * delta;
        }
    }
}

/// <summary>A fitted logistic model.</summary>
/// <param name="Intercept">Log odds where every predictor is 0.</param>
/// <param name="Coefficients">Log odds ratio per unit of each predictor.</param>
public sealed record LogisticModel(double Intercept, double[] Coefficients)
{
    /// <summary>Log odds of a subject.</summary>
    /// <param name="row">The subject's predictors.</param>
    public double LinearPredictor(IReadOnlyList<double> row)
    {
        var sum = Intercept;
        for (var j = 0; j < Coefficients.Length; j++) sum += Coefficients[j] * row[j];
        return sum;
    }

    /// <summary>Probability of given log odds.</summary>
    /// <param name="linearPredictor">Log odds.</param>
    public static double Probability(double linearPredictor) => linearPredictor >= 0
        ? 1 / (1 + Math.Exp(-linearPredictor))
        : Math.Exp(linearPredictor) / (1 + Math.Exp(linearPredictor));

    /// <summary>−2 log-likelihood of one subject.</summary>
    /// <param name="row">The subject's predictors.</param>
    /// <param name="label">True = positive.</param>
    public double Deviance(IReadOnlyList<double> row, bool label)
    {
        var toward = label ? LinearPredictor(row) : -LinearPredictor(row);
        return 2 * (Math.Max(0, -toward) + Math.Log(1 + Math.Exp(-Math.Abs(toward))));
    }
}
