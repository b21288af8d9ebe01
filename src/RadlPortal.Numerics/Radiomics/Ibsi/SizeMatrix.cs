namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>
/// Counts by grey level i and a second number j from 1: run length, zone size, zone distance or dependence. The 16 features
/// of such a matrix are the same sums in all four families; NGLDM has a 17th.
/// </summary>
internal sealed class SizeMatrix
{
    private readonly Dictionary<(int Level, int Size), long> counts = [];

    public bool IsEmpty => counts.Count == 0;

    public void Add(int level, int size) => System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, (level, size), out _)++;

    public void Merge(SizeMatrix other)
    {
        foreach (var (key, count) in other.counts) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += count;
    }

    /// <summary>
    /// Short, long, low level, high level, short low, short high, long low, long high emphasis; level non-uniformity and the
    /// same normalised; size non-uniformity and the same normalised; percentage; level variance; size variance; entropy; energy.
    /// </summary>
    /// <param name="voxels">Voxels of the mask, as often as they were gone through (Nv).</param>
    public double[] Features(long voxels)
    {
        double total = counts.Values.Sum();
        var (perLevel, perSize) = (new Dictionary<int, double>(), new Dictionary<int, double>());
        var sums = new double[8];
        var (meanLevel, meanSize, entropy, energy) = (0.0, 0.0, 0.0, 0.0);
        foreach (var ((level, size), count) in counts)
        {
            var (i2, j2, p) = ((double)level * level, (double)size * size, count / total);
            double[] terms = [1 / j2, j2, 1 / i2, i2, 1 / (i2 * j2), i2 / j2, j2 / i2, i2 * j2];
            for (var k = 0; k < 8; k++) sums[k] += p * terms[k];
            perLevel[level] = perLevel.GetValueOrDefault(level) + count;
            perSize[size] = perSize.GetValueOrDefault(size) + count;
            (meanLevel, meanSize) = (meanLevel + p * level, meanSize + p * size);
            (entropy, energy) = (entropy - p * Math.Log2(p), energy + p * p);
        }

        var (levelSquares, sizeSquares) = (perLevel.Values.Sum(c => c * c), perSize.Values.Sum(c => c * c));
        var levelVariance = perLevel.Sum(l => l.Value / total * (l.Key - meanLevel) * (l.Key - meanLevel));
        var sizeVariance = perSize.Sum(s => s.Value / total * (s.Key - meanSize) * (s.Key - meanSize));
        return
        [
            .. sums, levelSquares / total, levelSquares / (total * total), sizeSquares / total, sizeSquares / (total * total),
            total / voxels, levelVariance, sizeVariance, entropy, energy,
        ];
    }
}
