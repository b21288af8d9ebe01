using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Tail probabilities and quantiles that keep their relative precision far out.</summary>
internal static class Tails
{
    /// <summary>The normal quantile of 0.975.</summary>
    public static readonly double Z975 = Normal.InvCDF(0, 1, 0.975);

    public static double Normal2(double z) => Math.Min(1, SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2)));

    public static double NormalUpper(double z) => 0.5 * SpecialFunctions.Erfc(z / Math.Sqrt(2));

    public static double ChiSquare(double x, double df) => x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(df / 2, x / 2);

    public static double F(double f, double df1, double df2) => f <= 0 ? 1 : SpecialFunctions.BetaRegularized(df2 / 2, df1 / 2, df2 / (df2 + df1 * f));

    public static double T2(double t, double df) => SpecialFunctions.BetaRegularized(df / 2, 0.5, df / (df + t * t));

    /// <summary>t with the given lower probability.</summary>
    public static double TQuantile(double p, double df)
    {
        if (p == 0.5) return 0;
        var x = BetaQuantile(2 * Math.Min(p, 1 - p), df / 2, 0.5);
        return Math.Sign(p - 0.5) * Math.Sqrt(df * (1 - x) / x);
    }

    /// <summary>F with the given lower probability.</summary>
    public static double FQuantile(double p, double df1, double df2)
    {
        // The smaller of the two tails is inverted, so that nothing is lost near 1.
        var upper = BetaQuantile(1 - p, df2 / 2, df1 / 2);
        return df2 * (1 - upper) / (df1 * upper);
    }

    /// <summary>x with I_x(a, b) = p, by bisection and Newton steps that stay inside the bracket.</summary>
    public static double BetaQuantile(double p, double a, double b)
    {
        if (p <= 0) return 0;
        if (p >= 1) return 1;
        double low = 0, high = 1, x = a / (a + b);
        var logBeta = SpecialFunctions.BetaLn(a, b);
        for (var step = 0; step < 200; step++)
        {
            var error = SpecialFunctions.BetaRegularized(a, b, x) - p;
            if (error > 0) high = x;
            else low = x;
            var slope = Math.Exp((a - 1) * Math.Log(x) + (b - 1) * Math.Log(1 - x) - logBeta);
            var next = x - error / slope;
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - x) <= 1e-15 * x) return next;
            x = next;
        }

        return x;
    }

    /// <summary>Root of a monotone function inside a bracket, to the last bits.</summary>
    public static double Bisect(Func<double, double> function, double low, double high)
    {
        var rising = function(high) > function(low);
        for (var step = 0; step < 200 && high - low > 1e-15 * Math.Max(1, Math.Abs(low)); step++)
        {
            var middle = (low + high) / 2;
            if (function(middle) > 0 == rising) high = middle;
            else low = middle;
        }

        return (low + high) / 2;
    }
}
