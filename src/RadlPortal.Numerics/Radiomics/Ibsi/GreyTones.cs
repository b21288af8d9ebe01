namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Neighbourhood grey tone difference matrix (IBSI IPET): how far a level lies from the mean of its neighbours in the mask; voxels without neighbours do not count.</summary>
internal static class GreyTones
{
    public const string Family = "ngtdm";

    private const double CoarsenessOfFlat = 1e6;

    public static readonly Definition[] Definitions =
    [
        new("ngt_coarseness", "QCDE", "Coarseness"), new("ngt_contrast", "65HE", "Contrast"), new("ngt_busyness", "NQ30", "Busyness"),
        new("ngt_complexity", "HDEZ", "Complexity"), new("ngt_strength", "1X9X", "Strength"),
    ];

    private sealed class Differences(int levels)
    {
        public long[] Counts { get; } = new long[levels];

        public double[] Sums { get; } = new double[levels];
    }

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi) =>
        PlainTexture.Compute(roi, Family, Definitions, z => Count(roi, true, z, z + 1), () => Count(roi, false, 0, roi.Size[2]), Merge, (m, _) => Features(m));

    private static void Merge(Differences into, Differences from)
    {
        for (var i = 0; i < into.Counts.Length; i++) (into.Counts[i], into.Sums[i]) = (into.Counts[i] + from.Counts[i], into.Sums[i] + from.Sums[i]);
    }

    private static Differences Count(IbsiRoi roi, bool isInSlice, int first, int end)
    {
        var found = new Differences(roi.LevelCount);
        var steps = Neighbours.All(isInSlice, roi.Settings.Distance).ToArray();
        for (var z = first; z < end; z++)
        {
            for (var y = 0; y < roi.Size[1]; y++)
            {
                for (var x = 0; x < roi.Size[0]; x++)
                {
                    var level = roi.Levels[roi.Offset(x, y, z)];
                    if (level == 0) continue;
                    var (sum, neighbours) = (0, 0);
                    foreach (var (dx, dy, dz) in steps)
                    {
                        if (!roi.Holds(x + dx, y + dy, z + dz)) continue;
                        var other = roi.Levels[roi.Offset(x + dx, y + dy, z + dz)];
                        if (other == 0) continue;
                        sum += other;
                        neighbours++;
                    }

                    if (neighbours == 0) continue;
                    found.Counts[level - 1]++;
                    found.Sums[level - 1] += Math.Abs(level - (double)sum / neighbours);
                }
            }
        }

        return found;
    }

    private static double[] Features(Differences found)
    {
        double voxels = found.Counts.Sum();
        if (voxels == 0) return [.. Definitions.Select(_ => double.NaN)];
        var present = Enumerable.Range(0, found.Counts.Length).Where(i => found.Counts[i] > 0).Select(i => (Level: i + 1, P: found.Counts[i] / voxels, S: found.Sums[i])).ToArray();
        var (sums, weighted) = (present.Sum(l => l.S), present.Sum(l => l.P * l.S));
        var (spread, busy, complexity, strength) = (0.0, 0.0, 0.0, 0.0);
        foreach (var a in present)
        {
            foreach (var b in present)
            {
                double difference = a.Level - b.Level;
                spread += a.P * b.P * difference * difference;
                busy += Math.Abs(a.Level * a.P - b.Level * b.P);
                complexity += Math.Abs(difference) * (a.P * a.S + b.P * b.S) / (a.P + b.P);
                strength += (a.P + b.P) * difference * difference;
            }
        }

        var n = present.Length;
        return
        [
            weighted == 0 ? CoarsenessOfFlat : Math.Min(CoarsenessOfFlat, 1 / weighted), n == 1 ? 0 : spread / (n * (n - 1)) * sums / voxels,
            n == 1 || busy == 0 ? 0 : weighted / busy, complexity / voxels, sums == 0 ? 0 : strength / sums,
        ];
    }
}
