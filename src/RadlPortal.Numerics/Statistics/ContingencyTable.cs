using MathNet.Numerics;

namespace RadlPortal.Numerics.Statistics;

/// <summary>A table of counts with any number of rows (groups) and columns (levels).</summary>
public sealed class ContingencyTable
{
    // More partial tables than this are not enumerated.
    private const long MostTables = 20_000_000;

    private readonly int[][] counts;
    private readonly int[] rowSums;
    private readonly int[] columnSums;

    /// <summary>A table of counts; rows and columns without a subject are left away.</summary>
    /// <param name="rows">Equally long rows of counts, none below 0.</param>
    public ContingencyTable(IReadOnlyList<IReadOnlyList<int>> rows)
    {
        if (rows.Count == 0 || rows.Any(row => row.Count != rows[0].Count)) throw new ArgumentException("Rows of equal length are needed.", nameof(rows));
        if (rows.Any(row => row.Any(count => count < 0))) throw new ArgumentException("Counts cannot be below 0.", nameof(rows));
        int[] columns = [.. Enumerable.Range(0, rows[0].Count).Where(j => rows.Any(row => row[j] > 0))];
        counts = [.. rows.Where(row => row.Any(count => count > 0)).Select(row => columns.Select(j => row[j]).ToArray())];
        rowSums = [.. counts.Select(row => row.Sum())];
        columnSums = [.. columns.Select((_, j) => counts.Sum(row => row[j]))];
    }

    /// <summary>All subjects.</summary>
    public int Total => rowSums.Sum();

    /// <summary>Counts groups against levels, both in ordinal order of their names.</summary>
    /// <param name="groups">The group of each subject.</param>
    /// <param name="levels">The level of each subject.</param>
    public static ContingencyTable Of(IReadOnlyList<string> groups, IReadOnlyList<string> levels)
    {
        string[] rows = [.. groups.Distinct().Order(StringComparer.Ordinal)], columns = [.. levels.Distinct().Order(StringComparer.Ordinal)];
        return new ContingencyTable([.. rows.Select(row => columns.Select(column => Enumerable.Range(0, groups.Count).Count(i => groups[i] == row && levels[i] == column)).ToArray())]);
    }

    /// <summary>Pearson's chi-square without correction, df (rows − 1)(columns − 1), and Cramér's V (uncorrected).</summary>
    public Computed<TableTest> Pearson()
    {
        if (Refusal<TableTest>() is { } refused) return refused;
        double chi = 0, smallest = double.PositiveInfinity, n = Total;
        for (var i = 0; i < rowSums.Length; i++)
        {
            for (var j = 0; j < columnSums.Length; j++)
            {
                var expected = rowSums[i] * (double)columnSums[j] / n;
                smallest = Math.Min(smallest, expected);
                chi += (counts[i][j] - expected) * (counts[i][j] - expected) / expected;
            }
        }

        var df = (rowSums.Length - 1) * (columnSums.Length - 1);
        var cramer = Math.Sqrt(chi / (n * Math.Min(rowSums.Length - 1, columnSums.Length - 1)));
        return Computed<TableTest>.Of(new TableTest(chi, df, Tails.ChiSquare(chi, df), smallest, cramer), Total, $"Pearson's chi-square without correction, {df} degrees of freedom");
    }

    /// <summary>The 2×2 table, when it is one.</summary>
    public TwoByTwo? AsTwoByTwo() => rowSums.Length == 2 && columnSums.Length == 2 ? new TwoByTwo(counts[0][0], counts[0][1], counts[1][0], counts[1][1]) : null;

    /// <summary>Cochran and Armitage's trend of a share over ordered groups, scores 1, 2, …; the table must have two columns.</summary>
    public Computed<TrendTest> Trend()
    {
        if (Refusal<TrendTest>() is { } refused) return refused;
        if (columnSums.Length != 2) return Computed<TrendTest>.Refused(RefusalReason.OutOfRange, "A trend of a share needs exactly two columns.", Total);
        double n = Total, share = columnSums[0] / n, deviation = 0, scores = 0, squares = 0;
        for (var i = 0; i < rowSums.Length; i++)
        {
            double score = i + 1;
            deviation += score * (counts[i][0] - rowSums[i] * share);
            scores += rowSums[i] * score;
            squares += rowSums[i] * score * score;
        }

        var chi = deviation * deviation / (share * (1 - share) * (squares - scores * scores / n));
        return Computed<TrendTest>.Of(new TrendTest(chi, Tails.ChiSquare(chi, 1)), Total, "Cochran-Armitage trend, scores 1 to k, 1 degree of freedom");
    }

    /// <summary>Exact test of Freeman and Halton, the r×c form of Fisher's: the sum of all tables with these margins that are as probable as this one or less (relative slack 1e-7).</summary>
    public Computed<ExactTest> Fisher()
    {
        if (Refusal<ExactTest>() is { } refused) return refused;
        // Columns are dealt over the shorter side's cells.
        var wide = rowSums.Length <= columnSums.Length;
        var p = ExactTables.P(wide ? rowSums : columnSums, wide ? columnSums : rowSums, -counts.Sum(row => row.Sum(SpecialFunctions.FactorialLn)), MostTables);
        return p is { } value
            ? Computed<ExactTest>.Of(new ExactTest(Math.Min(1, value)), Total, "exact test of Freeman and Halton, two-sided: all tables as probable as this one or less")
            : Computed<ExactTest>.Refused(RefusalReason.OutOfRange, "The table is too large to enumerate all others with its margins; the chi-square stands for it.", Total);
    }

    private Computed<T>? Refusal<T>()
        where T : class => rowSums.Length >= 2 && columnSums.Length >= 2 ? null
        : Computed<T>.Refused(RefusalReason.OneClass, rowSums.Length < 2 ? "There are fewer than two groups with subjects, so the table cannot be tested." : "All subjects have the same level, so the table cannot be tested.", Total);
}

/// <summary>A chi-square of a table.</summary>
/// <param name="Value">The statistic.</param>
/// <param name="DegreesOfFreedom">(rows − 1)(columns − 1).</param>
/// <param name="P">Upper tail.</param>
/// <param name="SmallestExpected">The smallest count that independence would let expect; below 5 the exact test is the better one.</param>
/// <param name="CramersV">0 to 1.</param>
public sealed record TableTest(double Value, int DegreesOfFreedom, double P, double SmallestExpected, double CramersV);

/// <summary>A trend over ordered groups.</summary>
/// <param name="Value">Chi-square, df 1.</param>
/// <param name="P">Upper tail.</param>
public sealed record TrendTest(double Value, double P);
