namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Grey level run length matrix (IBSI TP0I): runs of one level along a direction, ended by the mask's border.</summary>
internal sealed class RunLengths : DirectionalTexture<SizeMatrix>
{
    protected override string Family => "glrlm";

    protected override Definition[] Definitions { get; } =
    [
        new("rlm_sre", "22OV", "Short runs emphasis"), new("rlm_lre", "W4KF", "Long runs emphasis"), new("rlm_lgre", "V3SW", "Low grey level run emphasis"),
        new("rlm_hgre", "G3QZ", "High grey level run emphasis"), new("rlm_srlge", "HTZT", "Short run low grey level emphasis"), new("rlm_srhge", "GD3A", "Short run high grey level emphasis"),
        new("rlm_lrlge", "IVPO", "Long run low grey level emphasis"), new("rlm_lrhge", "3KUM", "Long run high grey level emphasis"), new("rlm_glnu", "R5YN", "Grey level non-uniformity"),
        new("rlm_glnu_norm", "OVBL", "Normalised grey level non-uniformity"), new("rlm_rlnu", "W92Y", "Run length non-uniformity"), new("rlm_rlnu_norm", "IC23", "Normalised run length non-uniformity"),
        new("rlm_r_perc", "9ZK5", "Run percentage"), new("rlm_gl_var", "8CE5", "Grey level variance"), new("rlm_rl_var", "SXLW", "Run length variance"), new("rlm_rl_entr", "HJ9O", "Run entropy"),
    ];

    protected override SizeMatrix Empty(IbsiRoi roi) => new();

    protected override bool IsEmpty(SizeMatrix matrix) => matrix.IsEmpty;

    protected override void Merge(SizeMatrix into, SizeMatrix from) => into.Merge(from);

    protected override double[] Features(IbsiRoi roi, SizeMatrix matrix, long voxels) => matrix.Features(voxels);

    protected override SizeMatrix Count(IbsiRoi roi, (int X, int Y, int Z) direction, int first, int end)
    {
        var matrix = new SizeMatrix();
        var (dx, dy, dz) = direction;
        var step = roi.Offset(dx, dy, dz);
        for (var z = first; z < end; z++)
        {
            for (var y = 0; y < roi.Size[1]; y++)
            {
                for (var x = 0; x < roi.Size[0]; x++)
                {
                    var at = roi.Offset(x, y, z);
                    var level = roi.Levels[at];
                    if (level == 0 || roi.Holds(x - dx, y - dy, z - dz) && roi.Levels[at - step] == level) continue;
                    var length = 1;
                    while (roi.Holds(x + length * dx, y + length * dy, z + length * dz) && roi.Levels[at + length * step] == level) length++;
                    matrix.Add(level, length);
                }
            }
        }

        return matrix;
    }
}
