namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Neighbouring grey level dependence matrix (IBSI REK0): 1 + the number of neighbours in the mask whose level differs by at most the coarseness.</summary>
internal static class Dependences
{
    public const string Family = "ngldm";

    public static readonly Definition[] Definitions =
    [
        new("ngl_lde", "SODN", "Low dependence emphasis"), new("ngl_hde", "IMOQ", "High dependence emphasis"), new("ngl_lgce", "TL9H", "Low grey level count emphasis"),
        new("ngl_hgce", "OAE7", "High grey level count emphasis"), new("ngl_ldlge", "EQ3F", "Low dependence low grey level emphasis"), new("ngl_ldhge", "JA6D", "Low dependence high grey level emphasis"),
        new("ngl_hdlge", "NBZI", "High dependence low grey level emphasis"), new("ngl_hdhge", "9QMG", "High dependence high grey level emphasis"), new("ngl_glnu", "FP8K", "Grey level non-uniformity"),
        new("ngl_glnu_norm", "5SPA", "Normalised grey level non-uniformity"), new("ngl_dcnu", "Z87G", "Dependence count non-uniformity"), new("ngl_dcnu_norm", "OKJI", "Normalised dependence count non-uniformity"),
        new("ngl_dc_perc", "6XV8", "Dependence count percentage"), new("ngl_gl_var", "1PFV", "Grey level variance"), new("ngl_dc_var", "DNX2", "Dependence count variance"),
        new("ngl_dc_entr", "FCBV", "Dependence count entropy"), new("ngl_dc_energy", "CAS9", "Dependence count energy"),
    ];

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi) =>
        PlainTexture.Compute(roi, Family, Definitions, z => Matrix(roi, true, z, z + 1), () => Matrix(roi, false, 0, roi.Size[2]), (a, b) => a.Merge(b), (m, voxels) => m.Features(voxels));

    private static SizeMatrix Matrix(IbsiRoi roi, bool isInSlice, int first, int end)
    {
        var matrix = new SizeMatrix();
        var steps = Neighbours.All(isInSlice, roi.Settings.Distance).ToArray();
        for (var z = first; z < end; z++)
        {
            for (var y = 0; y < roi.Size[1]; y++)
            {
                for (var x = 0; x < roi.Size[0]; x++)
                {
                    var level = roi.Levels[roi.Offset(x, y, z)];
                    if (level == 0) continue;
                    var dependent = 1;
                    foreach (var (dx, dy, dz) in steps)
                    {
                        if (!roi.Holds(x + dx, y + dy, z + dz)) continue;
                        var other = roi.Levels[roi.Offset(x + dx, y + dy, z + dz)];
                        if (other != 0 && Math.Abs(other - level) <= roi.Settings.Coarseness) dependent++;
                    }

                    matrix.Add(level, dependent);
                }
            }
        }

        return matrix;
    }
}
