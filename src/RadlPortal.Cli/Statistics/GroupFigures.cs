using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Figures of one continuous measurement in two groups.</summary>
internal sealed class GroupFigures(IReadOnlyList<double?> first, IReadOnlyList<double?> second)
{
    private readonly double[] a = [.. first.Where(v => v is not null).Select(v => v!.Value)];
    private readonly double[] b = [.. second.Where(v => v is not null).Select(v => v!.Value)];

    public Figure? Of(string field)
    {
        var parts = field.Split('.');
        return parts switch
        {
            ["g1", var part] => Summary(first, part),
            ["g0", var part] => Summary(second, part),
            ["t", var part] => Mean(MeanTests.Student(a, b), part),
            ["welch", var part] => Mean(MeanTests.Welch(a, b), part),
            ["mw", var part] => MannWhitney(part),
            ["vartest", "F"] => Figure.Of(MeanTests.Variances(a, b), f => f.F),
            ["vartest", "p"] => Figure.Of(MeanTests.Variances(a, b), f => f.P),
            ["shapiro", "W"] => Figure.Of(ShapiroWilk.Test([.. a, .. b]), s => s.W),
            ["shapiro", "p"] => Figure.Of(ShapiroWilk.Test([.. a, .. b]), s => s.P),
            ["smd"] => Figure.Of(StandardisedDifference.Continuous(a, b), m => m.Value),
            _ => null,
        };
    }

    private static Figure? Summary(IReadOnlyList<double?> values, string part)
    {
        Func<GroupDescription, double?>? pick = part switch
        {
            "n" => g => g.Subjects,
            "missing" => g => g.Missing,
            "mean" => g => g.Mean,
            "sd" => g => g.StandardDeviation,
            "median" => g => g.Median,
            "q1" => g => g.LowerQuartile,
            "q3" => g => g.UpperQuartile,
            _ => null,
        };
        return pick is null ? null : Figure.Of(GroupSummary.Of(values), pick);
    }

    private static Figure? Mean(Computed<TTest> test, string part) => part switch
    {
        "stat" => Figure.Of(test, t => t.T),
        "df" => Figure.Of(test, t => t.DegreesOfFreedom),
        "p" => Figure.Of(test, t => t.P),
        "lo" => Figure.Of(test, t => t.Lower),
        "hi" => Figure.Of(test, t => t.Upper),
        _ => null,
    };

    private Figure? MannWhitney(string part) => part switch
    {
        "W" => Figure.Of(RankTests.MannWhitney(a, b), m => m.W),
        "p" or "p_cc" => Figure.Of(RankTests.MannWhitney(a, b), m => m.P),
        "p_nocc" => Figure.Of(RankTests.MannWhitney(a, b), m => m.UncorrectedP),
        "exact.p" => Figure.Of(RankTests.MannWhitneyExact(a, b), m => m.P),
        "hl" => Figure.Of(RankTests.HodgesLehmann(a, b), h => h.Value),
        _ => null,
    };
}
