using MathNet.Numerics;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Enumerates tables with given margins in two halves of columns: for each way to share the rows between the halves, both lists of partial probabilities are sorted once, and a whole half is added at once.</summary>
internal static class ExactTables
{
    private const double Slack = 1e-7;

    /// <summary>Probability of all tables whose −Σ ln n! is at most the observed one's; null when there are too many partial tables.</summary>
    public static double? P(int[] rows, int[] columns, double observed, long most)
    {
        // Large and small columns alternate, so that both halves have about as many tables.
        int[] ordered = [.. columns.OrderDescending()];
        int[] left = [.. ordered.Where((_, i) => i % 4 is 0 or 3)], right = [.. ordered.Where((_, i) => i % 4 is 1 or 2)];
        if (Count(left, rows.Length) > most || Count(right, rows.Length) > most) return null;
        Dictionary<long, List<double>> first = Half(rows, left), second = Half(rows, right);
        var constant = rows.Sum(SpecialFunctions.FactorialLn) + columns.Sum(SpecialFunctions.FactorialLn) - SpecialFunctions.FactorialLn(rows.Sum());
        var whole = Key(rows, rows);
        var p = 0.0;
        foreach (var (key, logs) in first)
        {
            if (!second.TryGetValue(whole - key, out var others)) continue;
            double[] sorted = [.. others];
            Array.Sort(sorted);
            // Relative to the largest, so that neither half leaves the range of numbers.
            var cumulated = new double[sorted.Length + 1];
            for (var i = 0; i < sorted.Length; i++) cumulated[i + 1] = cumulated[i] + Math.Exp(sorted[i] - sorted[^1]);
            foreach (var log in logs) p += Math.Exp(log + sorted[^1] + constant) * cumulated[AtMost(sorted, observed - log + Slack)];
        }

        return p;
    }

    private static double Count(int[] columns, int rows)
    {
        var count = 1.0;
        foreach (var column in columns) count *= SpecialFunctions.Binomial(column + rows - 1, rows - 1);
        return count;
    }

    private static int AtMost(double[] sorted, double limit)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] <= limit) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // Mixed radix: rows filled so far.
    private static long Key(int[] filled, int[] rows)
    {
        long key = 0;
        for (var i = rows.Length - 1; i >= 0; i--) key = key * (rows[i] + 1L) + filled[i];
        return key;
    }

    private static Dictionary<long, List<double>> Half(int[] rows, int[] columns)
    {
        Dictionary<long, List<double>> tables = [];
        var filled = new int[rows.Length];
        void Fill(int column, int row, int left, double log)
        {
            if (column == columns.Length)
            {
                var key = Key(filled, rows);
                if (!tables.TryGetValue(key, out var list)) tables[key] = list = [];
                list.Add(log);
                return;
            }

            var room = rows[row] - filled[row];
            if (row == rows.Length - 1)
            {
                if (left > room) return;
                filled[row] += left;
                Fill(column + 1, 0, column + 1 < columns.Length ? columns[column + 1] : 0, log - SpecialFunctions.FactorialLn(left));
                filled[row] -= left;
                return;
            }

            for (var count = Math.Min(left, room); count >= 0; count--)
            {
                filled[row] += count;
                Fill(column, row + 1, left - count, log - SpecialFunctions.FactorialLn(count));
                filled[row] -= count;
            }
        }

        Fill(0, 0, columns.Length > 0 ? columns[0] : 0, 0);
        return tables;
    }
}
