namespace RadlPortal.Numerics.Models;

/// <summary>How a penalised path is fitted.</summary>
public sealed record ElasticNetOptions
{
    /// <summary>0 = ridge, 1 = LASSO.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Whether predictors are divided by their standard deviation (1/n) before they are penalised.</summary>
    public bool Standardise { get; init; } = true;

    /// <summary>Largest weighted squared step of a coefficient at the end, as a share of the null deviance; R's glmnet uses 1e-7, which leaves coefficients wrong in the fourth digit.</summary>
    public double Convergence { get; init; } = 1e-12;

    /// <summary>Given penalties, falling; null = an own path.</summary>
    public IReadOnlyList<double>? Lambdas { get; init; }

    /// <summary>Penalties of an own path.</summary>
    public int Count { get; init; } = 100;

    /// <summary>Smallest by largest penalty of an own path; null = 0.01 with more predictors than subjects, otherwise 0.0001.</summary>
    public double? Ratio { get; init; }
}

/// <summary>A path of models.</summary>
/// <param name="LargestLambda">Smallest penalty at which all coefficients are 0.</param>
/// <param name="Steps">One for each penalty, falling.</param>
public sealed record ElasticNetPath(double LargestLambda, IReadOnlyList<PathStep> Steps);

/// <summary>A model of a path.</summary>
/// <param name="Lambda">The penalty.</param>
/// <param name="Model">Intercept and coefficients on the original scale.</param>
/// <param name="NonZero">Coefficients other than 0.</param>
/// <param name="DevianceRatio">1 − deviance / null deviance.</param>
/// <param name="L1Norm">Σ|β| on the scale that was penalised.</param>
public sealed record PathStep(double Lambda, LogisticModel Model, int NonZero, double DevianceRatio, double L1Norm);

/// <summary>What is measured in a fold left out.</summary>
public enum CrossValidationMeasure
{
    /// <summary>Mean deviance.</summary>
    Deviance,

    /// <summary>AUC of the fold.</summary>
    Auc,

    /// <summary>Share called wrongly at probability one half.</summary>
    Misclassification,
}

/// <summary>A cross-validated path.</summary>
/// <param name="Path">The path of all subjects.</param>
/// <param name="Means">Mean of the measure at each penalty.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="BestIndex">Penalty with the best mean, from 0.</param>
/// <param name="OneErrorIndex">Strongest penalty whose mean is within one error of the best.</param>
public sealed record CrossValidation(ElasticNetPath Path, IReadOnlyList<double> Means, IReadOnlyList<double> Errors, int BestIndex, int OneErrorIndex);
