namespace RadlPortal.Numerics.Models;

/// <summary>
/// Logistic regression with an elastic-net penalty on predictors as they are given: minimises −log-likelihood / n +
/// λ (α Σ|β| + (1 − α)/2 Σβ²), the intercept not penalised. Standardise the predictors first, or use <see cref="ElasticNet"/>, which does.
/// </summary>
public static class PenalisedLogisticRegression
{
    private const double Convergence = 1e-12;

    /// <summary>Fits one model.</summary>
    /// <param name="rows">One row of predictors a subject.</param>
    /// <param name="labels">True = positive; both classes must occur.</param>
    /// <param name="alpha">0 = ridge, 1 = LASSO.</param>
    /// <param name="lambda">Strength of the penalty, above 0.</param>
    /// <param name="start">Where to begin, such as the model of the next stronger penalty; null = at the mean.</param>
    public static LogisticModel Fit(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double alpha, double lambda, LogisticModel? start = null)
    {
        var solver = Solver(rows, labels, alpha);
        if (start is not null) solver.StartFrom(start);
        solver.MoveTo(lambda);
        return solver.Model();
    }

    /// <summary>Penalties from the smallest at which every coefficient is 0 (ridge: a thousand times its LASSO value's scale) downwards, evenly on the logarithmic scale.</summary>
    /// <param name="rows">One row of predictors a subject.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="alpha">0 = ridge, 1 = LASSO; below 0.001 it counts as 0.001 here.</param>
    /// <param name="count">How many penalties.</param>
    /// <param name="ratio">Smallest by largest penalty.</param>
    public static double[] Penalties(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double alpha, int count, double ratio)
    {
        var largest = Math.Max(Solver(rows, labels, alpha).LargestLambda, 1e-6);
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
            var solver = Solver([.. kept.Select(i => rows[i])], [.. kept.Select(i => labels[i])], alpha);
            for (var l = 0; l < lambdas.Count; l++)
            {
                solver.MoveTo(lambdas[l]);
                var model = solver.Model();
                for (var i = 0; i < rows.Count; i++)
                {
                    if (folds[i] == fold) deviance[l] += model.Deviance(rows[i], labels[i]) / rows.Count;
                }
            }
        }

        return deviance;
    }

    private static ElasticNetSolver Solver(IReadOnlyList<double[]> rows, IReadOnlyList<bool> labels, double alpha) => new(
        [.. Enumerable.Range(0, rows[0].Length).Select(j => rows.Select(row => row[j]).ToArray())], [.. labels], alpha, standardise: false, Convergence);
}
