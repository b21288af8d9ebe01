using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Volume (mm³) and area (mm²) of a rectangular box.</summary>
internal readonly record struct Box(double Volume, double Area)
{
    public static Box Of(double[] sides) => new(sides[0] * sides[1] * sides[2], 2 * (sides[0] * sides[1] + sides[1] * sides[2] + sides[0] * sides[2]));
}

/// <summary>
/// The oriented minimum bounding box as the manual describes its search (after Chan and Tan, Computer-Aided Design
/// 2001;33:433, and Barequet and Har-Peled): for the plane of each hull face, and of each pair of axes, the smallest
/// rectangle around the hull's shadow has a side along an edge of that shadow.
/// </summary>
internal static class OrientedBox
{
    public static Box Around(HullMeasures hull)
    {
        var best = new Box(double.PositiveInfinity, 0);
        var normals = new HashSet<(double, double, double)>();
        foreach (var (a, b, c) in hull.Triangles)
        {
            var normal = Vector3.Cross(b - a, c - a);
            normal *= 1 / normal.Length;
            // Coplanar triangles share a normal and need one look; opposite normals give the same shadow.
            var sign = normal.Z > 1e-9 || Math.Abs(normal.Z) <= 1e-9 && (normal.Y > 1e-9 || Math.Abs(normal.Y) <= 1e-9 && normal.X > 0) ? 1 : -1;
            if (!normals.Add((Math.Round(sign * normal.X, 9), Math.Round(sign * normal.Y, 9), Math.Round(sign * normal.Z, 9)))) continue;
            var box = Along(hull.Corners, normal);
            if (box.Volume < best.Volume) best = box;
        }

        return best;
    }

    private static Box Along(Vector3[] corners, Vector3 normal)
    {
        var side = Math.Abs(normal.X) < 0.6 ? new Vector3(1, 0, 0) : new Vector3(0, 1, 0);
        var u = Vector3.Cross(normal, side);
        u *= 1 / u.Length;
        var v = Vector3.Cross(normal, u);
        var heights = Array.ConvertAll(corners, p => Vector3.Dot(p, normal));
        var shadow = Outline([.. corners.Select(p => (Vector3.Dot(p, u), Vector3.Dot(p, v)))]);
        var (area, first, second) = (double.PositiveInfinity, 0.0, 0.0);
        for (var i = 0; i < shadow.Count; i++)
        {
            var (from, to) = (shadow[i], shadow[(i + 1) % shadow.Count]);
            var length = Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
            if (length < 1e-12) continue;
            var (dx, dy) = ((to.X - from.X) / length, (to.Y - from.Y) / length);
            var (alongLow, alongHigh, acrossLow, acrossHigh) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
            foreach (var (x, y) in shadow)
            {
                var (along, across) = (x * dx + y * dy, y * dx - x * dy);
                (alongLow, alongHigh) = (Math.Min(alongLow, along), Math.Max(alongHigh, along));
                (acrossLow, acrossHigh) = (Math.Min(acrossLow, across), Math.Max(acrossHigh, across));
            }

            if ((alongHigh - alongLow) * (acrossHigh - acrossLow) < area) (first, second, area) = (alongHigh - alongLow, acrossHigh - acrossLow, (alongHigh - alongLow) * (acrossHigh - acrossLow));
        }

        return Box.Of([first, second, heights.Max() - heights.Min()]);
    }

    /// <summary>Convex outline of points in a plane (Andrew's chain).</summary>
    private static List<(double X, double Y)> Outline((double X, double Y)[] points)
    {
        Array.Sort(points);
        var outline = new List<(double X, double Y)>();
        foreach (var half in ((double X, double Y)[][])[points, [.. points.Reverse()]])
        {
            var start = outline.Count;
            foreach (var p in half)
            {
                while (outline.Count >= start + 2 && Turn(outline[^2], outline[^1], p) <= 0) outline.RemoveAt(outline.Count - 1);
                outline.Add(p);
            }

            outline.RemoveAt(outline.Count - 1);
        }

        return outline;
    }

    private static double Turn((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) => (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
