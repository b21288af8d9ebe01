namespace RadlPortal.Numerics.Statistics;

/// <summary>Scores as ranks among their distinct values, so that a resample is a count per value and its AUC one pass over them.</summary>
internal sealed class ScoreLevels
{
    private readonly int[] ofPositives;
    private readonly int[] ofNegatives;
    private readonly int[] positives;
    private readonly int[] negatives;

    public ScoreLevels(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        if (scores.Count != labels.Count) throw new ArgumentException("There must be one label for each score.", nameof(labels));
        double[] distinct = [.. scores.Distinct()];
        Array.Sort(distinct);
        int[] Levels(bool label) => [.. scores.Where((_, i) => labels[i] == label).Select(score => Array.BinarySearch(distinct, score))];
        (ofPositives, ofNegatives) = (Levels(true), Levels(false));
        (positives, negatives) = (new int[distinct.Length], new int[distinct.Length]);
        foreach (var level in ofPositives) positives[level]++;
        foreach (var level in ofNegatives) negatives[level]++;
        Observed = AreaUnderCurve();
    }

    public double Observed { get; }

    /// <summary>Draws a resample.</summary>
    public void Draw(Lottery lottery)
    {
        Draw(lottery, ofPositives, positives);
        Draw(lottery, ofNegatives, negatives);
    }

    /// <summary>AUC of the present resample.</summary>
    public double AreaUnderCurve()
    {
        // Twice the count of pairs won, ties counting one.
        long won = 0, below = 0;
        for (var level = 0; level < positives.Length; level++)
        {
            won += positives[level] * (2 * below + negatives[level]);
            below += negatives[level];
        }

        return won / (2.0 * ofPositives.Length * ofNegatives.Length);
    }

    /// <summary>Area of the present resample's curve between two false-positive rates, or, turned, between two sensitivities.</summary>
    public double PartialArea(double from, double to, bool overSensitivity)
    {
        double area = 0, x = 0, y = 0;
        // Over sensitivities the curve is walked from the lowest score with the roles of the classes changed.
        var (along, across) = overSensitivity ? (positives, negatives) : (negatives, positives);
        var (alongTotal, acrossTotal) = overSensitivity ? ((double)ofPositives.Length, (double)ofNegatives.Length) : (ofNegatives.Length, ofPositives.Length);
        for (var level = positives.Length - 1; level >= 0; level--)
        {
            double nextX = x + along[level] / alongTotal, nextY = y + across[level] / acrossTotal;
            double left = Math.Max(x, from), right = Math.Min(nextX, to);
            if (right > left)
            {
                double At(double at) => y + (nextY - y) * (at - x) / (nextX - x);
                var height = (At(left) + At(right)) / 2;
                area += (right - left) * (overSensitivity ? 1 - height : height);
            }

            (x, y) = (nextX, nextY);
        }

        return area;
    }

    /// <summary>Sensitivities of the present resample's curve at false-positive rates, ascending: the highest where the curve rises at that rate, linear between its points.</summary>
    public void Sensitivities(ReadOnlySpan<double> falsePositiveRates, Span<double> into)
    {
        int passed = 0, hit = 0, at = 0;
        double total = ofNegatives.Length;
        for (var level = positives.Length - 1; level >= 0 && at < into.Length; level--)
        {
            int nextPassed = passed + negatives[level], nextHit = hit + positives[level];
            for (; at < into.Length && falsePositiveRates[at] < nextPassed / total; at++)
            {
                var part = (falsePositiveRates[at] * total - passed) / (nextPassed - passed);
                into[at] = (hit + (nextHit - hit) * part) / ofPositives.Length;
            }

            (passed, hit) = (nextPassed, nextHit);
        }

        into[at..].Fill(1);
    }

    private static void Draw(Lottery lottery, int[] levels, int[] counts)
    {
        Array.Clear(counts);
        var i = 0;
        for (; i + 1 < levels.Length; i += 2)
        {
            var (first, second) = lottery.TwoBelow(levels.Length);
            counts[levels[first]]++;
            counts[levels[second]]++;
        }

        if (i < levels.Length) counts[levels[lottery.Below(levels.Length)]]++;
    }
}
