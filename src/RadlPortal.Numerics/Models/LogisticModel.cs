namespace RadlPortal.Numerics.Models;

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
