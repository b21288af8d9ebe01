using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>Straight lines by least squares.</summary>
public static class LinearModel
{
    /// <summary>y = intercept + slope × x, with the slope's t test.</summary>
    /// <param name="x">Predictor.</param>
    /// <param name="y">Response, as many.</param>
    public static Computed<StraightLine> Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var correlation = Correlation.Pearson(x, y);
        if (x.Count < 3) return Computed<StraightLine>.Refused(RefusalReason.TooFew, $"A straight line with an error needs at least 3 subjects; there are {x.Count}.", x.Count);
        Moments mx = Moments.Of(x), my = Moments.Of(y);
        if (mx.Variance == 0) return Computed<StraightLine>.Refused(RefusalReason.NoVariance, "The predictor is the same in all subjects, so there is no slope.", x.Count);
        var n = x.Count;
        double xy = 0, residual = 0;
        for (var i = 0; i < n; i++) xy += (x[i] - mx.Mean) * (y[i] - my.Mean);
        var slope = xy / (mx.Variance * (n - 1));
        for (var i = 0; i < n; i++) residual += Math.Pow(y[i] - my.Mean - slope * (x[i] - mx.Mean), 2);
        var error = Math.Sqrt(residual / (n - 2) / (mx.Variance * (n - 1)));
        return Computed<StraightLine>.Of(new StraightLine(my.Mean - slope * mx.Mean, slope, error, error == 0 ? correlation.Value?.P ?? 0 : Tails.T2(slope / error, n - 2)), n, "least squares; t with n − 2 degrees of freedom");
    }

    /// <summary>What is left of each response when the covariates' least-squares fit (with intercept) is taken away; null when there are too few subjects.</summary>
    internal static double[][]? Residuals(IReadOnlyList<IReadOnlyList<double>> responses, IReadOnlyList<IReadOnlyList<double>> covariates, out int independent)
    {
        var n = responses[0].Count;
        if (covariates.Any(c => c.Count != n)) throw new ArgumentException("Covariates must be of the same subjects.", nameof(covariates));
        double[][] rows = [.. Enumerable.Range(0, n).Select(i => covariates.Select(c => c[i]).ToArray())];
        var kept = DesignMatrix.Independent(rows, covariates.Count);
        independent = kept.Count;
        if (n < kept.Count + 2) return null;
        var basis = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowArrays(DesignMatrix.WithIntercept(rows, kept)).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        return [.. responses.Select(response =>
        {
            var y = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfEnumerable(response);
            return (y - basis * (basis.TransposeThisAndMultiply(y))).ToArray();
        })];
    }
}

/// <summary>A straight line.</summary>
/// <param name="Intercept">Response where the predictor is 0.</param>
/// <param name="Slope">Response per unit.</param>
/// <param name="StandardError">Of the slope.</param>
/// <param name="P">Two-sided, of slope 0.</param>
public sealed record StraightLine(double Intercept, double Slope, double StandardError, double P);
