using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Figures of one categorical measurement in two groups; missing values are left out.</summary>
internal static class CategoryFigures
{
    public static Figure? Of(IReadOnlyList<string?> first, IReadOnlyList<string?> second, string field)
    {
        string[] a = [.. first.OfType<string>()], b = [.. second.OfType<string>()];
        if (field == "smd") return Figure.Of(StandardisedDifference.Categorical(a, b), m => m.Value);
        var table = ContingencyTable.Of([.. a.Select(_ => "1"), .. b.Select(_ => "0")], [.. a, .. b]);
        return field switch
        {
            "chi2.stat" => Figure.Of(table.Pearson(), t => t.Value),
            "chi2.df" => Figure.Of(table.Pearson(), t => t.DegreesOfFreedom),
            "chi2.p" => Figure.Of(table.Pearson(), t => t.P),
            "chi2.min_expected" => Figure.Of(table.Pearson(), t => t.SmallestExpected),
            "cramerV" => Figure.Of(table.Pearson(), t => t.CramersV),
            "chi2_yates.stat" => Yates(table, c => c.Value),
            "chi2_yates.p" => Yates(table, c => c.P),
            "fisher.p" => Figure.Of(table.Fisher(), t => t.P),
            _ => null,
        };
    }

    private static Figure Yates(ContingencyTable table, Func<ChiSquare, double?> pick) =>
        table.AsTwoByTwo() is { } two ? Figure.Of(two.ChiSquare(yates: true), pick) : Figure.Refused("Yates' correction is for tables of two rows and two columns.");
}
