namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>
/// Convex hull of points with whole coordinates, point by point: what a new point sees of the hull is replaced by triangles
/// to the rim of that part. Whole numbers decide exactly what is seen, so that coplanar points do no harm.
/// </summary>
internal sealed class ConvexHull
{
    private readonly List<(int X, int Y, int Z)> points;
    private readonly List<(int A, int B, int C)> faces = [];

    private ConvexHull(List<(int X, int Y, int Z)> points) => this.points = points;

    /// <summary>The triangles, seen counter-clockwise from outside.</summary>
    public IEnumerable<((int X, int Y, int Z) A, (int X, int Y, int Z) B, (int X, int Y, int Z) C)> Triangles => faces.Select(f => (points[f.A], points[f.B], points[f.C]));

    /// <summary>The corners of the hull.</summary>
    public IReadOnlyList<(int X, int Y, int Z)> Corners => [.. faces.SelectMany(f => (int[])[f.A, f.B, f.C]).Distinct().Select(i => points[i])];

    /// <summary>Makes the hull; the points must not all lie in a plane.</summary>
    public static ConvexHull Of(IEnumerable<(int X, int Y, int Z)> all)
    {
        // Of points in a row along an axis only the ends can be corners.
        var ends = all.GroupBy(p => (p.Y, p.Z)).SelectMany(row => ((int X, int Y, int Z)[])[row.MinBy(p => p.X), row.MaxBy(p => p.X)])
            .GroupBy(p => (p.X, p.Z)).SelectMany(row => ((int X, int Y, int Z)[])[row.MinBy(p => p.Y), row.MaxBy(p => p.Y)])
            .GroupBy(p => (p.X, p.Y)).SelectMany(row => ((int X, int Y, int Z)[])[row.MinBy(p => p.Z), row.MaxBy(p => p.Z)])
            .Distinct().ToList();
        // In a fixed shuffled order, far points come early and most of the rest lie inside at once.
        var random = new Random(1);
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ends));
        var hull = new ConvexHull(ends);
        hull.Start();
        for (var i = 0; i < ends.Count; i++) hull.Add(i);
        return hull;
    }

    private void Start()
    {
        var a = 0;
        var b = Enumerable.Range(0, points.Count).MaxBy(i => Squared(Minus(points[i], points[a])));
        var c = Enumerable.Range(0, points.Count).MaxBy(i => Squared(Normal(a, b, i)));
        var d = Enumerable.Range(0, points.Count).MaxBy(i => Math.Abs(Height(a, b, c, i)));
        if (Height(a, b, c, d) == 0) throw new RadiomicsException("The VOI's surface encloses nothing.");
        if (Height(a, b, c, d) > 0) (b, c) = (c, b);
        faces.AddRange([(a, b, c), (a, c, d), (a, d, b), (b, d, c)]);
    }

    private void Add(int p)
    {
        var seen = faces.FindAll(f => Height(f.A, f.B, f.C, p) > 0);
        if (seen.Count == 0) return;
        var edges = new HashSet<(int, int)>(seen.SelectMany(f => ((int, int)[])[(f.A, f.B), (f.B, f.C), (f.C, f.A)]));
        faces.RemoveAll(new HashSet<(int, int, int)>(seen).Contains);
        foreach (var (from, to) in edges) if (!edges.Contains((to, from))) faces.Add((from, to, p));
    }

    private (long X, long Y, long Z) Normal(int a, int b, int c)
    {
        var (u, v) = (Minus(points[b], points[a]), Minus(points[c], points[a]));
        return (u.Y * v.Z - u.Z * v.Y, u.Z * v.X - u.X * v.Z, u.X * v.Y - u.Y * v.X);
    }

    private long Height(int a, int b, int c, int p)
    {
        var (n, d) = (Normal(a, b, c), Minus(points[p], points[a]));
        return n.X * d.X + n.Y * d.Y + n.Z * d.Z;
    }

    private static (long X, long Y, long Z) Minus((int X, int Y, int Z) p, (int X, int Y, int Z) q) => (p.X - (long)q.X, p.Y - (long)q.Y, p.Z - (long)q.Z);

    private static double Squared((long X, long Y, long Z) v) => (double)v.X * v.X + (double)v.Y * v.Y + (double)v.Z * v.Z;
}
