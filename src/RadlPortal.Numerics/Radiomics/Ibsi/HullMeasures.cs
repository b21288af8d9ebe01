using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>The convex hull of a surface in millimetres.</summary>
internal sealed class HullMeasures
{
    /// <param name="hull">In half voxels.</param>
    /// <param name="spacing">mm along x, y, z.</param>
    public HullMeasures(ConvexHull hull, double[] spacing)
    {
        Triangles = [.. hull.Triangles.Select(t => (InMm(t.A), InMm(t.B), InMm(t.C)))];
        Corners = [.. hull.Corners.Select(InMm)];
        Area = Triangles.Sum(t => Vector3.Cross(t.B - t.A, t.C - t.A).Length) / 2;
        Volume = Math.Abs(Triangles.Sum(t => Vector3.Dot(t.A, Vector3.Cross(t.B, t.C)))) / 6;
        Diameter = Farthest();

        Vector3 InMm((int X, int Y, int Z) p) => new(p.X * spacing[0] / 2, p.Y * spacing[1] / 2, p.Z * spacing[2] / 2);
    }

    public (Vector3 A, Vector3 B, Vector3 C)[] Triangles { get; }

    public Vector3[] Corners { get; }

    /// <summary>mm².</summary>
    public double Area { get; }

    /// <summary>mm³.</summary>
    public double Volume { get; }

    /// <summary>Largest distance between two corners, mm: also that of any two points of the surface.</summary>
    public double Diameter { get; }

    private double Farthest()
    {
        var largest = 0.0;
        for (var i = 0; i < Corners.Length; i++)
            for (var j = i + 1; j < Corners.Length; j++)
                largest = Math.Max(largest, (Corners[i] - Corners[j]).Length);
        return largest;
    }
}
