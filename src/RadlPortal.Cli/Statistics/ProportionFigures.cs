using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>A share and its intervals: est, cp.lo, wilson.hi and so on.</summary>
internal static class ProportionFigures
{
    public static Figure? Of(int count, int of, string field)
    {
        if (field == "est") return Figure.Of(Proportion.Wilson(count, of), p => p.Value);
        var parts = field.Split('.');
        if (parts is not [var method, "lo" or "hi"]) return null;
        Computed<ProportionEstimate>? share = method switch
        {
            "cp" => Proportion.ClopperPearson(count, of),
            "wilson" => Proportion.Wilson(count, of),
            "wilsoncc" => Proportion.WilsonCorrected(count, of),
            "wald" => Proportion.Wald(count, of),
            "ac" => Proportion.AgrestiCoull(count, of),
            "jeff" => Proportion.Jeffreys(count, of),
            _ => null,
        };
        return share is { } estimate ? Figure.Of(estimate, p => parts[1] == "lo" ? p.Lower : p.Upper) : null;
    }
}
