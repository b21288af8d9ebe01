using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>A logistic model fitted by maximum likelihood.</summary>
/// <param name="Intercept">Log odds where every predictor is 0.</param>
/// <param name="Terms">One for each predictor that remained, in the order given.</param>
/// <param name="Dropped">Predictors that add nothing (constant, or a combination of earlier ones).</param>
/// <param name="LogLikelihood">At the maximum.</param>
/// <param name="NullLogLikelihood">Of the intercept alone.</param>
/// <param name="Subjects">Subjects used.</param>
public sealed record LogisticFit(LogisticTerm Intercept, IReadOnlyList<LogisticTerm> Terms, IReadOnlyList<string> Dropped, double LogLikelihood, double NullLogLikelihood, int Subjects)
{
    /// <summary>Akaike's criterion.</summary>
    public double Aic => -2 * LogLikelihood + 2 * (Terms.Count + 1);

    /// <summary>Likelihood-ratio chi-square against the intercept alone; degrees of freedom = number of terms.</summary>
    public double LikelihoodRatio => 2 * (LogLikelihood - NullLogLikelihood);

    /// <summary>P of the likelihood ratio.</summary>
    public double P => Tails.ChiSquare(LikelihoodRatio, Terms.Count);

    /// <summary>Nagelkerke's R².</summary>
    public double Nagelkerke => (1 - Math.Exp(-LikelihoodRatio / Subjects)) / (1 - Math.Exp(2 * NullLogLikelihood / Subjects));

    /// <summary>The model for prediction, when no predictor was dropped.</summary>
    public LogisticModel Model => new(Intercept.Estimate, [.. Terms.Select(term => term.Estimate)]);
}

/// <summary>One coefficient with Wald's test and 95% interval.</summary>
/// <param name="Name">The predictor.</param>
/// <param name="Estimate">Log odds ratio per unit.</param>
/// <param name="StandardError">Of the estimate.</param>
public sealed record LogisticTerm(string Name, double Estimate, double StandardError)
{
    /// <summary>Estimate by its error.</summary>
    public double Z => Estimate / StandardError;

    /// <summary>Two-sided, normal.</summary>
    public double P => Tails.Normal2(Z);

    /// <summary>95% Wald interval of the estimate.</summary>
    public Interval Interval => new(Estimate - Tails.Z975 * StandardError, Estimate + Tails.Z975 * StandardError);

    /// <summary>exp(estimate).</summary>
    public double OddsRatio => Math.Exp(Estimate);

    /// <summary>95% Wald interval of the odds ratio.</summary>
    public Interval OddsRatioInterval => new(Math.Exp(Interval.Lower), Math.Exp(Interval.Upper));
}
