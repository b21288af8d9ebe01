namespace RadlPortal.Numerics.Statistics;

/// <summary>Distribution of the sum of some of the (doubled) ranks when every choice of so many is equally probable.</summary>
internal sealed class ExactRankDistribution
{
    /// <summary>Most ranks that are counted.</summary>
    public const int Most = 200;

    private readonly double[] probabilities;

    private ExactRankDistribution(double[] probabilities) => this.probabilities = probabilities;

    public static ExactRankDistribution OfSum(int[] doubled, int chosen)
    {
        var total = doubled.Sum();
        var ways = new double[chosen + 1][];
        for (var k = 0; k <= chosen; k++) ways[k] = new double[total + 1];
        // Shares instead of counts: after i ranks, the probability that k of them were chosen and sum to s.
        ways[0][0] = 1;
        for (var i = 0; i < doubled.Length; i++)
        {
            for (var k = Math.Min(i + 1, chosen); k >= 0; k--)
            {
                double left = doubled.Length - i, take = k > 0 ? (chosen - k + 1) / left : 0, leave = 1 - (chosen - k) / left;
                for (var s = total; s >= 0; s--)
                {
                    ways[k][s] = ways[k][s] * Math.Max(0, leave) + (k > 0 && s >= doubled[i] ? ways[k - 1][s - doubled[i]] * Math.Max(0, take) : 0);
                }
            }
        }

        return new ExactRankDistribution(ways[chosen]);
    }

    public double AtMost(int sum)
    {
        var p = 0.0;
        for (var s = 0; s <= Math.Min(sum, probabilities.Length - 1); s++) p += probabilities[s];
        return p;
    }

    public double TwoSided(int observed)
    {
        var mean = probabilities.Select((p, s) => p * s).Sum();
        // Half a step of the doubled ranks, so that equal distances are equal in spite of rounding.
        var distance = Math.Abs(observed - mean) - 0.25;
        return Math.Min(1, probabilities.Where((_, s) => Math.Abs(s - mean) >= distance).Sum());
    }
}
