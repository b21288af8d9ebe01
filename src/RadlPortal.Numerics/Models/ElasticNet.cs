using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>
/// Paths of penalised logistic models: minimises deviance / (2n) + λ (α Σ|β| + (1 − α)/2 Σβ²) over falling λ by coordinate
/// descent, the intercept not penalised; α = 1 is the LASSO, 0 ridge. Predictors are scaled by their standard deviation (1/n) where
/// asked, coefficients are told on the original scale. Filtering, scaling and harmonisation belong inside the folds.
/// </summary>
public static class ElasticNet
{
    // R's glmnet ends its own path where the deviance explained is nearly all or hardly grows.
    private const double NearlyAll = 0.999;
    private const double HardlyGrows = 1e-5;
    private const int AtLeast = 5;

    /// <summary>Fits the path.</summary>
    /// <param name="predictors">Columns of finite numbers.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="options">Penalty, scale, convergence.</param>
    public static Computed<ElasticNetPath> Path(IReadOnlyList<double[]> predictors, IReadOnlyList<bool> labels, ElasticNetOptions options)
    {
        if (Refusal<ElasticNetPath>(predictors, labels) is { } refused) return refused;
        var solver = new ElasticNetSolver(predictors, [.. labels], options.Alpha, options.Standardise, options.Convergence);
        if (solver.LargestLambda == 0) return Computed<ElasticNetPath>.Refused(RefusalReason.NoVariance, "No predictor varies with the outcome, so there is no path.", labels.Count);
        List<PathStep> steps = [];
        foreach (var lambda in options.Lambdas ?? Lambdas(solver.LargestLambda, options, labels.Count, predictors.Count))
        {
            solver.MoveTo(lambda);
            steps.Add(new PathStep(lambda, solver.Model(), solver.Beta.Count(b => b != 0), 1 - solver.Deviance / solver.NullDeviance, solver.Beta.Sum(Math.Abs)));
            if (options.Lambdas is null && steps.Count >= AtLeast && (steps[^1].DevianceRatio > NearlyAll || steps[^1].DevianceRatio - steps[^2].DevianceRatio < HardlyGrows * steps[^1].DevianceRatio)) break;
        }

        return Computed<ElasticNetPath>.Of(new ElasticNetPath(solver.LargestLambda, steps), labels.Count, Method(options, steps.Count));
    }

    /// <summary>Cross-validates a path with given folds: each fold is predicted by the path of the others at the same penalties; means and errors are weighted by fold size (error = √(weighted variance / (folds − 1))).</summary>
    /// <param name="predictors">Columns of finite numbers.</param>
    /// <param name="labels">True = positive.</param>
    /// <param name="folds">The fold of each subject.</param>
    /// <param name="options">As for the path; without penalties those of the path of all subjects are used.</param>
    /// <param name="measure">What is measured in the fold left out.</param>
    /// <param name="cancellation">Stops between folds.</param>
    public static Computed<CrossValidation> CrossValidate(IReadOnlyList<double[]> predictors, IReadOnlyList<bool> labels, IReadOnlyList<int> folds, ElasticNetOptions options, CrossValidationMeasure measure, CancellationToken cancellation = default)
    {
        if (folds.Count != labels.Count) throw new ArgumentException("There must be one fold for each subject.", nameof(folds));
        var path = Path(predictors, labels, options);
        if (path.Value is not { } whole) return path.RefusedAs<CrossValidation>();
        int[] names = [.. folds.Distinct().Order()];
        if (names.Length < 3) return Computed<CrossValidation>.Refused(RefusalReason.TooFew, $"A cross-validation needs at least three folds; there are {names.Length}.", labels.Count);
        double[] lambdas = [.. whole.Steps.Select(step => step.Lambda)];
        var values = new double[names.Length][];
        for (var f = 0; f < names.Length; f++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FoldValues(predictors, labels, folds, names[f], options with { Lambdas = lambdas }, measure) is not { } own)
            {
                return Computed<CrossValidation>.Refused(RefusalReason.OneClass, $"Fold {names[f]}, or what is left without it, has only one class.", labels.Count);
            }

            values[f] = own;
        }

        double[] weights = [.. names.Select(name => folds.Count(fold => fold == name) / (double)folds.Count)];
        double[] means = [.. lambdas.Select((_, l) => Enumerable.Range(0, names.Length).Sum(f => weights[f] * values[f][l]))];
        double[] errors = [.. lambdas.Select((_, l) => Math.Sqrt(Enumerable.Range(0, names.Length).Sum(f => weights[f] * Math.Pow(values[f][l] - means[l], 2)) / (names.Length - 1)))];
        // A higher AUC is better, a lower deviance or error is. Of equals the strongest penalty.
        var sign = measure == CrossValidationMeasure.Auc ? -1 : 1;
        var best = Enumerable.Range(0, lambdas.Length).MinBy(l => sign * means[l]);
        var simplest = Enumerable.Range(0, lambdas.Length).First(l => sign * means[l] <= sign * means[best] + errors[best]);
        return Computed<CrossValidation>.Of(new CrossValidation(whole, means, errors, best, simplest), labels.Count, $"{Method(options, lambdas.Length)}; {names.Length} given folds, {measure}");
    }

    private static double[]? FoldValues(IReadOnlyList<double[]> predictors, IReadOnlyList<bool> labels, IReadOnlyList<int> folds, int fold, ElasticNetOptions options, CrossValidationMeasure measure)
    {
        int[] kept = [.. Enumerable.Range(0, labels.Count).Where(i => folds[i] != fold)], left = [.. Enumerable.Range(0, labels.Count).Where(i => folds[i] == fold)];
        bool[] keptLabels = [.. kept.Select(i => labels[i])], leftLabels = [.. left.Select(i => labels[i])];
        if (keptLabels.Distinct().Count() < 2 || measure == CrossValidationMeasure.Auc && leftLabels.Distinct().Count() < 2) return null;
        var solver = new ElasticNetSolver([.. predictors.Select(column => Pick(column, kept))], keptLabels, options.Alpha, options.Standardise, options.Convergence);
        var values = new double[options.Lambdas!.Count];
        for (var l = 0; l < values.Length; l++)
        {
            solver.MoveTo(options.Lambdas[l]);
            var model = solver.Model();
            var odds = new double[left.Length];
            Array.Fill(odds, model.Intercept);
            for (var j = 0; j < predictors.Count; j++)
            {
                if (model.Coefficients[j] == 0) continue;
                for (var i = 0; i < left.Length; i++) odds[i] += model.Coefficients[j] * predictors[j][left[i]];
            }

            values[l] = Value(odds, leftLabels, measure);
        }

        return values;
    }

    private static double Value(double[] odds, bool[] labels, CrossValidationMeasure measure)
    {
        // Probabilities are kept this far from 0 and 1, as R's glmnet does, so that one subject cannot decide.
        const double edge = 1e-5;
        return measure switch
        {
            CrossValidationMeasure.Auc => AreaUnderCurve.Point(odds, labels).Value!.Auc,
            CrossValidationMeasure.Misclassification => odds.Where((o, i) => o > 0 != labels[i]).Count() / (double)odds.Length,
            _ => odds.Select((o, i) => Math.Clamp(LogisticModel.Probability(o), edge, 1 - edge) is var p && labels[i] ? -2 * Math.Log(p) : -2 * Math.Log(1 - p)).Sum() / odds.Length,
        };
    }

    /// <summary>Penalties from the largest down, evenly on the logarithmic scale.</summary>
    private static double[] Lambdas(double largest, ElasticNetOptions options, int subjects, int predictors)
    {
        var ratio = options.Ratio ?? (subjects < predictors ? 0.01 : 1e-4);
        return [.. Enumerable.Range(0, options.Count).Select(k => largest * Math.Pow(ratio, (double)k / Math.Max(1, options.Count - 1)))];
    }

    private static double[] Pick(double[] column, int[] rows)
    {
        var picked = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) picked[i] = column[rows[i]];
        return picked;
    }

    private static string Method(ElasticNetOptions options, int penalties) =>
        $"penalised logistic regression, α = {options.Alpha:R}, {penalties} penalties, {(options.Standardise ? "predictors scaled by 1/n standard deviations" : "predictors as given")}, coordinate descent to {options.Convergence:R}";

    private static Computed<T>? Refusal<T>(IReadOnlyList<double[]> predictors, IReadOnlyList<bool> labels)
        where T : class
    {
        if (predictors.Count == 0) return Computed<T>.Refused(RefusalReason.TooFew, "There is no predictor.", labels.Count);
        if (predictors.Any(column => column.Length != labels.Count)) throw new ArgumentException("Each predictor needs one value for each subject.", nameof(predictors));
        var bad = predictors.Count(column => !column.All(double.IsFinite));
        if (bad > 0) return Computed<T>.Refused(RefusalReason.OutOfRange, $"{bad} of {predictors.Count} predictors have missing or infinite values.", labels.Count);
        return AreaUnderCurve.Refusal<T>(labels, 1) is null ? null : Computed<T>.Refused(RefusalReason.OneClass, "A logistic model needs both outcomes.", labels.Count);
    }
}
