using MathNet.Numerics.LinearAlgebra;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Log-rank test of survival curves, and its Peto-Peto form of Harrington and Fleming's family (ρ = 1), with the hypergeometric variance that is exact under ties.</summary>
public static class LogRank
{
    /// <summary>Compares two or more groups.</summary>
    /// <param name="followUp">All subjects.</param>
    /// <param name="groups">The group of each.</param>
    /// <param name="rho">0 = log-rank; 1 = Peto-Peto, which weighs early events more.</param>
    /// <param name="strata">A stratum for each subject within which groups are compared; null = none.</param>
    public static Computed<LogRankTest> Test(FollowUp followUp, IReadOnlyList<string> groups, double rho = 0, IReadOnlyList<string>? strata = null)
    {
        string[] names = [.. groups.Distinct().Order(StringComparer.Ordinal)];
        if (names.Length < 2) return Computed<LogRankTest>.Refused(RefusalReason.OneClass, "A log-rank test needs at least two groups with subjects.", followUp.Count);
        if (followUp.EventCount == 0) return Computed<LogRankTest>.Refused(RefusalReason.NoEvents, "No event was observed, so the curves cannot be compared.", followUp.Count);
        double[] observed = new double[names.Length], expected = new double[names.Length];
        var variance = Matrix<double>.Build.Dense(names.Length, names.Length);
        foreach (var stratum in Enumerable.Range(0, followUp.Count).GroupBy(i => strata?[i] ?? ""))
        {
            int[] rows = [.. stratum];
            Add(followUp.Of(rows), [.. rows.Select(i => Array.IndexOf(names, groups[i]))], rho, observed, expected, variance);
        }

        // One group follows from the others; of two groups the first is kept.
        var kept = names.Length - 1;
        var difference = Vector<double>.Build.Dense(kept, g => observed[g] - expected[g]);
        var part = variance.SubMatrix(0, kept, 0, kept);
        if (part.Rank() < kept) return Computed<LogRankTest>.Refused(RefusalReason.NoVariance, "The groups are never at risk together when an event happens, so they cannot be compared.", followUp.Count);
        var chi = difference * part.Solve(difference);
        return Computed<LogRankTest>.Of(
            new LogRankTest(chi, kept, Tails.ChiSquare(chi, kept), variance[0, 0], [.. names.Select((name, g) => new LogRankGroup(name, groups.Count(own => own == name), observed[g], expected[g]))]),
            followUp.Count,
            (rho == 0 ? "log-rank test" : $"Harrington-Fleming test, ρ = {rho:R}") + (strata is null ? "" : ", stratified") + "; hypergeometric variance");
    }

    private static void Add(FollowUp followUp, int[] group, double rho, double[] observed, double[] expected, Matrix<double> variance)
    {
        int count = observed.Length, n = followUp.Count;
        var atRisk = new double[count];
        foreach (var g in group) atRisk[g]++;
        double total = n, survival = 1;
        foreach (var time in Enumerable.Range(0, n).GroupBy(i => followUp.Times[i]).OrderBy(t => t.Key))
        {
            double deaths = time.Count(i => followUp.Events[i]), weight = rho == 0 ? 1 : Math.Pow(survival, rho);
            if (deaths > 0)
            {
                foreach (var i in time.Where(i => followUp.Events[i])) observed[group[i]] += weight;
                var scale = total > 1 ? weight * weight * deaths * (total - deaths) / (total - 1) : 0;
                for (var g = 0; g < count; g++)
                {
                    var share = atRisk[g] / total;
                    expected[g] += weight * deaths * share;
                    for (var h = 0; h < count; h++) variance[g, h] += scale * share * ((g == h ? 1 : 0) - atRisk[h] / total);
                }
            }

            survival *= 1 - deaths / total;
            foreach (var i in time) atRisk[group[i]]--;
            total -= time.Count();
        }
    }
}

/// <summary>A log-rank test.</summary>
/// <param name="ChiSquare">The statistic.</param>
/// <param name="DegreesOfFreedom">Groups − 1.</param>
/// <param name="P">Upper tail.</param>
/// <param name="Variance">Of the first group's observed − expected.</param>
/// <param name="Groups">In ordinal order of their names.</param>
public sealed record LogRankTest(double ChiSquare, int DegreesOfFreedom, double P, double Variance, IReadOnlyList<LogRankGroup> Groups);

/// <summary>A group in a log-rank test.</summary>
/// <param name="Name">The group.</param>
/// <param name="Subjects">Its subjects.</param>
/// <param name="Observed">(Weighted) events.</param>
/// <param name="Expected">Under equal curves.</param>
public sealed record LogRankGroup(string Name, int Subjects, double Observed, double Expected);
