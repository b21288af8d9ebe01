using MathNet.Numerics.LinearAlgebra;

namespace RadlPortal.Numerics.Models;

/// <summary>Exact conditional likelihood of d events among those at risk: the sum over all choices of d subjects, with derivatives, by adding one subject after the other.</summary>
internal static class ExactTies
{
    public static CoxSums Of(double time, int[] events, IReadOnlyList<int> atRisk, double[][] rows, double[] logHazards)
    {
        int d = events.Length, p = rows[0].Length;
        // Sums over choices of k subjects: of the product of hazards, of its gradient, of its second derivatives.
        var sums = new double[d + 1];
        var firsts = new double[d + 1][];
        var seconds = new double[d + 1][,];
        for (var k = 0; k <= d; k++) (firsts[k], seconds[k]) = (new double[p], new double[p, p]);
        sums[0] = 1;
        for (var seen = 0; seen < atRisk.Count; seen++)
        {
            var row = rows[atRisk[seen]];
            var hazard = Math.Exp(logHazards[atRisk[seen]]);
            for (var k = Math.Min(seen + 1, d); k >= 1; k--) Add(k, row, hazard, sums, firsts, seconds);
        }

        var gradient = Vector<double>.Build.Dense(p, j => events.Sum(i => rows[i][j]) - firsts[d][j] / sums[d]);
        var information = Matrix<double>.Build.Dense(p, p, (a, b) => seconds[d][a, b] / sums[d] - firsts[d][a] * firsts[d][b] / (sums[d] * sums[d]));
        return new CoxSums(time, d, events.Sum(i => logHazards[i]) - Math.Log(sums[d]), gradient, information);
    }

    private static void Add(int k, double[] row, double hazard, double[] sums, double[][] firsts, double[][,] seconds)
    {
        for (var a = 0; a < row.Length; a++)
        {
            for (var b = 0; b < row.Length; b++)
            {
                seconds[k][a, b] += hazard * (seconds[k - 1][a, b] + row[a] * firsts[k - 1][b] + row[b] * firsts[k - 1][a] + row[a] * row[b] * sums[k - 1]);
            }
        }

        for (var a = 0; a < row.Length; a++) firsts[k][a] += hazard * (firsts[k - 1][a] + row[a] * sums[k - 1]);
        sums[k] += hazard * sums[k - 1];
    }
}
