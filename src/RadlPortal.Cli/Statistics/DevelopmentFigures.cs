using System.Globalization;
using System.Text.RegularExpressions;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>A development cohort (columns cohort, pdl1 and scores) with its training and test part.</summary>
internal sealed partial class DevelopmentFigures(DataTable table) : DatasetFigures
{
    private readonly Dictionary<string, DataTable> cohorts = new() { ["train"] = table.Where("cohort", "train"), ["test"] = table.Where("cohort", "test") };
    private readonly Dictionary<string, ScoreFigures> scores = [];
    private readonly Dictionary<string, PairFigures> pairs = [];
    private readonly Dictionary<string, ReclassificationFigures> reclassifications = [];
    private readonly Dictionary<string, ConfusionTable> tables = [];
    private readonly BaselineFigures baseline = new(table);

    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.', 3);
        if (statistic.StartsWith("baseline.", StringComparison.Ordinal)) return baseline.Characteristics(statistic["baseline.".Length..]);
        if (statistic.StartsWith("logit.train.", StringComparison.Ordinal)) return baseline.Logistic(statistic["logit.train.".Length..]);
        if (parts.Length < 3) return null;
        if (parts[0] == "train_vs_test") return Unpaired(parts[1], parts[2]);
        if (!cohorts.ContainsKey(parts[0])) return null;
        if (parts[1] == "delong_pairs") return Holm(parts[0], parts[2]);
        if (parts[1] == "dca") return Score(parts[0], "RADLsig").Of("dca." + parts[2]);
        if (Pair().Match(parts[1]) is { Success: true } pair) return OfPair(parts[0], pair.Groups["a"].Value, pair.Groups["how"].Value, pair.Groups["b"].Value, parts[2]);
        return table.Has(parts[1]) ? OfScore(parts[0], parts[1], parts[2]) : null;
    }

    private Figure? OfScore(string cohort, string score, string field)
    {
        if (field == "LEAK.youden.J") return Figure.Of(Score(cohort, score).Youden, y => y.Index);
        foreach (var (prefix, inclusive) in new[] { ("locked.", false), ("locked_obs.", true) })
        {
            if (!field.StartsWith(prefix, StringComparison.Ordinal)) continue;
            return Locked(cohort, score, inclusive) is { } locked ? ConfusionFigures.Of(locked, field[prefix.Length..]) : Figure.Refused(Score("train", score).Youden.Why!);
        }

        return Score(cohort, score).Of(field);
    }

    private Figure? OfPair(string cohort, string a, string how, string b, string field)
    {
        if (!table.Has(a) || !table.Has(b)) return null;
        if (how == "over") return Cached(reclassifications, $"{cohort} {a} {b}", () => new ReclassificationFigures(Values(cohort, a), Values(cohort, b), Labels(cohort))).Of(field);
        return field.StartsWith("acc.", StringComparison.Ordinal) ? PairedTableFigures.Of(Accuracy(cohort, a, b), field["acc.".Length..]) : Pair(cohort, a, b).Of(field);
    }

    // Who is called rightly by which of two locked signatures.
    private PairedTable Accuracy(string cohort, string a, string b)
    {
        var labels = Labels(cohort);
        bool[] Right(string score)
        {
            var threshold = Score("train", score).Youden.Value?.Thresholds[0].Midway ?? throw new VerbRefusedException(Score("train", score).Youden.Why!);
            return [.. Values(cohort, score).Select((value, i) => value > threshold == labels[i])];
        }

        var (first, second) = (Right(a), Right(b));
        int Count(bool x, bool y) => first.Where((right, i) => right == x && second[i] == y).Count();
        return new PairedTable(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
    }

    private Figure? Holm(string cohort, string field)
    {
        if (field.Split('.') is not ["holm", var position] || !int.TryParse(position, CultureInfo.InvariantCulture, out var k) || k is < 1 or > 3) return null;
        Computed<AucComparison>[] tests = [Pair(cohort, "RADLsig", "RAsig").DeLong, Pair(cohort, "RADLsig", "DLsig").DeLong, Pair(cohort, "DLsig", "RAsig").DeLong];
        if (tests[k - 1].Value is null) return Figure.Refused(tests[k - 1].Why!);
        var made = tests.Where(test => test.Value is not null).ToArray();
        var position0 = tests.Take(k).Count(test => test.Value is not null) - 1;
        return Multiplicity.Holm([.. made.Select(test => test.Value!.P)])[position0];
    }

    private Figure? Unpaired(string score, string field)
    {
        if (!table.Has(score) || field.Split('.') is not ["delong_unpaired", var part]) return null;
        var test = AreaUnderCurve.CompareCohorts(Values("train", score), Labels("train"), Values("test", score), Labels("test"));
        return part switch
        {
            "D" => Figure.Of(test, t => t.D),
            "df" => Figure.Of(test, t => t.DegreesOfFreedom),
            "p" => Figure.Of(test, t => t.P),
            "pz" => Figure.Of(test, t => t.NormalP),
            _ => null,
        };
    }

    // The operating point is chosen on the training part and applied to either.
    private ConfusionTable? Locked(string cohort, string score, bool observed) => Score("train", score).Youden.Value is { } youden
        ? Cached(tables, $"{cohort} {score} {observed}", () => Score(cohort, score).At(observed ? youden.Thresholds[0].Observed : youden.Thresholds[0].Midway, observed))
        : null;

    private ScoreFigures Score(string cohort, string score) => Cached(scores, $"{cohort} {score}", () => new ScoreFigures(Values(cohort, score), Labels(cohort)));

    private PairFigures Pair(string cohort, string a, string b) => Cached(pairs, $"{cohort} {a} {b}", () => new PairFigures(Values(cohort, a), Values(cohort, b), Labels(cohort)));

    private double[] Values(string cohort, string column) => cohorts[cohort].Complete(column);

    private bool[] Labels(string cohort) => cohorts[cohort].Flags("pdl1");

    private static T Cached<T>(Dictionary<string, T> cache, string key, Func<T> make) => cache.TryGetValue(key, out var known) ? known : cache[key] = make();

    [GeneratedRegex("^(?<a>[A-Za-z]+)_(?<how>vs|over)_(?<b>[A-Za-z]+)$")]
    private static partial Regex Pair();
}
