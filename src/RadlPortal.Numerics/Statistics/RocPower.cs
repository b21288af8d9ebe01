using MathNet.Numerics.Distributions;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Sample size and power of the test that one AUC differs from 0.5 (Obuchowski, Lieber and Wians 2004), two-sided.</summary>
public static class RocPower
{
    /// <summary>Cases and controls needed, not rounded up.</summary>
    /// <param name="auc">Supposed, above 0.5, below 1.</param>
    /// <param name="controlsPerCase">Above 0.</param>
    /// <param name="significance">Such as 0.05.</param>
    /// <param name="power">Such as 0.9.</param>
    public static Computed<RocSampleSize> SampleSize(double auc, double controlsPerCase, double significance, double power)
    {
        if (Refusal<RocSampleSize>(auc) is { } refused) return refused;
        var reach = -Normal.InvCDF(0, 1, significance / 2) * Math.Sqrt(Variance(0.5, controlsPerCase)) + Normal.InvCDF(0, 1, power) * Math.Sqrt(Variance(auc, controlsPerCase));
        var cases = reach * reach / ((auc - 0.5) * (auc - 0.5));
        return Computed<RocSampleSize>.Of(new RocSampleSize(cases, cases * controlsPerCase), 0, "Obuchowski's sample size for one AUC against 0.5, two-sided");
    }

    /// <summary>Power with given numbers.</summary>
    /// <param name="auc">Supposed, above 0.5, below 1.</param>
    /// <param name="cases">Positive subjects.</param>
    /// <param name="controls">Negative subjects.</param>
    /// <param name="significance">Such as 0.05.</param>
    public static Computed<Measure> Power(double auc, int cases, int controls, double significance)
    {
        if (Refusal<Measure>(auc) is { } refused) return refused;
        var ratio = (double)controls / cases;
        var z = (Math.Sqrt(cases) * (auc - 0.5) + Normal.InvCDF(0, 1, significance / 2) * Math.Sqrt(Variance(0.5, ratio))) / Math.Sqrt(Variance(auc, ratio));
        return Computed<Measure>.Of(new Measure(Normal.CDF(0, 1, z)), cases + controls, "Obuchowski's power for one AUC against 0.5, two-sided");
    }

    private static Computed<T>? Refusal<T>(double auc)
        where T : class => auc is > 0.5 and < 1 ? null : Computed<T>.Refused(RefusalReason.OutOfRange, $"The supposed AUC must lie between 0.5 and 1; it is {auc:R}.");

    // Obuchowski's variance function, times the number of cases; 1.414 is the formula's own constant.
    private static double Variance(double auc, double ratio)
    {
        var a2 = Math.Pow(1.414 * Normal.InvCDF(0, 1, auc), 2);
        return 0.0099 * Math.Exp(-a2 / 2) * (5 * a2 + 8 + (a2 + 8) / ratio);
    }
}

/// <summary>Numbers needed.</summary>
/// <param name="Cases">Positive subjects.</param>
/// <param name="Controls">Negative subjects.</param>
public sealed record RocSampleSize(double Cases, double Controls);
