using System.Globalization;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Named paired tables (columns table, both_pos, A_only, B_only, both_neg).</summary>
internal sealed class PairedTableFigures(DataTable table) : DatasetFigures
{
    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.', 2);
        var row = Array.IndexOf(table.Text("table"), parts[0]);
        if (parts.Length < 2 || row < 0) return null;
        int Count(string column) => TwoByTwoFigures.Count(column, row, table);
        return Of(new PairedTable(Count("both_pos"), Count("A_only"), Count("B_only"), Count("both_neg")), parts[1]);
    }

    public static Figure? Of(PairedTable pairs, string field) => field switch
    {
        "mcnemar" => Figure.Of(pairs.McNemar(false), m => m.Value),
        "mcnemar.p" => Figure.Of(pairs.McNemar(false), m => m.P),
        "mcnemar_cc" => Figure.Of(pairs.McNemar(true), m => m.Value),
        "mcnemar_cc.p" => Figure.Of(pairs.McNemar(true), m => m.P),
        "exact.p" or "mcnemar_exact.p" => Figure.Of(pairs.Exact(), m => m.P),
        "midp" => Figure.Of(pairs.Exact(), m => m.MidP),
        _ => null,
    };
}

/// <summary>Named r×c tables (columns table, row, c1, c2, …).</summary>
internal sealed class ContingencyFigures(DataTable table) : DatasetFigures
{
    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.', 2);
        if (parts.Length < 2 || !table.Text("table").Contains(parts[0])) return null;
        var own = table.Where("table", parts[0]);
        var columns = own.Columns.Where(c => c is not ("table" or "row") && own.Numbers(c).All(v => v is not null)).ToArray();
        var counts = new ContingencyTable([.. Enumerable.Range(0, own.Count).Select(i => columns.Select(c => TwoByTwoFigures.Count(c, i, own)).ToArray())]);
        return parts[1] switch
        {
            "chi2" => Figure.Of(counts.Pearson(), t => t.Value),
            "df" => Figure.Of(counts.Pearson(), t => t.DegreesOfFreedom),
            "p" => Figure.Of(counts.Pearson(), t => t.P),
            "min_expected" => Figure.Of(counts.Pearson(), t => t.SmallestExpected),
            "fisher.p" => Figure.Of(counts.Fisher(), t => t.P),
            "trend.chi2" => Figure.Of(counts.Trend(), t => t.Value),
            "trend.p" => Figure.Of(counts.Trend(), t => t.P),
            _ => null,
        };
    }
}

/// <summary>Shares by count and number: p_56_87.wilson.lo.</summary>
internal sealed class ShareFigures : DatasetFigures
{
    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.', 2);
        if (parts.Length < 2 || parts[0].Split('_') is not ["p", var count, var of]) return null;
        return int.TryParse(count, CultureInfo.InvariantCulture, out var x) && int.TryParse(of, CultureInfo.InvariantCulture, out var n) && x >= 0 && x <= n ? ProportionFigures.Of(x, n, parts[1]) : null;
    }
}

/// <summary>Adjusted P values (column p): adj.holm.03, adj.BH.n_le_0.05.</summary>
internal sealed class AdjustmentFigures(DataTable table) : DatasetFigures
{
    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.', 3);
        if (parts is not ["adj", var method, var part]) return null;
        Func<IReadOnlyList<double>, double[]>? adjust = method switch
        {
            "holm" => Multiplicity.Holm,
            "BH" => Multiplicity.BenjaminiHochberg,
            "BY" => Multiplicity.BenjaminiYekutieli,
            "bonferroni" => Multiplicity.Bonferroni,
            "hochberg" => Multiplicity.Hochberg,
            _ => null,
        };
        if (adjust is null) return null;
        var p = table.Numbers("p");
        var adjusted = adjust([.. p.OfType<double>()]);
        if (part.StartsWith("n_le_", StringComparison.Ordinal) && double.TryParse(part["n_le_".Length..], CultureInfo.InvariantCulture, out var limit)) return adjusted.Count(value => value <= limit);
        if (!int.TryParse(part, CultureInfo.InvariantCulture, out var row) || row < 1 || row > p.Length) return null;
        return p[row - 1] is null ? Figure.Refused("there is no P value in this row") : adjusted[p.Take(row).Count(value => value is not null) - 1];
    }
}
