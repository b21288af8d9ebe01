namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey level run lengths (16, IBSI family TP0I): a matrix for each direction, each feature the mean over the directions, or one merged matrix with a weighting norm. A direction along whose lines no two voxels of the VOI lie is left out; NaN if all are.</summary>
internal static class GlrlmFeatures
{
    private static readonly int[] One = [1];

    public static IEnumerable<(string Name, double Value)> Compute(Roi roi, ExtractionSettings settings)
    {
        var directions = Directions.Half(roi.Size, One, settings);
        var grid = roi.Grid(1);
        var longest = roi.Size.Max();
        var (runs, merged) = (new int[roi.Present.Length * (longest + 1)], new double[roi.Present.Length * (longest + 1)]);
        var (sums, taken) = (new double[ZoneStatistics.RunNames.Length], 0);
        foreach (var direction in directions)
        {
            Array.Clear(runs);
            if (!Count(roi, grid, direction, longest, runs)) continue;
            if (settings.WeightingNorm is { } norm)
            {
                var weight = Directions.Length(direction, roi.Spacing, norm);
                for (var i = 0; i < runs.Length; i++) merged[i] += runs[i] * weight;
                taken = 1;
                continue;
            }

            Add(Cells(roi.Present, longest, i => runs[i]));
            taken++;
        }

        if (settings.WeightingNorm is not null && taken > 0) Add(Cells(roi.Present, longest, i => merged[i]));
        if (taken > 0) return ZoneStatistics.RunNames.Select((name, i) => (name, sums[i] / taken));
        // Of a single matrix without runs PyRadiomics gives these two as sums over nothing.
        var isSingle = settings.WeightingNorm is not null || directions.Length == 1;
        return ZoneStatistics.RunNames.Select(name => (name, isSingle && (name is "RunEntropy" or "RunVariance") ? 0 : double.NaN));

        void Add(List<ZoneCell> cells)
        {
            var features = ZoneStatistics.Compute(cells);
            for (var i = 0; i < sums.Length; i++) sums[i] += features[i];
        }
    }

    private static List<ZoneCell> Cells(int[] levels, int longest, Func<int, double> count)
    {
        var cells = new List<ZoneCell>();
        for (var level = 0; level < levels.Length; level++)
            for (var length = 1; length <= longest; length++)
                if (count(level * (longest + 1) + length) is not 0 and var n) cells.Add(new ZoneCell(levels[level], length, n));
        return cells;
    }

    /// <summary>Counts the runs along a direction; false if no line along it has two voxels of the VOI.</summary>
    private static bool Count(Roi roi, LevelGrid grid, (int X, int Y, int Z) direction, int longest, int[] runs)
    {
        var (cells, step, isOnLine) = (grid.Cells, grid.Step(direction), false);
        foreach (var position in grid.Positions)
        {
            var level = cells[position];
            var before = cells[position - step];
            isOnLine |= before != 0;
            if (before == level) continue;
            var length = 1;
            for (var next = position + step; cells[next] == level; next += step) length++;
            runs[(level - 1) * (longest + 1) + length]++;
        }

        return isOnLine || HasGappedLine(roi, direction);
    }

    /// <summary>True if two voxels of the VOI that are no neighbours lie on one line along the direction.</summary>
    private static bool HasGappedLine(Roi roi, (int X, int Y, int Z) d)
    {
        var (sx, sy) = (roi.Size[0], roi.Size[1]);
        var lines = new HashSet<(int, int, int)>();
        foreach (var voxel in roi.Box.Voxels)
        {
            var (x, y, z) = (voxel % sx, voxel / sx % sy, voxel / (sx * sy));
            // Goes back along the line until one coordinate is 0 where the direction moves it.
            var along = d.Z != 0 ? z : d.Y != 0 ? y * d.Y : x * d.X;
            if (!lines.Add((x - along * d.X, y - along * d.Y, z - along * d.Z))) return true;
        }

        return false;
    }
}
