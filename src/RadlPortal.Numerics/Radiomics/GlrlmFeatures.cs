namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey level run lengths (16, IBSI family TP0I): a matrix for each of the 13 directions, each feature the mean over the directions. A direction along whose lines no two voxels of the VOI lie is left out; NaN if all are.</summary>
internal static class GlrlmFeatures
{
    public static IEnumerable<(string Name, double Value)> Compute(Roi roi)
    {
        var perDirection = Directions.HalfWithin(roi.Size).Select(d => OfDirection(roi, d)).Where(f => f is not null).ToList();
        return ZoneStatistics.RunNames.Select((name, i) => (name, perDirection.Count == 0 ? double.NaN : perDirection.Sum(f => f![i]) / perDirection.Count));
    }

    private static double[]? OfDirection(Roi roi, (int X, int Y, int Z) d)
    {
        var runs = new Dictionary<(int Level, int Length), double>();
        var hasLine = false;
        for (var z = 0; z < roi.Size[2]; z++)
            for (var y = 0; y < roi.Size[1]; y++)
                for (var x = 0; x < roi.Size[0]; x++)
                    if (!IsInside(roi, x - d.X, y - d.Y, z - d.Z)) hasLine |= AddLine(roi, x, y, z, d, runs) > 1;
        return hasLine ? ZoneStatistics.Compute([.. runs.Select(r => (r.Key.Level, r.Key.Length, r.Value))], runs.Sum(r => r.Key.Length * r.Value)) : null;
    }

    /// <summary>Counts the runs of the line that begins here and says how many voxels of the VOI lie on it.</summary>
    private static int AddLine(Roi roi, int x, int y, int z, (int X, int Y, int Z) d, Dictionary<(int Level, int Length), double> runs)
    {
        var (level, length, voxels) = (0, 0, 0);
        for (; IsInside(roi, x, y, z); x += d.X, y += d.Y, z += d.Z)
        {
            var here = roi.Levels[roi.Offset(x, y, z)];
            if (here != 0) voxels++;
            if (here == level)
            {
                length++;
                continue;
            }

            if (level != 0) Add();
            (level, length) = (here, 1);
        }

        if (level != 0) Add();
        return voxels;

        void Add() => runs[(level, length)] = runs.GetValueOrDefault((level, length)) + 1;
    }

    private static bool IsInside(Roi roi, int x, int y, int z) => x >= 0 && y >= 0 && z >= 0 && x < roi.Size[0] && y < roi.Size[1] && z < roi.Size[2];
}
