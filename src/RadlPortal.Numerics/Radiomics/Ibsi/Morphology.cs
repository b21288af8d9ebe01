using MathNet.Numerics.LinearAlgebra;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>
/// Morphology (IBSI HCUG): the surface mesh by marching cubes, axes by principal components with N - 1, and how much of the
/// bodies around it the VOI fills. The spread of intensities in space takes the intensity mask, everything else the morphological one.
/// </summary>
internal static class Morphology
{
    public const string Family = "morphology";

    public static readonly Definition[] Definitions =
    [
        new("morph_volume", "RNU0", "Volume"), new("morph_vol_approx", "YEKZ", "Approximate volume"), new("morph_area_mesh", "C0JK", "Surface area"), new("morph_av", "2PR5", "Surface to volume ratio"),
        new("morph_comp_1", "SKGS", "Compactness 1"), new("morph_comp_2", "BQWJ", "Compactness 2"), new("morph_sph_dispr", "KRCK", "Spherical disproportion"), new("morph_sphericity", "QCFX", "Sphericity"),
        new("morph_asphericity", "25C7", "Asphericity"), new("morph_com", "KLMA", "Centre of mass shift"), new("morph_diam", "L0JK", "Maximum 3D diameter"), new("morph_pca_maj_axis", "TDIC", "Major axis length"),
        new("morph_pca_min_axis", "P9VJ", "Minor axis length"), new("morph_pca_least_axis", "7J51", "Least axis length"), new("morph_pca_elongation", "Q3CK", "Elongation"), new("morph_pca_flatness", "N17B", "Flatness"),
        new("morph_vol_dens_aabb", "PBX1", "Volume density (axis-aligned bounding box)"), new("morph_area_dens_aabb", "R59B", "Area density (axis-aligned bounding box)"),
        new("morph_vol_dens_ombb", "ZH1A", "Volume density (oriented minimum bounding box)"), new("morph_area_dens_ombb", "IQYR", "Area density (oriented minimum bounding box)"),
        new("morph_vol_dens_aee", "6BDE", "Volume density (approximate enclosing ellipsoid)"), new("morph_area_dens_aee", "RDD2", "Area density (approximate enclosing ellipsoid)"),
        new("morph_vol_dens_mvee", "SWZ1", "Volume density (minimum volume enclosing ellipsoid)"), new("morph_area_dens_mvee", "BRI8", "Area density (minimum volume enclosing ellipsoid)"),
        new("morph_vol_dens_conv_hull", "R3ER", "Volume density (convex hull)"), new("morph_area_dens_conv_hull", "7T7F", "Area density (convex hull)"),
        new("morph_integ_int", "99N0", "Integrated intensity"), new("morph_moran_i", "N365", "Moran's I index"), new("morph_geary_c", "NPT7", "Geary's C measure"),
    ];

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi)
    {
        var (area, volume) = MarchingCubes.Measure(roi.Morphological, roi.Size, roi.Spacing);
        var voxels = roi.Morphological.AsSpan().Count(true);
        var sphere = 36 * Math.PI * volume * volume;
        var hull = new HullMeasures(ConvexHull.Of(MarchingCubes.Vertices(roi.Morphological, roi.Size)), roi.Spacing);
        var (least, minor, major) = Axes(roi);
        var box = Box.Of([.. roi.Size.Zip(roi.Spacing, (n, mm) => n * mm)]);
        var (oriented, ellipsoid, smallest) = (OrientedBox.Around(hull), new Ellipsoid(2 * Math.Sqrt(major), 2 * Math.Sqrt(minor), 2 * Math.Sqrt(least)), EnclosingEllipsoid.Around(hull.Corners));
        var (moran, geary) = SpatialAutocorrelation.Compute(roi);
        return Definition.Join(Definitions, Family, Aggregation.None,
        [
            volume, voxels * roi.Grid.VoxelVolume, area, area / volume,
            volume / (Math.Sqrt(Math.PI) * Math.Pow(area, 1.5)), sphere / (area * area * area), area / Math.Cbrt(sphere), Math.Cbrt(sphere) / area, Math.Cbrt(area * area * area / sphere) - 1,
            CentreShift(roi), hull.Diameter, 4 * Math.Sqrt(major), 4 * Math.Sqrt(minor), 4 * Math.Sqrt(least), Math.Sqrt(minor / major), Math.Sqrt(least / major),
            volume / box.Volume, area / box.Area, volume / oriented.Volume, area / oriented.Area,
            volume / ellipsoid.Volume, area / ellipsoid.Area, volume / smallest.Volume, area / smallest.Area,
            volume / hull.Volume, area / hull.Area, roi.Values.Average() * volume, moran, geary,
        ]);
    }

    /// <summary>Distance between the centre of the morphological mask and the intensity-weighted centre of the intensity mask, mm.</summary>
    private static double CentreShift(IbsiRoi roi)
    {
        var (shape, weighted, count, weight) = (default(Vector3), default(Vector3), 0, 0.0);
        for (var i = 0; i < roi.Image.Length; i++)
        {
            if (!roi.Morphological[i]) continue;
            var at = Centre(roi, i);
            (shape, count) = (shape + at, count + 1);
            if (roi.Intensity[i]) (weighted, weight) = (weighted + at * roi.Image[i], weight + roi.Image[i]);
        }

        return weight == 0 ? double.NaN : (shape * (1.0 / count) - weighted * (1 / weight)).Length;
    }

    /// <summary>Variances (divided by N - 1) along the principal axes of the voxel centres, mm², ascending.</summary>
    private static (double Least, double Minor, double Major) Axes(IbsiRoi roi)
    {
        var centres = Enumerable.Range(0, roi.Morphological.Length).Where(i => roi.Morphological[i]).Select(i => Centre(roi, i)).ToArray();
        if (centres.Length < 2) return (0, 0, 0);
        var mean = centres.Aggregate((a, b) => a + b) * (1.0 / centres.Length);
        var covariance = new double[3, 3];
        foreach (var centre in centres)
        {
            var d = centre - mean;
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 3; j++) covariance[i, j] += d[i] * d[j] / (centres.Length - 1);
        }

        var values = Matrix<double>.Build.DenseOfArray(covariance).Evd(Symmetricity.Symmetric).EigenValues.Select(v => Math.Max(0, v.Real)).Order().ToArray();
        return (values[0], values[1], values[2]);
    }

    private static Vector3 Centre(IbsiRoi roi, int i) =>
        new(i % roi.Size[0] * roi.Spacing[0], i / roi.Size[0] % roi.Size[1] * roi.Spacing[1], i / roi.Size[0] / roi.Size[1] * roi.Spacing[2]);
}
