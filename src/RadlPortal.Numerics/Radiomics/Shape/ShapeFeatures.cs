namespace RadlPortal.Numerics.Radiomics;

/// <summary>Shape (14, IBSI family "morphology" HCUG) from the mask alone: mesh volume and area by marching cubes; diameters between mesh vertices; axes by principal components of the voxel centres with covariance divided by N.</summary>
internal static class ShapeFeatures
{
    public static IEnumerable<(string Name, double Value)> Compute(RoiBox roi)
    {
        var (area, volume) = MarchingCubes.Measure(roi.Mask, roi.Size, roi.Spacing);
        var axes = PrincipalAxes.Variances(roi, 3);
        var diameters = new MeshDiameters(MarchingCubes.Vertices(roi.Mask, roi.Size), roi.Spacing);
        var sphere = Math.Cbrt(36 * Math.PI * volume * volume);
        return
        [
            ("Compactness1", volume / (Math.Pow(area, 1.5) * Math.Sqrt(Math.PI))),
            ("Compactness2", 36 * Math.PI * volume * volume / (area * area * area)),
            ("Elongation", PrincipalAxes.Ratio(axes[1], axes[2])),
            ("Flatness", PrincipalAxes.Ratio(axes[0], axes[2])),
            ("LeastAxisLength", PrincipalAxes.Length(axes[0])),
            ("MajorAxisLength", PrincipalAxes.Length(axes[2])),
            ("Maximum2DDiameterColumn", diameters.Within(1)),
            ("Maximum2DDiameterRow", diameters.Within(0)),
            ("Maximum2DDiameterSlice", diameters.Within(2)),
            ("Maximum3DDiameter", diameters.Largest()),
            ("MeshVolume", volume),
            ("MinorAxisLength", PrincipalAxes.Length(axes[1])),
            ("SphericalDisproportion", area / sphere),
            ("Sphericity", sphere / area),
            ("SurfaceArea", area),
            ("SurfaceVolumeRatio", area / volume),
            ("VoxelVolume", roi.Voxels.Length * roi.VoxelVolume),
        ];
    }
}
