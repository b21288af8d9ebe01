namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Grey level distance zone matrix (IBSI VMDZ): a zone's distance is the smallest number of steps (4 or 6 neighbours) from its voxels out of the morphological mask; 1 at its border.</summary>
internal static class DistanceZones
{
    public const string Family = "gldzm";

    public static readonly Definition[] Definitions =
    [
        new("dzm_sde", "0GBI", "Small distance emphasis"), new("dzm_lde", "MB4I", "Large distance emphasis"), new("dzm_lgze", "S1RA", "Low grey level zone emphasis"),
        new("dzm_hgze", "K26C", "High grey level zone emphasis"), new("dzm_sdlge", "RUVG", "Small distance low grey level emphasis"), new("dzm_sdhge", "DKNJ", "Small distance high grey level emphasis"),
        new("dzm_ldlge", "A7WM", "Large distance low grey level emphasis"), new("dzm_ldhge", "KLTH", "Large distance high grey level emphasis"), new("dzm_glnu", "VFT7", "Grey level non-uniformity"),
        new("dzm_glnu_norm", "7HP3", "Normalised grey level non-uniformity"), new("dzm_zdnu", "V294", "Zone distance non-uniformity"), new("dzm_zdnu_norm", "IATH", "Normalised zone distance non-uniformity"),
        new("dzm_z_perc", "VIWW", "Zone percentage"), new("dzm_gl_var", "QK93", "Grey level variance"), new("dzm_zd_var", "7WT1", "Zone distance variance"), new("dzm_zd_entr", "GBDU", "Zone distance entropy"),
    ];

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi)
    {
        var (inSlice, inVolume) = (new Lazy<int[]>(() => Distances(roi, isInSlice: true)), new Lazy<int[]>(() => Distances(roi, isInSlice: false)));
        return PlainTexture.Compute(
            roi, Family, Definitions, z => Matrix(roi, true, z, z + 1, inSlice.Value), () => Matrix(roi, false, 0, roi.Size[2], inVolume.Value), (a, b) => a.Merge(b), (m, voxels) => m.Features(voxels));
    }

    private static SizeMatrix Matrix(IbsiRoi roi, bool isInSlice, int first, int end, int[] distances)
    {
        var matrix = new SizeMatrix();
        foreach (var zone in Zones.Find(roi, isInSlice, first, end, distances)) matrix.Add(zone.Level, zone.Distance);
        return matrix;
    }

    /// <summary>Steps out of the mask for each voxel of it, by growing inwards from the border.</summary>
    internal static int[] Distances(IbsiRoi roi, bool isInSlice)
    {
        (int X, int Y, int Z)[] steps = [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), .. isInSlice ? [] : ((int, int, int)[])[(0, 0, 1), (0, 0, -1)]];
        var distances = new int[roi.Morphological.Length];
        var pending = new Queue<(int X, int Y, int Z)>();
        for (int i = 0, z = 0; z < roi.Size[2]; z++)
        {
            for (var y = 0; y < roi.Size[1]; y++)
            {
                for (var x = 0; x < roi.Size[0]; x++, i++)
                {
                    var (px, py, pz) = (x, y, z);
                    if (!roi.Morphological[i] || Array.TrueForAll(steps, s => roi.Holds(px + s.X, py + s.Y, pz + s.Z) && roi.Morphological[roi.Offset(px + s.X, py + s.Y, pz + s.Z)])) continue;
                    distances[i] = 1;
                    pending.Enqueue((x, y, z));
                }
            }
        }

        while (pending.TryDequeue(out var at))
        {
            foreach (var (dx, dy, dz) in steps)
            {
                if (!roi.Holds(at.X + dx, at.Y + dy, at.Z + dz)) continue;
                var next = roi.Offset(at.X + dx, at.Y + dy, at.Z + dz);
                if (!roi.Morphological[next] || distances[next] != 0) continue;
                distances[next] = distances[roi.Offset(at.X, at.Y, at.Z)] + 1;
                pending.Enqueue((at.X + dx, at.Y + dy, at.Z + dz));
            }
        }

        return distances;
    }
}
