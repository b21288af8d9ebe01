namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Which voxels of a VOI the intensity mask keeps (IBSI section 2.6).</summary>
internal static class Resegmentation
{
    /// <summary>Keeps values inside the range (ends included) and within the outlier limits, which come from the VOI before either rule.</summary>
    public static bool[] Apply(double[] values, bool[] mask, IbsiResegmentation? rules)
    {
        if (rules is null) return mask;
        var (low, high) = (rules.Range?[0] ?? double.NegativeInfinity, rules.Range?[1] ?? double.PositiveInfinity);
        if (rules.OutlierSigma is { } sigma)
        {
            var inside = values.Where((_, i) => mask[i]).ToArray();
            var mean = inside.Average();
            var deviation = Math.Sqrt(inside.Sum(v => (v - mean) * (v - mean)) / inside.Length);
            (low, high) = (Math.Max(low, mean - sigma * deviation), Math.Min(high, mean + sigma * deviation));
        }

        var kept = new bool[mask.Length];
        for (var i = 0; i < kept.Length; i++) kept[i] = mask[i] && values[i] >= low && values[i] <= high;
        return kept;
    }
}
