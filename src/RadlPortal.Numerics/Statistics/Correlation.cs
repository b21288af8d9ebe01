namespace RadlPortal.Numerics.Statistics;

/// <summary>Correlation of two measurements of the same subjects.</summary>
public static class Correlation
{
    private const int FewestSubjects = 4;

    /// <summary>Pearson's r; P from t with n − 2 degrees of freedom, 95% interval by Fisher's z.</summary>
    /// <param name="x">First measurement, finite.</param>
    /// <param name="y">Second, as many.</param>
    public static Computed<CorrelationEstimate> Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        Estimate(x, y, 0, "Pearson's r; t with n − 2 degrees of freedom; 95% interval by Fisher's z");

    /// <summary>Spearman's rho: Pearson's r of the midranks; P by the t approximation. The interval (Fisher's z of rho) is approximate.</summary>
    /// <param name="x">First measurement, finite.</param>
    /// <param name="y">Second, as many.</param>
    public static Computed<CorrelationEstimate> Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        Estimate(Ranks.Mid(x), Ranks.Mid(y), 0, "Spearman's rho, midranks; P by the t approximation; approximate 95% interval by Fisher's z");

    /// <summary>Partial correlation: Pearson's r of what is left of both measurements when straight lines in the covariates are taken away; n − 2 − k degrees of freedom.</summary>
    /// <param name="x">First measurement, finite.</param>
    /// <param name="y">Second, as many.</param>
    /// <param name="covariates">k measurements of the same subjects.</param>
    public static Computed<CorrelationEstimate> Partial(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<IReadOnlyList<double>> covariates)
    {
        var left = Models.LinearModel.Residuals([x, y], covariates, out var independent);
        return left is null
            ? Computed<CorrelationEstimate>.Refused(RefusalReason.TooFew, $"A partial correlation with {covariates.Count} covariates needs at least {FewestSubjects + covariates.Count} subjects; there are {x.Count}.", x.Count)
            : Estimate(left[0], left[1], independent, $"partial correlation given {covariates.Count} covariates; t with n − {2 + independent} degrees of freedom; 95% interval by Fisher's z", [Size(x), Size(y)]);
    }

    /// <summary>Kendall's tau-b; P by the normal approximation with the variance corrected for ties, without continuity correction.</summary>
    /// <param name="x">First measurement, finite.</param>
    /// <param name="y">Second, as many.</param>
    public static Computed<RankCorrelation> Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var n = x.Count;
        if (Refusal<RankCorrelation>(x, y, FewestSubjects) is { } refused) return refused;
        double score = 0, tiedX = 0, tiedY = 0, pairs = n * (n - 1) / 2.0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                int a = x[i].CompareTo(x[j]), b = y[i].CompareTo(y[j]);
                score += a * b;
                if (a == 0) tiedX++;
                if (b == 0) tiedY++;
            }
        }

        if (tiedX == pairs || tiedY == pairs) return NoVariance<RankCorrelation>(n);
        double[] tx = Ties(x), ty = Ties(y);
        double Sum(double[] ties, Func<double, double> of) => ties.Sum(of);
        double v0 = (double)n * (n - 1) * (2 * n + 5), vt = Sum(tx, t => t * (t - 1) * (2 * t + 5)), vu = Sum(ty, t => t * (t - 1) * (2 * t + 5));
        var v1 = Sum(tx, t => t * (t - 1)) * Sum(ty, t => t * (t - 1)) / (2.0 * n * (n - 1));
        var v2 = Sum(tx, t => t * (t - 1) * (t - 2)) * Sum(ty, t => t * (t - 1) * (t - 2)) / (9.0 * n * (n - 1) * (n - 2));
        var z = score / Math.Sqrt((v0 - vt - vu) / 18 + v1 + v2);
        return Computed<RankCorrelation>.Of(new RankCorrelation(score / Math.Sqrt((pairs - tiedX) * (pairs - tiedY)), z, Tails.Normal2(z)), n, "Kendall's tau-b; normal approximation corrected for ties");
    }

    private static Computed<CorrelationEstimate> Estimate(IReadOnlyList<double> x, IReadOnlyList<double> y, int covariates, string method, double[]? sizes = null)
    {
        if (Refusal<CorrelationEstimate>(x, y, FewestSubjects + covariates) is { } refused) return refused;
        var n = x.Count;
        double meanX = x.Sum() / n, meanY = y.Sum() / n, xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < n; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
        }

        // What is left of a constant is rounding.
        const double rounding = 1e-13;
        var constant = sizes is null ? x.All(v => v == x[0]) || y.All(v => v == y[0]) : Math.Sqrt(xx) <= rounding * sizes[0] || Math.Sqrt(yy) <= rounding * sizes[1];
        if (constant) return NoVariance<CorrelationEstimate>(n);
        var r = Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
        double df = n - 2 - covariates;
        if (Math.Abs(r) == 1) return Computed<CorrelationEstimate>.Of(new CorrelationEstimate(r, r, r, 0, n), n, method);
        var t = r * Math.Sqrt(df / ((1 - r) * (1 + r)));
        var half = Tails.Z975 / Math.Sqrt(df - 1);
        return Computed<CorrelationEstimate>.Of(new CorrelationEstimate(r, Math.Tanh(Math.Atanh(r) - half), Math.Tanh(Math.Atanh(r) + half), Tails.T2(t, df), n) { T = t }, n, method);
    }

    private static double Size(IReadOnlyList<double> values) => Math.Sqrt(values.Sum(v => v * v));

    private static double[] Ties(IReadOnlyList<double> values) => [.. values.GroupBy(v => v).Select(g => (double)g.Count())];

    private static Computed<T>? Refusal<T>(IReadOnlyList<double> x, IReadOnlyList<double> y, int fewest)
        where T : class
    {
        if (x.Count != y.Count) throw new ArgumentException("Both measurements must be of the same subjects.", nameof(y));
        return x.Count >= fewest ? null : Computed<T>.Refused(RefusalReason.TooFew, $"A correlation needs at least {fewest} subjects with both values; there are {x.Count}.", x.Count);
    }

    private static Computed<T> NoVariance<T>(int n)
        where T : class => Computed<T>.Refused(RefusalReason.NoVariance, "One of the two measurements is the same in all subjects, so there is no correlation.", n);
}

/// <summary>A correlation.</summary>
/// <param name="R">−1 to 1.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end of the 95% interval.</param>
/// <param name="P">Two-sided.</param>
/// <param name="Subjects">Subjects with both values; a correlation is never shown without it.</param>
public sealed record CorrelationEstimate(double R, double Lower, double Upper, double P, int Subjects)
{
    /// <summary>The t statistic; null where r is exactly −1 or 1.</summary>
    public double? T { get; init; }
}

/// <summary>A rank correlation.</summary>
/// <param name="Tau">−1 to 1.</param>
/// <param name="Z">By its standard error under independence.</param>
/// <param name="P">Two-sided.</param>
public sealed record RankCorrelation(double Tau, double Z, double P);
