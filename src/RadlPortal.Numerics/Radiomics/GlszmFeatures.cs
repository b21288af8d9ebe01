namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey level size zones (16, IBSI family 9SAK): 26-connected zones of one grey level.</summary>
internal static class GlszmFeatures
{
    public static IEnumerable<(string Name, double Value)> Compute(Roi roi)
    {
        var zones = new Dictionary<(int Level, int Size), double>();
        var seen = new bool[roi.Levels.Length];
        var open = new Stack<int>();
        for (var start = 0; start < seen.Length; start++)
        {
            if (seen[start] || roi.Levels[start] == 0) continue;
            var zone = (roi.Levels[start], Fill(roi, start, seen, open));
            zones[zone] = zones.GetValueOrDefault(zone) + 1;
        }

        var values = ZoneStatistics.Compute([.. zones.Select(z => (z.Key.Level, z.Key.Size, z.Value))], roi.Count);
        return ZoneStatistics.ZoneNames.Select((name, i) => (name, values[i]));
    }

    private static int Fill(Roi roi, int start, bool[] seen, Stack<int> open)
    {
        var (level, size) = (roi.Levels[start], 0);
        seen[start] = true;
        open.Push(start);
        while (open.TryPop(out var voxel))
        {
            size++;
            var (x, y, z) = (voxel % roi.Size[0], voxel / roi.Size[0] % roi.Size[1], voxel / (roi.Size[0] * roi.Size[1]));
            foreach (var (dx, dy, dz) in Directions.All)
            {
                var (nx, ny, nz) = (x + dx, y + dy, z + dz);
                if (nx < 0 || ny < 0 || nz < 0 || nx >= roi.Size[0] || ny >= roi.Size[1] || nz >= roi.Size[2]) continue;
                var next = roi.Offset(nx, ny, nz);
                if (seen[next] || roi.Levels[next] != level) continue;
                seen[next] = true;
                open.Push(next);
            }
        }

        return size;
    }
}
