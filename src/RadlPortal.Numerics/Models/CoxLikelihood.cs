using MathNet.Numerics.LinearAlgebra;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Numerics.Models;

/// <summary>The partial likelihood with its gradient and information, event time by event time.</summary>
internal sealed class CoxLikelihood
{
    private readonly double[][] rows;
    private readonly TiedEvents ties;
    private readonly (double Time, int[] Events, int[] Censored)[] latestFirst;

    public CoxLikelihood(FollowUp followUp, double[][] rows, TiedEvents ties)
    {
        var p = rows[0].Length;
        // Centred, so that exponentials stay in range; the likelihood does not change.
        double[] means = [.. Enumerable.Range(0, p).Select(j => rows.Sum(row => row[j]) / rows.Length)];
        this.rows = [.. rows.Select(row => row.Select((value, j) => value - means[j]).ToArray())];
        this.ties = ties;
        latestFirst = [.. Enumerable.Range(0, followUp.Count).GroupBy(i => followUp.Times[i]).OrderByDescending(t => t.Key)
            .Select(t => (t.Key, t.Where(i => followUp.Events[i]).ToArray(), t.Where(i => !followUp.Events[i]).ToArray()))];
    }

    public double[] LogHazards(double[] coefficients) => [.. rows.Select(row => Dot(row, coefficients))];

    /// <summary>The largest difference of log hazards between two subjects.</summary>
    public double Span(double[] coefficients)
    {
        var hazards = LogHazards(coefficients);
        return hazards.Max() - hazards.Min();
    }

    public IReadOnlyList<CoxSums> At(double[] coefficients)
    {
        var logHazards = LogHazards(coefficients);
        var risk = new RiskSums(rows[0].Length);
        List<int> atRisk = [];
        List<CoxSums> times = [];
        foreach (var (time, events, censored) in latestFirst)
        {
            foreach (var i in censored.Concat(events))
            {
                risk.Add(rows[i], Math.Exp(logHazards[i]));
                atRisk.Add(i);
            }

            if (events.Length == 0) continue;
            times.Add(ties == TiedEvents.Exact
                ? ExactTies.Of(time, events, atRisk, rows, logHazards)
                : Approximate(time, events, risk, logHazards));
        }

        return times;
    }

    private CoxSums Approximate(double time, int[] events, RiskSums risk, double[] logHazards)
    {
        var p = rows[0].Length;
        var dying = new RiskSums(p);
        double likelihood = 0;
        var gradient = Vector<double>.Build.Dense(p);
        var information = Matrix<double>.Build.Dense(p, p);
        foreach (var i in events)
        {
            dying.Add(rows[i], Math.Exp(logHazards[i]));
            likelihood += logHazards[i];
            for (var j = 0; j < p; j++) gradient[j] += rows[i][j];
        }

        for (var step = 0; step < events.Length; step++)
        {
            var gone = ties == TiedEvents.Efron ? (double)step / events.Length : 0;
            var weight = risk.Weight - gone * dying.Weight;
            likelihood -= Math.Log(weight);
            for (var j = 0; j < p; j++)
            {
                var mean = (risk.First[j] - gone * dying.First[j]) / weight;
                gradient[j] -= mean;
                for (var k = 0; k < p; k++)
                {
                    information[j, k] += (risk.Second[j, k] - gone * dying.Second[j, k]) / weight - mean * (risk.First[k] - gone * dying.First[k]) / weight;
                }
            }
        }

        return new CoxSums(time, events.Length, likelihood, gradient, information);
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var j = 0; j < b.Length; j++) sum += a[j] * b[j];
        return sum;
    }

    private sealed class RiskSums(int p)
    {
        public double Weight { get; private set; }

        public double[] First { get; } = new double[p];

        public double[,] Second { get; } = new double[p, p];

        public void Add(double[] row, double weight)
        {
            Weight += weight;
            for (var j = 0; j < row.Length; j++)
            {
                First[j] += weight * row[j];
                for (var k = 0; k < row.Length; k++) Second[j, k] += weight * row[j] * row[k];
            }
        }
    }
}

/// <summary>One event time's, or the whole, log partial likelihood with gradient and information.</summary>
internal sealed record CoxSums(double Time, int Events, double LogLikelihood, Vector<double> Gradient, Matrix<double> Information)
{
    public static CoxSums Of(IReadOnlyList<CoxSums> times)
    {
        var p = times[0].Gradient.Count;
        Vector<double> gradient = Vector<double>.Build.Dense(p);
        var information = Matrix<double>.Build.Dense(p, p);
        foreach (var time in times)
        {
            gradient += time.Gradient;
            information += time.Information;
        }

        return new CoxSums(0, times.Sum(t => t.Events), times.Sum(t => t.LogLikelihood), gradient, information);
    }
}
