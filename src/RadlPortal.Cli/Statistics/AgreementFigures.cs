using System.Globalization;
using System.Text.RegularExpressions;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Features by two or more readers (columns patient, reader, features).</summary>
internal sealed partial class ReaderFeatureFigures(DataTable table) : DatasetFigures
{
    private readonly string?[] patients = table.Text("patient");
    private readonly string?[] readers = table.Text("reader");
    private readonly Dictionary<string, double[][]> ratings = [];

    public override Figure? Of(string statistic)
    {
        if (Stable().Match(statistic) is { Success: true } stable)
        {
            var limit = double.Parse(stable.Groups["limit"].Value, CultureInfo.InvariantCulture);
            var field = stable.Groups["lower"].Success ? "icc21.lo" : "icc21";
            return Features().Count(feature => IccFigures.Of(Ratings(feature), field) is { Value: { } value } && value >= limit);
        }

        var parts = statistic.Split('.', 2);
        if (parts.Length < 2 || !Features().Contains(parts[0])) return null;
        var own = Ratings(parts[0]);
        double[] first = [.. own.Select(row => row[0])], second = [.. own.Select(row => row[1])];
        return parts[1] switch
        {
            "ba.bias" => Figure.Of(MethodAgreement.BlandAltman(first, second), l => l.Bias),
            "ba.lo" => Figure.Of(MethodAgreement.BlandAltman(first, second), l => l.Lower),
            "ba.hi" => Figure.Of(MethodAgreement.BlandAltman(first, second), l => l.Upper),
            "ccc" => Figure.Of(MethodAgreement.Lin(first, second), m => m.Value),
            var field => IccFigures.Of(own, field),
        };
    }

    private IEnumerable<string> Features() => table.Columns.Where(column => column is not ("patient" or "reader"));

    // One row a patient whom all readers measured, one column a reader.
    private double[][] Ratings(string feature)
    {
        if (ratings.TryGetValue(feature, out var known)) return known;
        var values = table.Numbers(feature);
        string[] names = [.. readers.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return ratings[feature] = [.. Enumerable.Range(0, patients.Length).GroupBy(i => patients[i])
            .Select(rows => names.Select(name => rows.Where(i => readers[i] == name).Select(i => values[i]).FirstOrDefault()).ToArray())
            .Where(row => row.All(value => value is not null)).Select(row => row.Select(value => value!.Value).ToArray())];
    }

    [GeneratedRegex(@"^n_stable_icc21(?<lower>lo)?_ge_(?<limit>[\d.]+)$")]
    private static partial Regex Stable();
}

/// <summary>Targets by raters (columns target, rater1, rater2, …).</summary>
internal sealed class RaterFigures(DataTable table) : DatasetFigures
{
    public override Figure? Of(string statistic)
    {
        if (!statistic.StartsWith("icc.", StringComparison.Ordinal)) return null;
        var raters = table.Columns.Where(column => column != "target").Select(table.Complete).ToArray();
        return IccFigures.Of([.. Enumerable.Range(0, table.Count).Select(i => raters.Select(r => r[i]).ToArray())], statistic["icc.".Length..]);
    }
}

/// <summary>Grades of two readers (columns readerA, readerB).</summary>
internal sealed class GradeFigures(DataTable table) : DatasetFigures
{
    private readonly int[] first = [.. table.Complete("readerA").Select(grade => (int)grade)];
    private readonly int[] second = [.. table.Complete("readerB").Select(grade => (int)grade)];

    public override Figure? Of(string statistic)
    {
        Computed<KappaEstimate> plain = Kappa.Of(first, second, KappaWeights.Unweighted), quadratic = Kappa.Of(first, second, KappaWeights.Quadratic);
        return statistic switch
        {
            "kappa.unweighted" => Figure.Of(plain, k => k.Value),
            "kappa.var" => Figure.Of(plain, k => k.Variance),
            "kappa.lo" => Figure.Of(plain, k => k.Lower),
            "kappa.hi" => Figure.Of(plain, k => k.Upper),
            "kappa.quad" => Figure.Of(quadratic, k => k.Value),
            "kappa.quad.lo" => Figure.Of(quadratic, k => Math.Max(-1, k.Value - Tail * Math.Sqrt(VarianceOfPsych(k)))),
            "kappa.quad.hi" => Figure.Of(quadratic, k => Math.Min(1, k.Value + Tail * Math.Sqrt(VarianceOfPsych(k)))),
            "agreement" => Figure.Of(plain, k => k.Agreement),
            _ => null,
        };
    }

    private const double Tail = 1.959963984540054;

    // The reference values of these two ids come from psych 2.2.9, whose variance of the weighted kappa took row sums of the
    // wrong margin (mended in 2.3.3) and is set to 0 where it turns negative. They are met here by its own formula;
    // the library's interval is that of Fleiss, Cohen and Everitt.
    private double VarianceOfPsych(KappaEstimate kappa)
    {
        int[] levels = [.. first.Concat(second).Distinct().Order()];
        int k = levels.Length, n = first.Length;
        double Share(int a, int b) => Enumerable.Range(0, n).Count(i => first[i] == levels[a] && second[i] == levels[b]) / (double)n;
        double Weight(int a, int b) => 1 - (a - b) * (double)(a - b) / ((k - 1.0) * (k - 1.0));
        double[] rows = [.. Enumerable.Range(0, k).Select(a => Enumerable.Range(0, k).Sum(b => Share(a, b)))], columns = [.. Enumerable.Range(0, k).Select(b => Enumerable.Range(0, k).Sum(a => Share(a, b)))];
        double observed = 0, chance = 0, sum = 0;
        for (var a = 0; a < k; a++)
            for (var b = 0; b < k; b++) (observed, chance) = (observed + Weight(a, b) * Share(a, b), chance + Weight(a, b) * rows[a] * columns[b]);
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b < k; b++)
            {
                var column = Enumerable.Range(0, k).Sum(c => Weight(c, a) * columns[c]);
                var row = rows[b] * Enumerable.Range(0, k).Sum(c => Weight(b, c));
                sum += Share(a, b) * Math.Pow(Weight(a, b) * (1 - chance) - (column + row) * (1 - observed), 2);
            }
        }

        return Math.Max(0, (sum - Math.Pow(observed * chance - 2 * chance + observed, 2)) / (n * Math.Pow(1 - chance, 4)));
    }
}
