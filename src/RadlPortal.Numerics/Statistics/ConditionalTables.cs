using MathNet.Numerics;

namespace RadlPortal.Numerics.Statistics;

/// <summary>All 2×2 tables with the margins of one: the (non-central) hypergeometric distribution of its first cell.</summary>
internal sealed class ConditionalTables
{
    // Tables whose probabilities differ by rounding only count as equally probable.
    private const double Slack = 1e-7;

    // e^±40 is beyond any odds ratio that counts of a study can bound.
    private const double Furthest = 40;

    private readonly int from;
    private readonly int observed;
    private readonly double[] logs;

    public ConditionalTables(TwoByTwo table)
    {
        int first = table.A + table.B, second = table.C + table.D, with = table.A + table.C;
        from = Math.Max(0, with - second);
        observed = table.A - from;
        logs = [.. Enumerable.Range(from, Math.Min(first, with) - from + 1).Select(a => SpecialFunctions.BinomialLn(first, a) + SpecialFunctions.BinomialLn(second, with - a))];
    }

    public double TwoSided()
    {
        var probabilities = Probabilities(0);
        var limit = probabilities[observed] * (1 + Slack);
        return Math.Min(1, probabilities.Where(p => p <= limit).Sum());
    }

    public double AtMost(double logOddsRatio) => Math.Min(1, Probabilities(logOddsRatio).Take(observed + 1).Sum());

    public double AtLeast(double logOddsRatio) => Math.Min(1, Probabilities(logOddsRatio).Skip(observed).Sum());

    public double MostLikely() => observed == 0 ? 0
        : observed == logs.Length - 1 ? double.PositiveInfinity
        : Math.Exp(Tails.Bisect(logOdds => Probabilities(logOdds).Select((p, i) => p * i).Sum() - observed, -Furthest, Furthest));

    public Interval ExactInterval() => new(
        observed == 0 ? 0 : Math.Exp(Tails.Bisect(logOdds => AtLeast(logOdds) - 0.025, -Furthest, Furthest)),
        observed == logs.Length - 1 ? double.PositiveInfinity : Math.Exp(Tails.Bisect(logOdds => AtMost(logOdds) - 0.025, -Furthest, Furthest)));

    private double[] Probabilities(double logOddsRatio)
    {
        double[] values = [.. logs.Select((log, i) => log + logOddsRatio * i)];
        var largest = values.Max();
        for (var i = 0; i < values.Length; i++) values[i] = Math.Exp(values[i] - largest);
        var sum = values.Sum();
        for (var i = 0; i < values.Length; i++) values[i] /= sum;
        return values;
    }
}
