namespace RadlPortal.Numerics.Statistics;

/// <summary>Intraclass correlations in the forms of Shrout and Fleiss (1979) with the 95% intervals of McGraw and Wong, from the mean squares of a table of targets by raters. Negative values are kept: they say that raters agree less than chance.</summary>
public static class IntraclassCorrelation
{
    // A mean square this small beside the values' size is rounding.
    private const double Rounding = 1e-20;

    /// <summary>All forms at once.</summary>
    /// <param name="ratings">One row a target, one column a rater; complete.</param>
    public static Computed<IntraclassCorrelations> Of(IReadOnlyList<double[]> ratings)
    {
        int n = ratings.Count, k = n == 0 ? 0 : ratings[0].Length;
        if (n < 2 || k < 2) return Computed<IntraclassCorrelations>.Refused(RefusalReason.TooFew, $"An intraclass correlation needs at least two targets and two raters; there are {n} and {k}.", n);
        if (ratings.Any(row => row.Length != k)) throw new ArgumentException("Every target must be rated by the same raters.", nameof(ratings));
        var squares = MeanSquares.Of(ratings);
        if (squares.Targets + squares.Raters + squares.Error <= Rounding * squares.Size) return Computed<IntraclassCorrelations>.Refused(RefusalReason.NoVariance, "All ratings are equal, so there is no variance to share out.", n);
        double b = squares.Targets, w = squares.WithinTargets, j = squares.Raters, e = squares.Error;
        if (b + (k - 1) * e + k * (j - e) / n == 0 || b + (k - 1) * e == 0 || b == 0) return Computed<IntraclassCorrelations>.Refused(RefusalReason.NoVariance, "The targets do not differ, so there is no intraclass correlation.", n);
        double one = (b - w) / (b + (k - 1) * w), two = (b - e) / (b + (k - 1) * e + k * (j - e) / n), three = (b - e) / (b + (k - 1) * e);
        Interval? first = OneWay(b / w, n, k), second = TwoWayRandom(squares, two, n, k), third = TwoWayMixed(b / e, n, k);
        double df2 = (n - 1.0) * (k - 1);
        return Computed<IntraclassCorrelations>.Of(
            new IntraclassCorrelations(
                new(one, first),
                new(two, second),
                new(three, third),
                new((b - w) / b, Average(first, k)),
                new((b - e) / (b + (j - e) / n), Average(second, k)),
                new((b - e) / b, Average(third, k)))
            {
                F = e == 0 ? null : b / e,
                P = e == 0 ? 0 : Tails.F(b / e, n - 1, df2),
            },
            n,
            $"intraclass correlations of Shrout and Fleiss from mean squares, {k} raters; 95% intervals of McGraw and Wong");
    }

    private static Interval? OneWay(double f, int n, int k)
    {
        if (double.IsInfinity(f)) return new Interval(1, 1);
        double df1 = n - 1, df2 = n * (k - 1.0), low = f / Tails.FQuantile(0.975, df1, df2), high = f * Tails.FQuantile(0.975, df2, df1);
        return new Interval((low - 1) / (low + k - 1), (high - 1) / (high + k - 1));
    }

    private static Interval? TwoWayMixed(double f, int n, int k)
    {
        if (double.IsInfinity(f)) return new Interval(1, 1);
        double df1 = n - 1, df2 = (n - 1.0) * (k - 1), low = f / Tails.FQuantile(0.975, df1, df2), high = f * Tails.FQuantile(0.975, df2, df1);
        return new Interval((low - 1) / (low + k - 1), (high - 1) / (high + k - 1));
    }

    private static Interval? TwoWayRandom(MeanSquares squares, double icc, int n, int k)
    {
        double b = squares.Targets, j = squares.Raters, e = squares.Error;
        if (e == 0) return j == 0 ? new Interval(1, 1) : null;
        var f = j / e;
        // Satterthwaite's degrees of freedom of the denominator.
        double rest = n * (1 + (k - 1) * icc) - k * icc, whole = k * icc * f + rest;
        var df = (k - 1.0) * (n - 1) * whole * whole / ((n - 1) * k * (double)k * icc * icc * f * f + rest * rest);
        double up = Tails.FQuantile(0.975, n - 1, df), down = Tails.FQuantile(0.975, df, n - 1), other = k * j + ((double)k * n - k - n) * e;
        return new Interval(n * (b - up * e) / (up * other + n * b), n * (down * b - e) / (other + n * down * b));
    }

    // Spearman and Brown: the mean of k raters.
    private static Interval? Average(Interval? single, int k) => single is null ? null : new Interval(Of(single.Lower, k), Of(single.Upper, k));

    private static double Of(double single, int k) => k * single / (1 + (k - 1) * single);

    private sealed record MeanSquares(double Targets, double WithinTargets, double Raters, double Error, double Size)
    {
        public static MeanSquares Of(IReadOnlyList<double[]> ratings)
        {
            int n = ratings.Count, k = ratings[0].Length;
            double[] rows = [.. ratings.Select(row => row.Sum() / k)], columns = [.. Enumerable.Range(0, k).Select(c => ratings.Sum(row => row[c]) / n)];
            double grand = rows.Sum() / n, targets = 0, raters = 0, error = 0, within = 0, size = 0;
            foreach (var mean in rows) targets += k * (mean - grand) * (mean - grand);
            foreach (var mean in columns) raters += n * (mean - grand) * (mean - grand);
            for (var i = 0; i < n; i++)
            {
                for (var c = 0; c < k; c++)
                {
                    var residual = ratings[i][c] - rows[i] - columns[c] + grand;
                    error += residual * residual;
                    within += (ratings[i][c] - rows[i]) * (ratings[i][c] - rows[i]);
                    size += ratings[i][c] * ratings[i][c];
                }
            }

            double Clean(double square) => square <= Rounding * size ? 0 : square;
            return new MeanSquares(Clean(targets) / (n - 1), Clean(within) / (n * (k - 1.0)), Clean(raters) / (k - 1), Clean(error) / ((n - 1.0) * (k - 1)), size);
        }
    }
}

/// <summary>The six intraclass correlations. For contours and features of two readers who stand for all readers it is (2,1), absolute agreement.</summary>
/// <param name="Single1">(1,1): each target by other raters.</param>
/// <param name="Single2">(2,1): two-way random, absolute agreement, one rater.</param>
/// <param name="Single3">(3,1): two-way mixed, consistency, one rater.</param>
/// <param name="Average1">(1,k): mean of k raters.</param>
/// <param name="Average2">(2,k).</param>
/// <param name="Average3">(3,k).</param>
public sealed record IntraclassCorrelations(IccEstimate Single1, IccEstimate Single2, IccEstimate Single3, IccEstimate Average1, IccEstimate Average2, IccEstimate Average3)
{
    /// <summary>F of targets against error; null without error.</summary>
    public double? F { get; init; }

    /// <summary>Its P.</summary>
    public double P { get; init; }
}

/// <summary>One intraclass correlation.</summary>
/// <param name="Value">At most 1; negative values are kept.</param>
/// <param name="Interval">95%; null where it is not defined.</param>
public sealed record IccEstimate(double Value, Interval? Interval);
