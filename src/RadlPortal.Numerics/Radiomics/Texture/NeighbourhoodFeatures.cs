namespace RadlPortal.Numerics.Radiomics;

/// <summary>What looks at the neighbours of each voxel: grey level dependence (GLDM, 14, IBSI REK0) and neighbouring grey tone difference (NGTDM, 5, IBSI IPET). Neighbours are those of the VOI at the set distances, 26 at distance 1.</summary>
internal static class NeighbourhoodFeatures
{
    /// <summary>Dependence size j of a voxel: neighbours whose level differs by at most gldm_a, and the voxel itself.</summary>
    public static IEnumerable<(string Name, double Value)> Gldm(Roi roi, ExtractionSettings settings)
    {
        var grid = roi.Grid(settings.Distances.Max());
        var steps = Array.ConvertAll(Directions.Both(roi.Size, settings.Distances, settings), grid.Step);
        var sizes = steps.Length + 2;
        var (matrix, cells, present) = (new int[roi.Present.Length * sizes], grid.Cells, roi.Present);
        foreach (var position in grid.Positions)
        {
            var (level, size) = (cells[position], 1);
            if (settings.GldmA == 0)
            {
                foreach (var step in steps) size += cells[position + step] == level ? 1 : 0;
            }
            else
            {
                foreach (var step in steps)
                    if (cells[position + step] is not 0 and var other && Math.Abs(present[other - 1] - present[level - 1]) <= settings.GldmA) size++;
            }

            matrix[(level - 1) * sizes + size]++;
        }

        return OfGldm(matrix, present, sizes, roi.Count);
    }

    private static IEnumerable<(string Name, double Value)> OfGldm(int[] matrix, int[] levels, int sizes, double n)
    {
        var cells = new List<ZoneCell>();
        for (var i = 0; i < levels.Length; i++)
            for (var j = 1; j < sizes; j++)
                if (matrix[i * sizes + j] > 0) cells.Add(new ZoneCell(levels[i], j, matrix[i * sizes + j]));
        // The matrix is one of zones whose number is the number of voxels: the statistics are the same.
        var z = ZoneStatistics.Compute(cells);
        return
        [
            ("DependenceEntropy", z[8]), ("DependenceNonUniformity", z[9]), ("DependenceNonUniformityNormalized", z[10]), ("DependenceVariance", z[12]),
            ("GrayLevelNonUniformity", z[0]), ("GrayLevelVariance", z[2]), ("HighGrayLevelEmphasis", z[3]), ("LargeDependenceEmphasis", z[4]),
            ("LargeDependenceHighGrayLevelEmphasis", z[5]), ("LargeDependenceLowGrayLevelEmphasis", z[6]), ("LowGrayLevelEmphasis", z[7]),
            ("SmallDependenceEmphasis", z[13]), ("SmallDependenceHighGrayLevelEmphasis", z[14]), ("SmallDependenceLowGrayLevelEmphasis", z[15]),
        ];
    }

    /// <summary>s(i): sum of |i − mean of the neighbours|. A voxel without neighbour counts in p(i) and adds nothing to s(i).</summary>
    public static IEnumerable<(string Name, double Value)> Ngtdm(Roi roi, ExtractionSettings settings)
    {
        var grid = roi.Grid(settings.Distances.Max());
        var steps = Array.ConvertAll(Directions.Both(roi.Size, settings.Distances, settings), grid.Step);
        var (cells, present) = (grid.Cells, roi.Present);
        int[] levels = [0, .. present];
        var (counts, sums) = (new double[present.Length], new double[present.Length]);
        foreach (var position in grid.Positions)
        {
            var (level, total, neighbours) = (cells[position], 0L, 0);
            foreach (var step in steps)
            {
                var other = cells[position + step];
                total += levels[other];
                neighbours += other == 0 ? 0 : 1;
            }

            counts[level - 1]++;
            if (neighbours > 0) sums[level - 1] += Math.Abs(levels[level] - (double)total / neighbours);
        }

        return OfNgtdm(present, counts, sums, roi.Count);
    }

    private static IEnumerable<(string Name, double Value)> OfNgtdm(int[] levels, double[] counts, double[] sums, double n)
    {
        var (weighted, all) = (0.0, 0.0);
        var (busy, complexity, contrast, strength) = (0.0, 0.0, 0.0, 0.0);
        for (var a = 0; a < levels.Length; a++)
        {
            var (pa, sa, ia) = (counts[a] / n, sums[a], (double)levels[a]);
            (weighted, all) = (weighted + pa * sa, all + sa);
            for (var b = 0; b < levels.Length; b++)
            {
                var (pb, sb, d) = (counts[b] / n, sums[b], ia - levels[b]);
                busy += Math.Abs(ia * pa - levels[b] * pb);
                complexity += Math.Abs(d) * (pa * sa + pb * sb) / (pa + pb);
                contrast += pa * pb * d * d;
                strength += (pa + pb) * d * d;
            }
        }

        return
        [
            ("Busyness", busy == 0 ? 0 : weighted / busy),
            ("Coarseness", weighted == 0 ? 1e6 : 1 / weighted),
            ("Complexity", complexity / n),
            ("Contrast", levels.Length < 2 ? 0 : contrast * all / n / (levels.Length * (levels.Length - 1.0))),
            ("Strength", all == 0 ? 0 : strength / all),
        ];
    }
}
