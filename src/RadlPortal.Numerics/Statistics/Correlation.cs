using MathNet.Numerics.Distributions;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Correlation of two measurements of the same subjects.</summary>
public static class Correlation
{
    private const int FewestSubjects = 4;

    /// <summary>Pearson's r; P from t with n − 2 degrees of freedom, 95% interval by Fisher's z.</summary>
    /// <param name="x">First measurement, finite.</param>
    /// <param name="y">Second, as many.</param>
    public static Computed<CorrelationEstimate> Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException("Both measurements must be of the same subjects.", nameof(y));
        var n = x.Count;
        if (n < FewestSubjects) return Computed<CorrelationEstimate>.Refused($"A correlation needs at least {FewestSubjects} subjects with both values; there are {n}.");
        double meanX = x.Sum() / n, meanY = y.Sum() / n, xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < n; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
        }

        if (xx == 0 || yy == 0) return Computed<CorrelationEstimate>.Refused("One of the two measurements is the same in all subjects, so there is no correlation.");
        var r = Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
        var p = Math.Abs(r) == 1 ? 0 : 2 * StudentT.CDF(0, 1, n - 2, -Math.Abs(r) * Math.Sqrt((n - 2) / (1 - r * r)));
        var half = Normal.InvCDF(0, 1, 0.975) / Math.Sqrt(n - 3);
        return Math.Abs(r) == 1 ? new CorrelationEstimate(r, r, r, p, n) : new CorrelationEstimate(r, Math.Tanh(Math.Atanh(r) - half), Math.Tanh(Math.Atanh(r) + half), p, n);
    }

    /// <summary>Spearman's rho: Pearson's r of the midranks; P by the t approximation. The interval (Fisher's z of rho) is approximate.</summary>
    /// <param name="x">First measurement, finite.</param>
    /// <param name="y">Second, as many.</param>
    public static Computed<CorrelationEstimate> Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) => Pearson(Ranks.Mid(x), Ranks.Mid(y));
}

/// <summary>A correlation.</summary>
/// <param name="R">−1 to 1.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end of the 95% interval.</param>
/// <param name="P">Two-sided.</param>
/// <param name="Subjects">Subjects with both values; a correlation is never shown without it.</param>
public sealed record CorrelationEstimate(double R, double Lower, double Upper, double P, int Subjects);
