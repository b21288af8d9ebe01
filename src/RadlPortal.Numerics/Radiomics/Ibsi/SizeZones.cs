namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Grey level size zone matrix (IBSI 9SAK).</summary>
internal static class SizeZones
{
    public const string Family = "glszm";

    public static readonly Definition[] Definitions =
    [
        new("szm_sze", "5QRC", "Small zone emphasis"), new("szm_lze", "48P8", "Large zone emphasis"), new("szm_lgze", "XMSY", "Low grey level zone emphasis"),
        new("szm_hgze", "5GN9", "High grey level zone emphasis"), new("szm_szlge", "5RAI", "Small zone low grey level emphasis"), new("szm_szhge", "HW1V", "Small zone high grey level emphasis"),
        new("szm_lzlge", "YH51", "Large zone low grey level emphasis"), new("szm_lzhge", "J17V", "Large zone high grey level emphasis"), new("szm_glnu", "JNSA", "Grey level non-uniformity"),
        new("szm_glnu_norm", "Y1RO", "Normalised grey level non-uniformity"), new("szm_zsnu", "4JP3", "Zone size non-uniformity"), new("szm_zsnu_norm", "VB3A", "Normalised zone size non-uniformity"),
        new("szm_z_perc", "P30P", "Zone percentage"), new("szm_gl_var", "BYLV", "Grey level variance"), new("szm_zs_var", "3NSA", "Zone size variance"), new("szm_zs_entr", "GU8N", "Zone size entropy"),
    ];

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi) =>
        PlainTexture.Compute(roi, Family, Definitions, z => Matrix(roi, true, z, z + 1), () => Matrix(roi, false, 0, roi.Size[2]), (a, b) => a.Merge(b), (m, voxels) => m.Features(voxels));

    private static SizeMatrix Matrix(IbsiRoi roi, bool isInSlice, int first, int end)
    {
        var matrix = new SizeMatrix();
        foreach (var zone in Zones.Find(roi, isInSlice, first, end, null)) matrix.Add(zone.Level, zone.Size);
        return matrix;
    }
}
