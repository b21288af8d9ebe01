namespace RadlPortal.Numerics.Radiomics;

/// <summary>What looks at the neighbours of each voxel: grey level dependence (GLDM, 14, IBSI REK0 with coarseness 0) and neighbouring grey tone difference (NGTDM, 5, IBSI IPET). Neighbours are the up to 26 of the VOI at distance 1.</summary>
internal static class NeighbourhoodFeatures
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Dependence size j of a voxel: neighbours of the same grey level, and itself.</summary>
    public static IEnumerable<(string Name, double Value)> Gldm(Roi roi)
    {
        var matrix = new Dictionary<(int Level, int Size), double>();
        ForEachVoxel(roi, (level, neighbours) =>
        {
            var key = (level, 1 + neighbours.Count(l => l == level));
            matrix[key] = matrix.GetValueOrDefault(key) + 1;
        });
        var cells = matrix.Select(m => (i: (double)m.Key.Level, j: (double)m.Key.Size, p: m.Value)).ToList();
        var n = (double)roi.Count;
        var (levelMean, sizeMean) = (cells.Sum(c => c.i * c.p) / n, cells.Sum(c => c.j * c.p) / n);
        var sizeSquares = cells.GroupBy(c => c.j).Sum(g => Math.Pow(g.Sum(c => c.p), 2));
        yield return ("DependenceEntropy", -cells.Sum(c => c.p / n * Math.Log2(c.p / n + Epsilon)));
        yield return ("DependenceNonUniformity", sizeSquares / n);
        yield return ("DependenceNonUniformityNormalized", sizeSquares / (n * n));
        yield return ("DependenceVariance", cells.Sum(c => c.p / n * (c.j - sizeMean) * (c.j - sizeMean)));
        yield return ("GrayLevelNonUniformity", cells.GroupBy(c => c.i).Sum(g => Math.Pow(g.Sum(c => c.p), 2)) / n);
        yield return ("GrayLevelVariance", cells.Sum(c => c.p / n * (c.i - levelMean) * (c.i - levelMean)));
        yield return ("HighGrayLevelEmphasis", cells.Sum(c => c.p * c.i * c.i) / n);
        yield return ("LargeDependenceEmphasis", cells.Sum(c => c.p * c.j * c.j) / n);
        yield return ("LargeDependenceHighGrayLevelEmphasis", cells.Sum(c => c.p * c.j * c.j * c.i * c.i) / n);
        yield return ("LargeDependenceLowGrayLevelEmphasis", cells.Sum(c => c.p * c.j * c.j / (c.i * c.i)) / n);
        yield return ("LowGrayLevelEmphasis", cells.Sum(c => c.p / (c.i * c.i)) / n);
        yield return ("SmallDependenceEmphasis", cells.Sum(c => c.p / (c.j * c.j)) / n);
        yield return ("SmallDependenceHighGrayLevelEmphasis", cells.Sum(c => c.p * c.i * c.i / (c.j * c.j)) / n);
        yield return ("SmallDependenceLowGrayLevelEmphasis", cells.Sum(c => c.p / (c.i * c.i * c.j * c.j)) / n);
    }

    /// <summary>s(i): sum of |i − mean of the neighbours|. A voxel without neighbour counts in p(i) and adds nothing to s(i).</summary>
    public static IEnumerable<(string Name, double Value)> Ngtdm(Roi roi)
    {
        var (counts, sums) = (new double[roi.LevelCount + 1], new double[roi.LevelCount + 1]);
        ForEachVoxel(roi, (level, neighbours) =>
        {
            counts[level]++;
            if (neighbours.Length == 0) return;
            var total = 0;
            foreach (var l in neighbours) total += l;
            sums[level] += Math.Abs(level - (double)total / neighbours.Length);
        });
        var n = (double)roi.Count;
        var levels = Enumerable.Range(1, roi.LevelCount).Where(i => counts[i] > 0).Select(i => (i: (double)i, p: counts[i] / n, s: sums[i])).ToList();
        var (weighted, all) = (levels.Sum(l => l.p * l.s), levels.Sum(l => l.s));
        var (busy, complexity, contrast, strength) = (0.0, 0.0, 0.0, 0.0);
        foreach (var a in levels)
        {
            foreach (var b in levels)
            {
                busy += Math.Abs(a.i * a.p - b.i * b.p);
                complexity += Math.Abs(a.i - b.i) * (a.p * a.s + b.p * b.s) / (a.p + b.p);
                contrast += a.p * b.p * (a.i - b.i) * (a.i - b.i);
                strength += (a.p + b.p) * (a.i - b.i) * (a.i - b.i);
            }
        }

        yield return ("Busyness", busy == 0 ? 0 : weighted / busy);
        yield return ("Coarseness", weighted == 0 ? 1e6 : 1 / weighted);
        yield return ("Complexity", complexity / n);
        yield return ("Contrast", levels.Count < 2 ? 0 : contrast / (levels.Count * (levels.Count - 1.0)) * all / n);
        yield return ("Strength", all == 0 ? 0 : strength / all);
    }

    private delegate void VoxelAction(int level, ReadOnlySpan<int> neighbours);

    private static int Count(this ReadOnlySpan<int> levels, Func<int, bool> condition)
    {
        var count = 0;
        foreach (var level in levels) if (condition(level)) count++;
        return count;
    }

    private static void ForEachVoxel(Roi roi, VoxelAction action)
    {
        Span<int> neighbours = stackalloc int[26];
        for (int i = 0, z = 0; z < roi.Size[2]; z++)
        {
            for (var y = 0; y < roi.Size[1]; y++)
            {
                for (var x = 0; x < roi.Size[0]; x++, i++)
                {
                    if (roi.Levels[i] == 0) continue;
                    var count = 0;
                    foreach (var (dx, dy, dz) in Directions.All)
                    {
                        var (nx, ny, nz) = (x + dx, y + dy, z + dz);
                        if (nx < 0 || ny < 0 || nz < 0 || nx >= roi.Size[0] || ny >= roi.Size[1] || nz >= roi.Size[2]) continue;
                        var level = roi.Levels[roi.Offset(nx, ny, nz)];
                        if (level != 0) neighbours[count++] = level;
                    }

                    action(roi.Levels[i], neighbours[..count]);
                }
            }
        }
    }
}
