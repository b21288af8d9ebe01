namespace RadlPortal.Numerics.Radiomics;

/// <summary>Shape of a VOI of one slice (9): perimeter and surface of its outline by marching squares, diameter between the outline's vertices, axes by principal components of the pixel centres.</summary>
internal static class Shape2DFeatures
{
    // Corners of a square in turn, as steps along the two axes, and the middles of the edges between them.
    private static readonly (int U, int V)[] Corners = [(0, 0), (1, 0), (1, 1), (0, 1)];
    private static readonly (double U, double V)[] Middles = [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)];
    private static readonly int[][] Lines = [.. Enumerable.Range(0, 16).Select(LinesOf)];

    /// <param name="roi">One voxel thick across the slice.</param>
    /// <param name="across">The axis across the slice: 0 x, 1 y, 2 z.</param>
    /// <exception cref="RadiomicsException">The VOI has more than one slice.</exception>
    public static IEnumerable<(string Name, double Value)> Compute(RoiBox roi, int across)
    {
        if (roi.Size[across] > 1) throw new RadiomicsException($"shape2D needs a VOI of one slice; this one has {roi.Size[across]} slices along {"xyz"[across]}.");
        int[] axes = [.. new[] { 0, 1, 2 }.Where(a => a != across)];
        var (perimeter, surface) = Outline(roi, axes);
        var variances = PrincipalAxes.Variances(roi, 2, across);
        var sphericity = 2 * Math.Sqrt(Math.PI * surface) / perimeter;
        // The outline is the mesh of the slice cut through its middle: the vertices that do not leave the slice.
        var vertices = MarchingCubes.Vertices(roi.Mask, roi.Size).Where(v => (across == 0 ? v.X : across == 1 ? v.Y : v.Z) == 0).ToList();
        return
        [
            ("Elongation", PrincipalAxes.Ratio(variances[0], variances[1])),
            ("MajorAxisLength", PrincipalAxes.Length(variances[1])),
            ("MaximumDiameter", new MeshDiameters(vertices, roi.Spacing).Within(across)),
            ("MeshSurface", surface),
            ("MinorAxisLength", PrincipalAxes.Length(variances[0])),
            ("Perimeter", perimeter),
            ("PerimeterSurfaceRatio", perimeter / surface),
            ("PixelSurface", roi.Voxels.Length * roi.Spacing[axes[0]] * roi.Spacing[axes[1]]),
            ("SphericalDisproportion", 1 / sphericity),
            ("Sphericity", sphericity),
        ];
    }

    private static (double Perimeter, double Surface) Outline(RoiBox roi, int[] axes)
    {
        var (su, sv) = (roi.Size[axes[0]], roi.Size[axes[1]]);
        var (du, dv) = (roi.Spacing[axes[0]], roi.Spacing[axes[1]]);
        var (perimeter, surface) = (0.0, 0.0);
        for (var v = -1; v < sv; v++)
        {
            for (var u = -1; u < su; u++)
            {
                var found = 0;
                for (var corner = 0; corner < 4; corner++)
                {
                    var (cu, cv) = (u + Corners[corner].U, v + Corners[corner].V);
                    // One voxel across the slice: the other two coordinates number the voxels.
                    if (cu >= 0 && cv >= 0 && cu < su && cv < sv && roi.Mask[cv * su + cu]) found |= 1 << corner;
                }

                for (var line = 0; line < Lines[found].Length; line += 2)
                {
                    var (a, b) = (Middles[Lines[found][line]], Middles[Lines[found][line + 1]]);
                    var (au, av, bu, bv) = ((u + a.U) * du, (v + a.V) * dv, (u + b.U) * du, (v + b.V) * dv);
                    perimeter += Math.Sqrt((au - bu) * (au - bu) + (av - bv) * (av - bv));
                    surface += au * bv - av * bu;
                }
            }
        }

        return (perimeter, Math.Abs(surface) / 2);
    }

    /// <summary>The lines of a square whose inside corners are the bits of a number: each run of inside corners is cut off by one line, from the edge before it to the edge after it, so that opposite corners stay apart.</summary>
    private static int[] LinesOf(int found)
    {
        var lines = new List<int>();
        for (var first = 0; first < 4; first++)
        {
            if (!Has(first) || Has(first + 3)) continue;
            var last = first;
            while (Has(last + 1)) last++;
            lines.AddRange([(first + 3) % 4, last % 4]);
        }

        return [.. lines];

        bool Has(int corner) => (found >> (corner % 4) & 1) != 0;
    }
}
