namespace RadlPortal.Numerics.Statistics;

/// <summary>Harrell's concordance of a score with survival. A pair counts when the earlier time is an event; at equal times an event counts as earlier than a censoring, and two events do not count.</summary>
public static class Concordance
{
    /// <summary>Share of pairs in which the higher score fails earlier (ties of the score ½), with the infinitesimal-jackknife standard error.</summary>
    /// <param name="followUp">The subjects.</param>
    /// <param name="scores">A finite score of each.</param>
    /// <param name="higherIsRisk">True: concordant when the higher score fails earlier; false: when it survives longer. The two add up to 1.</param>
    public static Computed<ConcordanceEstimate> Harrell(FollowUp followUp, IReadOnlyList<double> scores, bool higherIsRisk)
    {
        if (scores.Count != followUp.Count) throw new ArgumentException("There must be one score for each subject.", nameof(scores));
        var n = followUp.Count;
        double[] agreeing = new double[n], pairs = new double[n];
        for (var i = 0; i < n; i++)
        {
            if (!followUp.Events[i]) continue;
            for (var j = 0; j < n; j++)
            {
                var later = followUp.Times[j] > followUp.Times[i] || followUp.Times[j] == followUp.Times[i] && !followUp.Events[j];
                if (!later) continue;
                var order = scores[i].CompareTo(scores[j]);
                var agrees = order == 0 ? 0.5 : order > 0 == higherIsRisk ? 1 : 0;
                agreeing[i] += agrees;
                agreeing[j] += agrees;
                pairs[i]++;
                pairs[j]++;
            }
        }

        var all = pairs.Sum() / 2;
        if (all == 0) return Computed<ConcordanceEstimate>.Refused(RefusalReason.NoEvents, "No pair of subjects can be ordered by survival, so there is no concordance.", n);
        var index = agreeing.Sum() / 2 / all;
        var error = Math.Sqrt(Enumerable.Range(0, n).Sum(i => Math.Pow((agreeing[i] - index * pairs[i]) / all, 2)));
        return Computed<ConcordanceEstimate>.Of(new ConcordanceEstimate(index, error, all), n, $"Harrell's C; concordant when the higher score {(higherIsRisk ? "fails earlier" : "survives longer")}; infinitesimal-jackknife error");
    }
}

/// <summary>A concordance.</summary>
/// <param name="Index">0 to 1.</param>
/// <param name="StandardError">Infinitesimal jackknife.</param>
/// <param name="Pairs">Pairs that count.</param>
public sealed record ConcordanceEstimate(double Index, double StandardError, double Pairs);
