namespace RadlPortal.Numerics.Statistics;

/// <summary>Tests of means and variances of groups.</summary>
public static class MeanTests
{
    // A standard error this small beside the means is rounding.
    private const double Constant = 1e-14;

    /// <summary>Student's t test with pooled variance; difference first − second.</summary>
    /// <param name="first">First group, finite.</param>
    /// <param name="second">Second group.</param>
    public static Computed<TTest> Student(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (TooFew<TTest>(first, second) is { } refused) return refused;
        Moments a = Moments.Of(first), b = Moments.Of(second);
        double df = a.Count + b.Count - 2, pooled = ((a.Count - 1) * a.Variance + (b.Count - 1) * b.Variance) / df;
        return Test(a.Mean - b.Mean, Math.Sqrt(pooled * (1.0 / a.Count + 1.0 / b.Count)), df, Math.Max(Math.Abs(a.Mean), Math.Abs(b.Mean)), a.Count + b.Count, "Student's t test, pooled variance; 95% interval of the difference");
    }

    /// <summary>Welch's t test, variances not assumed equal; difference first − second.</summary>
    /// <param name="first">First group, finite.</param>
    /// <param name="second">Second group.</param>
    public static Computed<TTest> Welch(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (TooFew<TTest>(first, second) is { } refused) return refused;
        Moments a = Moments.Of(first), b = Moments.Of(second);
        double va = a.Variance / a.Count, vb = b.Variance / b.Count;
        var df = (va + vb) * (va + vb) / (va * va / (a.Count - 1) + vb * vb / (b.Count - 1));
        return Test(a.Mean - b.Mean, Math.Sqrt(va + vb), df, Math.Max(Math.Abs(a.Mean), Math.Abs(b.Mean)), a.Count + b.Count, "Welch's t test; 95% interval of the difference");
    }

    /// <summary>Paired t test; mean of first − second.</summary>
    /// <param name="first">First measurement.</param>
    /// <param name="second">Second, of the same subjects.</param>
    public static Computed<TTest> Paired(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count) throw new ArgumentException("Both measurements must be of the same subjects.", nameof(second));
        if (first.Count < 2) return Computed<TTest>.Refused(RefusalReason.TooFew, $"A paired test needs at least two subjects; there are {first.Count}.", first.Count);
        var d = Moments.Of([.. first.Select((value, i) => value - second[i])]);
        return Test(d.Mean, Math.Sqrt(d.Variance / d.Count), d.Count - 1, Math.Abs(d.Mean), d.Count, "paired t test; 95% interval of the mean difference");
    }

    /// <summary>F test of two variances, first / second, two-sided.</summary>
    /// <param name="first">First group.</param>
    /// <param name="second">Second group.</param>
    public static Computed<FTest> Variances(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (TooFew<FTest>(first, second) is { } refused) return refused;
        Moments a = Moments.Of(first), b = Moments.Of(second);
        if (a.Variance == 0 || b.Variance == 0) return Computed<FTest>.Refused(RefusalReason.NoVariance, "One of the groups has no variance, so the ratio cannot be tested.", a.Count + b.Count);
        var f = a.Variance / b.Variance;
        var p = Math.Min(1, 2 * Math.Min(Tails.F(f, a.Count - 1, b.Count - 1), Tails.F(1 / f, b.Count - 1, a.Count - 1)));
        return Computed<FTest>.Of(new FTest(f, a.Count - 1, b.Count - 1, p), a.Count + b.Count, "F test of two variances, two-sided");
    }

    /// <summary>One-way analysis of variance.</summary>
    /// <param name="groups">Two or more, each with subjects.</param>
    public static Computed<FTest> OneWay(IReadOnlyList<IReadOnlyList<double>> groups)
    {
        var present = groups.Where(group => group.Count > 0).ToArray();
        var n = present.Sum(group => group.Count);
        if (present.Length < 2 || n <= present.Length) return Computed<FTest>.Refused(RefusalReason.TooFew, "An analysis of variance needs at least two groups and more subjects than groups.", n);
        var grand = present.Sum(group => group.Sum()) / n;
        double between = 0, within = 0;
        foreach (var group in present)
        {
            var moments = Moments.Of(group);
            between += group.Count * (moments.Mean - grand) * (moments.Mean - grand);
            within += group.Count < 2 ? 0 : moments.Variance * (group.Count - 1);
        }

        if (within == 0) return Computed<FTest>.Refused(RefusalReason.NoVariance, "The groups have no variance within them, so their means cannot be tested.", n);
        double df1 = present.Length - 1, df2 = n - present.Length, f = between / df1 / (within / df2);
        return Computed<FTest>.Of(new FTest(f, df1, df2, Tails.F(f, df1, df2)), n, "one-way analysis of variance");
    }

    private static Computed<TTest> Test(double difference, double error, double df, double size, int used, string method)
    {
        if (error <= Constant * size || error == 0) return Computed<TTest>.Refused(RefusalReason.NoVariance, "The values are (almost) constant within the groups, so their means cannot be tested.", used);
        double t = difference / error, half = Tails.TQuantile(0.975, df) * error;
        return Computed<TTest>.Of(new TTest(difference, t, df, Tails.T2(t, df), difference - half, difference + half), used, method);
    }

    private static Computed<T>? TooFew<T>(IReadOnlyList<double> first, IReadOnlyList<double> second)
        where T : class => first.Count >= 2 && second.Count >= 2 ? null
        : Computed<T>.Refused(RefusalReason.TooFew, $"Both groups need at least two subjects; there are {first.Count} and {second.Count}.", first.Count + second.Count);
}

/// <summary>A t test.</summary>
/// <param name="Difference">First − second.</param>
/// <param name="T">The statistic.</param>
/// <param name="DegreesOfFreedom">Of t.</param>
/// <param name="P">Two-sided.</param>
/// <param name="Lower">Lower end of the 95% interval.</param>
/// <param name="Upper">Upper end.</param>
public sealed record TTest(double Difference, double T, double DegreesOfFreedom, double P, double Lower, double Upper);

/// <summary>An F test.</summary>
/// <param name="F">The statistic.</param>
/// <param name="FirstDegreesOfFreedom">Of the numerator.</param>
/// <param name="SecondDegreesOfFreedom">Of the denominator.</param>
/// <param name="P">P.</param>
public sealed record FTest(double F, double FirstDegreesOfFreedom, double SecondDegreesOfFreedom, double P);
