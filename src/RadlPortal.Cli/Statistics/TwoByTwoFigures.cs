using System.Globalization;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Named 2×2 tables (columns table, a, b, c, d).</summary>
internal sealed class TwoByTwoFigures(DataTable table) : DatasetFigures
{
    private readonly Dictionary<string, TwoByTwo> tables = Enumerable.Range(0, table.Count).ToDictionary(i => table.Text("table")[i] ?? "", i => new TwoByTwo(Count("a", i, table), Count("b", i, table), Count("c", i, table), Count("d", i, table)), StringComparer.Ordinal);

    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.', 2);
        return parts.Length == 2 && tables.TryGetValue(parts[0], out var one) ? Of(one, parts[1]) : null;
    }

    public static Figure? Of(TwoByTwo t, string field) => Test(t, field) ?? Ratio(t, field) ?? Difference(t, field);

    private static Figure? Test(TwoByTwo t, string field) => field switch
    {
        "chi2" => Figure.Of(t.ChiSquare(false), c => c.Value),
        "chi2.p" => Figure.Of(t.ChiSquare(false), c => c.P),
        "yates" => Figure.Of(t.ChiSquare(true), c => c.Value),
        "yates.p" => Figure.Of(t.ChiSquare(true), c => c.P),
        "chi2_nm1" => Figure.Of(t.ChiSquareNMinus1(), c => c.Value),
        "min_expected" => t.SmallestExpected,
        "fisher.p" => Figure.Of(t.Fisher(), f => f.P),
        "fisher.p_greater" => Figure.Of(t.Fisher(), f => f.Greater),
        "fisher.p_less" => Figure.Of(t.Fisher(), f => f.Less),
        "phi" => Figure.Of(t.Phi(), m => m.Value),
        _ => null,
    };

    private static Figure? Ratio(TwoByTwo t, string field) => field switch
    {
        "fisher.or" or "cond_or" => Figure.Of(t.ConditionalOddsRatio(), r => r.Value),
        "fisher.or.lo" or "cond_or.lo" => Figure.Of(t.ConditionalOddsRatio(), r => r.Interval?.Lower),
        "fisher.or.hi" or "cond_or.hi" => Figure.Of(t.ConditionalOddsRatio(), r => r.Interval?.Upper),
        "or" => Figure.Of(t.OddsRatio(), r => r.Value),
        "or.lo" => Figure.Of(t.OddsRatio(), r => r.Interval?.Lower),
        "or.hi" => Figure.Of(t.OddsRatio(), r => r.Interval?.Upper),
        "or_ha" => Figure.Of(t.OddsRatioHaldane(), r => r.Value),
        "or_ha.lo" => Figure.Of(t.OddsRatioHaldane(), r => r.Interval?.Lower),
        "or_ha.hi" => Figure.Of(t.OddsRatioHaldane(), r => r.Interval?.Upper),
        "rr" => Figure.Of(t.RelativeRisk(), r => r.Value),
        "rr.lo" => Figure.Of(t.RelativeRisk(), r => r.Interval?.Lower),
        "rr.hi" => Figure.Of(t.RelativeRisk(), r => r.Interval?.Upper),
        _ => null,
    };

    private static Figure? Difference(TwoByTwo t, string field) => field switch
    {
        "rd" => Figure.Of(t.RiskDifference(), r => r.Value),
        "rd.newcombe.lo" => Figure.Of(t.RiskDifference(), r => r.Newcombe.Lower),
        "rd.newcombe.hi" => Figure.Of(t.RiskDifference(), r => r.Newcombe.Upper),
        "rd.wald.lo" => Figure.Of(t.RiskDifference(), r => r.Wald.Lower),
        "rd.wald.hi" => Figure.Of(t.RiskDifference(), r => r.Wald.Upper),
        _ => null,
    };

    internal static int Count(string column, int row, DataTable table) => table.Complete(column)[row] is var count && count >= 0 && count == Math.Floor(count) && count <= int.MaxValue
        ? (int)count
        : throw new VerbRefusedException($"Row {row + 1}, column {column}: {count.ToString("R", CultureInfo.InvariantCulture)} is not a count.");
}
