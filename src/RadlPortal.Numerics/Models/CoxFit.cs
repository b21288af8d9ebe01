using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>A fitted Cox model.</summary>
/// <param name="Terms">One for each predictor that remained.</param>
/// <param name="Dropped">Predictors that add nothing.</param>
/// <param name="NullLogLikelihood">Log partial likelihood with all coefficients 0.</param>
/// <param name="LogLikelihood">At the maximum.</param>
/// <param name="Wald">Wald's chi-square of all terms.</param>
/// <param name="Score">Score chi-square at 0: the log-rank test for one group mark without ties, or with exact ones.</param>
/// <param name="Events">Events used.</param>
public sealed record CoxFit(IReadOnlyList<CoxTerm> Terms, IReadOnlyList<string> Dropped, double NullLogLikelihood, double LogLikelihood, double Wald, double Score, int Events)
{
    /// <summary>Log hazard of each subject beside the mean subject, in the order given: a score for the concordance.</summary>
    public IReadOnlyList<double> LogHazards { get; init; } = [];

    /// <summary>Likelihood-ratio chi-square.</summary>
    public double LikelihoodRatio => 2 * (LogLikelihood - NullLogLikelihood);

    /// <summary>P of the likelihood ratio.</summary>
    public double LikelihoodRatioP => Tails.ChiSquare(LikelihoodRatio, Terms.Count);

    /// <summary>P of Wald's chi-square.</summary>
    public double WaldP => Tails.ChiSquare(Wald, Terms.Count);

    /// <summary>P of the score chi-square.</summary>
    public double ScoreP => Tails.ChiSquare(Score, Terms.Count);
}

/// <summary>One log hazard ratio with Wald's test and 95% interval.</summary>
/// <param name="Name">The predictor.</param>
/// <param name="Estimate">Log hazard ratio per unit.</param>
/// <param name="StandardError">Of it.</param>
public sealed record CoxTerm(string Name, double Estimate, double StandardError)
{
    /// <summary>exp(estimate).</summary>
    public double HazardRatio => Math.Exp(Estimate);

    /// <summary>95% Wald interval of the hazard ratio.</summary>
    public Interval HazardRatioInterval => new(Math.Exp(Estimate - Tails.Z975 * StandardError), Math.Exp(Estimate + Tails.Z975 * StandardError));

    /// <summary>Two-sided, normal.</summary>
    public double P => Tails.Normal2(Estimate / StandardError);
}

/// <summary>A check of proportional hazards.</summary>
/// <param name="Terms">Each term by itself.</param>
/// <param name="Together">All terms.</param>
public sealed record ProportionalHazards(IReadOnlyList<HazardCheck> Terms, HazardCheck Together);

/// <summary>A score test of a coefficient that changes with time.</summary>
/// <param name="Name">The term.</param>
/// <param name="ChiSquare">The statistic.</param>
/// <param name="DegreesOfFreedom">Of it.</param>
/// <param name="P">Small: the hazards are not proportional.</param>
public sealed record HazardCheck(string Name, double ChiSquare, int DegreesOfFreedom, double P);
