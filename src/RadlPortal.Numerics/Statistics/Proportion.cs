using MathNet.Numerics.Distributions;

namespace RadlPortal.Numerics.Statistics;

/// <summary>A share of subjects with its interval.</summary>
public static class Proportion
{
    /// <summary>Count / of with Wilson's 95% interval (without continuity correction).</summary>
    /// <param name="count">0 to <paramref name="of"/>.</param>
    /// <param name="of">Subjects that count; none gives a refusal.</param>
    public static Computed<ProportionEstimate> Wilson(int count, int of)
    {
        if (of == 0) return Computed<ProportionEstimate>.Refused("There is no subject to take a share of.");
        double z = Normal.InvCDF(0, 1, 0.975), p = (double)count / of, z2 = z * z;
        var middle = (p + z2 / (2 * of)) / (1 + z2 / of);
        var half = z / (1 + z2 / of) * Math.Sqrt(p * (1 - p) / of + z2 / (4.0 * of * of));
        return new ProportionEstimate(count, of, p, count == 0 ? 0 : middle - half, count == of ? 1 : middle + half);
    }
}

/// <summary>A share with Wilson's 95% interval.</summary>
/// <param name="Count">Subjects with the property.</param>
/// <param name="Of">All subjects.</param>
/// <param name="Value">Count / of.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public sealed record ProportionEstimate(int Count, int Of, double Value, double Lower, double Upper);
