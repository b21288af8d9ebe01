namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Local intensity (IBSI 9ST6): the mean intensity in a sphere of 1 cm³ around a voxel, which may reach beyond the VOI.</summary>
internal static class LocalIntensity
{
    public const string Family = "local_intensity";

    /// <summary>Radius of a sphere of 1 cm³, mm.</summary>
    public static readonly double RadiusMm = 10 * Math.Cbrt(3 / (4 * Math.PI));

    public static readonly Definition[] Definitions = [new("loc_peak_loc", "VJGA", "Local intensity peak"), new("loc_peak_glob", "0F91", "Global intensity peak")];

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi)
    {
        var highest = roi.Values.Max();
        var rows = Sphere(roi.Spacing);
        var sums = RunningSums(roi);
        var (local, global) = (double.NegativeInfinity, double.NegativeInfinity);
        for (int i = 0, z = 0; z < roi.Size[2]; z++)
        {
            for (var y = 0; y < roi.Size[1]; y++)
            {
                for (var x = 0; x < roi.Size[0]; x++, i++)
                {
                    if (!roi.Intensity[i]) continue;
                    var peak = Mean(roi, sums, rows, x, y, z);
                    global = Math.Max(global, peak);
                    if (roi.Image[i] == highest) local = Math.Max(local, peak);
                }
            }
        }

        return Definition.Join(Definitions, Family, Aggregation.None, [local, global]);
    }

    /// <summary>The sphere as rows along x: their y and z, and how far they reach to both sides.</summary>
    private static List<(int Y, int Z, int Reach)> Sphere(double[] spacing)
    {
        var (reachY, reachZ) = ((int)(RadiusMm / spacing[1]), (int)(RadiusMm / spacing[2]));
        var rows = new List<(int, int, int)>();
        for (var z = -reachZ; z <= reachZ; z++)
        {
            for (var y = -reachY; y <= reachY; y++)
            {
                var rest = RadiusMm * RadiusMm - y * spacing[1] * (y * spacing[1]) - z * spacing[2] * (z * spacing[2]);
                if (rest >= 0) rows.Add((y, z, (int)(Math.Sqrt(rest) / spacing[0])));
            }
        }

        return rows;
    }

    /// <summary>Sum and number of the values before each place of a row along x; values that are no numbers do not count.</summary>
    private static (double Sum, int Count)[] RunningSums(IbsiRoi roi)
    {
        var (width, rows) = (roi.SurroundingsSize[0], roi.SurroundingsSize[1] * roi.SurroundingsSize[2]);
        var sums = new (double Sum, int Count)[(width + 1) * rows];
        for (var row = 0; row < rows; row++)
        {
            for (var x = 0; x < width; x++)
            {
                var (before, value) = (sums[row * (width + 1) + x], roi.Surroundings[row * width + x]);
                sums[row * (width + 1) + x + 1] = double.IsFinite(value) ? (before.Sum + value, before.Count + 1) : before;
            }
        }

        return sums;
    }

    private static double Mean(IbsiRoi roi, (double Sum, int Count)[] sums, List<(int Y, int Z, int Reach)> rows, int x, int y, int z)
    {
        var (size, sum, count) = (roi.SurroundingsSize, 0.0, 0);
        var (cx, cy, cz) = (x + roi.SurroundingsOffset[0], y + roi.SurroundingsOffset[1], z + roi.SurroundingsOffset[2]);
        foreach (var (dy, dz, reach) in rows)
        {
            var (py, pz) = (cy + dy, cz + dz);
            if ((uint)py >= (uint)size[1] || (uint)pz >= (uint)size[2]) continue;
            var start = (pz * size[1] + py) * (size[0] + 1);
            var (before, last) = (sums[start + Math.Max(0, cx - reach)], sums[start + Math.Min(size[0], cx + reach + 1)]);
            (sum, count) = (sum + last.Sum - before.Sum, count + last.Count - before.Count);
        }

        return sum / count;
    }
}
