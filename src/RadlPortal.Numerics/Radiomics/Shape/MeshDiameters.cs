namespace RadlPortal.Numerics.Radiomics;

/// <summary>Largest distances between the vertices of a mesh, in mm. Only vertices of a convex hull can be farthest from anything, so that all others are left out before pairs are looked at: in each plane across an axis all but the hull of the plane, and of those in space all that are inside a hull in any of the three planes through them.</summary>
internal sealed class MeshDiameters(List<(int X, int Y, int Z)> vertices, double[] spacing)
{
    private readonly Dictionary<int, List<(int X, int Y, int Z)>>[] hulls = [HullsAcross(vertices, 0), HullsAcross(vertices, 1), HullsAcross(vertices, 2)];

    /// <summary>Among vertices with the same coordinate along an axis (0 x, 1 y, 2 z); 0 if there is no pair.</summary>
    public double Within(int axis)
    {
        var largest = 0.0;
        foreach (var hull in hulls[axis].Values) largest = Math.Max(largest, Square(hull));
        return Math.Sqrt(largest);
    }

    /// <summary>Among all vertices.</summary>
    public double Largest()
    {
        var candidates = hulls[0].Values.SelectMany(h => h).ToHashSet();
        for (var axis = 1; axis < 3; axis++) candidates.IntersectWith(hulls[axis].Values.SelectMany(h => h));
        return Math.Sqrt(Square([.. candidates]));
    }

    private double Square(List<(int X, int Y, int Z)> points)
    {
        var (sx, sy, sz, largest) = (spacing[0] / 2, spacing[1] / 2, spacing[2] / 2, 0.0);
        for (var i = 0; i < points.Count; i++)
        {
            var a = points[i];
            for (var j = i + 1; j < points.Count; j++)
            {
                var (dx, dy, dz) = ((a.X - points[j].X) * sx, (a.Y - points[j].Y) * sy, (a.Z - points[j].Z) * sz);
                largest = Math.Max(largest, dx * dx + dy * dy + dz * dz);
            }
        }

        return largest;
    }

    private static Dictionary<int, List<(int X, int Y, int Z)>> HullsAcross(List<(int X, int Y, int Z)> vertices, int axis)
    {
        Func<(int X, int Y, int Z), (int Plane, int U, int V)> seen = axis switch
        {
            0 => p => (p.X, p.Y, p.Z),
            1 => p => (p.Y, p.X, p.Z),
            _ => p => (p.Z, p.X, p.Y),
        };
        var planes = new Dictionary<int, List<(int X, int Y, int Z)>>();
        foreach (var vertex in vertices)
        {
            var plane = seen(vertex).Plane;
            if (!planes.TryGetValue(plane, out var members)) planes[plane] = members = [];
            members.Add(vertex);
        }

        return planes.ToDictionary(p => p.Key, p => Hull(p.Value, v => (seen(v).U, seen(v).V)));
    }

    /// <summary>Convex hull in a plane (Andrew's monotone chain).</summary>
    private static List<(int X, int Y, int Z)> Hull(List<(int X, int Y, int Z)> points, Func<(int X, int Y, int Z), (int U, int V)> at)
    {
        if (points.Count < 4) return points;
        var sorted = points.Select(p => (Point: p, At: at(p))).OrderBy(p => p.At).ToList();
        var hull = new List<((int X, int Y, int Z) Point, (int U, int V) At)>();
        for (var pass = 0; pass < 2; pass++)
        {
            var begin = hull.Count;
            foreach (var next in sorted)
            {
                while (hull.Count >= begin + 2 && Turn(hull[^2].At, hull[^1].At, next.At) <= 0) hull.RemoveAt(hull.Count - 1);
                hull.Add(next);
            }

            hull.RemoveAt(hull.Count - 1);
            sorted.Reverse();
        }

        return [.. hull.Select(h => h.Point)];
    }

    private static long Turn((int U, int V) a, (int U, int V) b, (int U, int V) c) => (long)(b.U - a.U) * (c.V - a.V) - (long)(b.V - a.V) * (c.U - a.U);
}
