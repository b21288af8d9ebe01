namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Zones: neighbouring voxels of one grey level, 8-connected in a slice or 26-connected in the volume.</summary>
internal static class Zones
{
    /// <summary>Gives each zone's level, size and smallest distance.</summary>
    /// <param name="roi">The VOI.</param>
    /// <param name="isInSlice">Zones stay within a slice.</param>
    /// <param name="first">First slice.</param>
    /// <param name="end">Slice after the last.</param>
    /// <param name="distances">Distance of each voxel, or null.</param>
    public static IEnumerable<(int Level, int Size, int Distance)> Find(IbsiRoi roi, bool isInSlice, int first, int end, int[]? distances)
    {
        var steps = Neighbours.All(isInSlice, 1).ToArray();
        var plane = roi.Size[0] * roi.Size[1];
        var seen = new bool[(end - first) * plane];
        var pending = new Stack<int>();
        for (var start = first * plane; start < end * plane; start++)
        {
            var level = roi.Levels[start];
            if (level == 0 || seen[start - first * plane]) continue;
            var (size, distance) = (0, int.MaxValue);
            seen[start - first * plane] = true;
            pending.Push(start);
            while (pending.TryPop(out var at))
            {
                size++;
                if (distances is not null) distance = Math.Min(distance, distances[at]);
                var (x, y, z) = (at % roi.Size[0], at / roi.Size[0] % roi.Size[1], at / plane);
                foreach (var (dx, dy, dz) in steps)
                {
                    if (!roi.Holds(x + dx, y + dy, z + dz)) continue;
                    var next = roi.Offset(x + dx, y + dy, z + dz);
                    if (roi.Levels[next] != level || seen[next - first * plane]) continue;
                    seen[next - first * plane] = true;
                    pending.Push(next);
                }
            }

            yield return (level, size, distance);
        }
    }
}
