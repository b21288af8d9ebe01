using MathNet.Numerics.LinearAlgebra;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Shape (14, IBSI family "morphology" HCUG) from the mask alone: mesh volume and area by marching cubes; diameters between mesh vertices; axes by principal components of the voxel centres with covariance divided by N.</summary>
internal static class ShapeFeatures
{
    public static IEnumerable<(string Name, double Value)> Compute(Roi roi)
    {
        var (area, volume) = MarchingCubes.Measure(roi.Mask, roi.Size, roi.Spacing);
        var (least, minor, major) = Axes(roi);
        var vertices = MarchingCubes.Vertices(roi.Mask, roi.Size);
        yield return ("Elongation", Math.Sqrt(minor / major));
        yield return ("Flatness", Math.Sqrt(least / major));
        yield return ("LeastAxisLength", 4 * Math.Sqrt(least));
        yield return ("MajorAxisLength", 4 * Math.Sqrt(major));
        yield return ("Maximum2DDiameterColumn", InPlaneDiameter(vertices, roi.Spacing, v => v.Y));
        yield return ("Maximum2DDiameterRow", InPlaneDiameter(vertices, roi.Spacing, v => v.X));
        yield return ("Maximum2DDiameterSlice", InPlaneDiameter(vertices, roi.Spacing, v => v.Z));
        yield return ("Maximum3DDiameter", Diameter(Ends(vertices), roi.Spacing));
        yield return ("MeshVolume", volume);
        yield return ("MinorAxisLength", 4 * Math.Sqrt(minor));
        yield return ("Sphericity", Math.Cbrt(36 * Math.PI * volume * volume) / area);
        yield return ("SurfaceArea", area);
        yield return ("SurfaceVolumeRatio", area / volume);
        yield return ("VoxelVolume", roi.Count * roi.Spacing[0] * roi.Spacing[1] * roi.Spacing[2]);
    }

    /// <summary>Variances along the principal axes, mm², ascending. What rounding makes slightly negative is 0.</summary>
    private static (double Least, double Minor, double Major) Axes(Roi roi)
    {
        var sum = new double[3];
        var count = 0;
        ForEachVoxel(roi, (x, y, z) =>
        {
            (sum[0], sum[1], sum[2]) = (sum[0] + x * roi.Spacing[0], sum[1] + y * roi.Spacing[1], sum[2] + z * roi.Spacing[2]);
            count++;
        });
        var mean = sum.Select(s => s / count).ToArray();
        var covariance = new double[3, 3];
        ForEachVoxel(roi, (x, y, z) =>
        {
            double[] d = [x * roi.Spacing[0] - mean[0], y * roi.Spacing[1] - mean[1], z * roi.Spacing[2] - mean[2]];
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 3; j++) covariance[i, j] += d[i] * d[j] / count;
        });
        var values = Matrix<double>.Build.DenseOfArray(covariance).Evd(Symmetricity.Symmetric).EigenValues.Select(v => Math.Abs(v.Real) < 1e-10 ? 0 : v.Real).Order().ToArray();
        return (values[0], values[1], values[2]);
    }

    private static void ForEachVoxel(Roi roi, Action<int, int, int> action)
    {
        for (int i = 0, z = 0; z < roi.Size[2]; z++)
            for (var y = 0; y < roi.Size[1]; y++)
                for (var x = 0; x < roi.Size[0]; x++, i++)
                    if (roi.Mask[i]) action(x, y, z);
    }

    /// <summary>Largest distance of vertices that share one coordinate; 0 if there is no pair.</summary>
    private static double InPlaneDiameter(List<(int X, int Y, int Z)> vertices, double[] spacing, Func<(int X, int Y, int Z), int> plane) =>
        vertices.GroupBy(plane).Max(group => Diameter([.. group], spacing));

    /// <summary>Of the vertices in a line along x only the two ends can be farthest from anything.</summary>
    private static List<(int X, int Y, int Z)> Ends(List<(int X, int Y, int Z)> vertices) =>
        [.. vertices.GroupBy(v => (v.Y, v.Z)).SelectMany(line => (IEnumerable<(int, int, int)>)[line.MinBy(v => v.X), line.MaxBy(v => v.X)])];

    private static double Diameter(List<(int X, int Y, int Z)> vertices, double[] spacing)
    {
        var largest = 0.0;
        var (sx, sy, sz) = (spacing[0] / 2, spacing[1] / 2, spacing[2] / 2);
        for (var i = 0; i < vertices.Count; i++)
        {
            var a = vertices[i];
            for (var j = i + 1; j < vertices.Count; j++)
            {
                var b = vertices[j];
                var (dx, dy, dz) = ((a.X - b.X) * sx, (a.Y - b.Y) * sy, (a.Z - b.Z) * sz);
                largest = Math.Max(largest, dx * dx + dy * dy + dz * dz);
            }
        }

        return Math.Sqrt(largest);
    }
}
