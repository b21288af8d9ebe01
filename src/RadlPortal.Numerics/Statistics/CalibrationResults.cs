using RadlPortal.Numerics.Models;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Calibration intercept and slope, fitted together.</summary>
/// <param name="Intercept">Ideal 0.</param>
/// <param name="InterceptInterval">95% Wald.</param>
/// <param name="Slope">Ideal 1; below 1 the predictions are too extreme.</param>
/// <param name="SlopeInterval">95% Wald.</param>
/// <param name="Model">The recalibration model.</param>
public sealed record CalibrationLine(double Intercept, Interval InterceptInterval, double Slope, Interval SlopeInterval, LogisticFit Model);

/// <summary>Calibration in the large.</summary>
/// <param name="Intercept">With the slope fixed at 1.</param>
/// <param name="Interval">95% Wald.</param>
public sealed record CalibrationInTheLarge(double Intercept, Interval Interval);

/// <summary>Brier score.</summary>
/// <param name="Score">0 (perfect) to 1.</param>
/// <param name="Scaled">1 perfect, 0 as good as the prevalence; null when only one outcome occurs.</param>
/// <param name="ExpectedByObserved">Sum of probabilities / events; null without events.</param>
public sealed record BrierScore(double Score, double? Scaled, double? ExpectedByObserved);

/// <summary>Indexes of calibration and overall fit. All of them are of the subjects whose probability has a logit, but Spiegelhalter's test and the curve's errors, which use all.</summary>
/// <param name="RSquared">Nagelkerke's R² of the probabilities as they are; below 0 when they are worse than the prevalence.</param>
/// <param name="D">Discrimination index (likelihood ratio − 1) / n.</param>
/// <param name="DChiSquare">Likelihood ratio of the probabilities as they are against the prevalence.</param>
/// <param name="U">Unreliability index (chi-square − 2) / n.</param>
/// <param name="UChiSquare">Likelihood ratio of intercept 0 and slope 1 against the recalibrated model, 2 df.</param>
/// <param name="UP">Its P.</param>
/// <param name="Q">D − U.</param>
/// <param name="SpiegelhalterZ">Spiegelhalter's z; null when no probability lies strictly between 0, ½ and 1.</param>
/// <param name="SpiegelhalterP">Two-sided.</param>
public sealed record CalibrationIndexes(double RSquared, double D, double DChiSquare, double U, double UChiSquare, double UP, double Q, double? SpiegelhalterZ, double? SpiegelhalterP)
{
    /// <summary>Largest distance of the smooth curve from the diagonal (Emax).</summary>
    public double? LargestError { get; init; }

    /// <summary>90th percentile of that distance over the subjects (E90).</summary>
    public double? NinetiethError { get; init; }

    /// <summary>Mean of that distance over the subjects (Eavg, ICI).</summary>
    public double? MeanError { get; init; }
}

/// <summary>A smooth calibration curve.</summary>
/// <param name="Points">One for each distinct probability, ascending.</param>
public sealed record CalibrationCurve(IReadOnlyList<SmoothPoint> Points)
{
    /// <summary>Distance of the curve from the diagonal at each subject.</summary>
    /// <param name="probabilities">The probabilities that the curve was made of.</param>
    public double[] Errors(IReadOnlyList<double> probabilities)
    {
        var at = Points.ToDictionary(point => point.X, point => point.Y);
        return [.. probabilities.Select(p => Math.Abs(p - at[p]))];
    }
}
