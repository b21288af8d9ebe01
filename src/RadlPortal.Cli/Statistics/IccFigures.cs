using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Intraclass correlations by id: icc21, icc21.lo, F31.</summary>
internal static class IccFigures
{
    public static Figure? Of(IReadOnlyList<double[]> ratings, string field)
    {
        var computed = IntraclassCorrelation.Of(ratings);
        if (field == "F31") return Figure.Of(computed, c => c.F);
        if (field == "p31") return Figure.Of(computed, c => c.P);
        var parts = field.Split('.');
        Func<IntraclassCorrelations, IccEstimate>? form = parts[0] switch
        {
            "icc11" => c => c.Single1,
            "icc21" => c => c.Single2,
            "icc31" => c => c.Single3,
            "icc1k" => c => c.Average1,
            "icc2k" => c => c.Average2,
            "icc3k" => c => c.Average3,
            _ => null,
        };
        return form is null ? null : parts[1..] switch
        {
            [] => Figure.Of(computed, c => form(c).Value),
            ["lo"] => Figure.Of(computed, c => form(c).Interval?.Lower),
            ["hi"] => Figure.Of(computed, c => form(c).Interval?.Upper),
            _ => null,
        };
    }
}
