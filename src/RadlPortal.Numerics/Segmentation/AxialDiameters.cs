using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Segmentation;

/// <summary>
/// The two diameters that response criteria ask for, of the slice that holds the longest one. RECIST measures one lesion: where a structure has parts in a slice that do
/// not touch (not even by a corner), each part is measured by itself, and a diameter never runs through what lies between two parts.
/// </summary>
/// <param name="LongestMm">Longest distance in mm between two points of the edge of one part in one axial slice; the edge runs half a voxel beyond the outermost centres.</param>
/// <param name="ShortMm">Widest extent in mm of the same part across that diameter, in the same slice.</param>
/// <param name="Slice">Zero-based slice of both.</param>
/// <param name="From">One end of the longest diameter in patient millimetres.</param>
/// <param name="To">Its other end.</param>
public sealed record AxialDiameters(double LongestMm, double ShortMm, int Slice, Vector3 From, Vector3 To)
{
    /// <summary>Measures a structure slice by slice and part by part; null when it is empty. Of equal diameters the first counts.</summary>
    /// <param name="mask">The structure; x and y span the axial plane.</param>
    public static AxialDiameters? Of(VoxelMask mask)
    {
        if (mask.BoundingBox() is not { } box)
        {
            return null;
        }

        AxialDiameters? longest = null;
        for (var z = box.Z; z < box.Z + box.SizeZ; z++)
        {
            foreach (var part in Parts(mask, box, z))
            {
                if (InSlice(Hull(Edge(mask, part, z))) is { } found && found.Length > (longest?.LongestMm ?? 0))
                {
                    longest = new AxialDiameters(found.Length, found.Across, z, Place(mask.Geometry, found.From, z), Place(mask.Geometry, found.To, z));
                }
            }
        }

        return longest;
    }

    private static Vector3 Place(VolumeGeometry geometry, (double X, double Y) mm, int z) =>
        geometry.IndexToPatient(new Vector3(mm.X / geometry.Spacing.X, mm.Y / geometry.Spacing.Y, z));

    /// <summary>The voxels of a slice in parts that do not touch, not even by a corner; in the order of their first voxels.</summary>
    private static List<List<(int X, int Y)>> Parts(VoxelMask mask, VoxelBox box, int z)
    {
        List<List<(int X, int Y)>> parts = [];
        var seen = new bool[box.SizeX * box.SizeY];
        for (var y = box.Y; y < box.Y + box.SizeY; y++)
        {
            for (var x = box.X; x < box.X + box.SizeX; x++)
            {
                List<(int X, int Y)> part = [];
                Meet(x, y, part);
                for (var next = 0; next < part.Count; next++)
                {
                    foreach (var (dx, dy) in Around)
                    {
                        Meet(part[next].X + dx, part[next].Y + dy, part);
                    }
                }

                if (part.Count > 0)
                {
                    parts.Add(part);
                }
            }
        }

        return parts;

        void Meet(int x, int y, List<(int X, int Y)> part)
        {
            var (i, j) = (x - box.X, y - box.Y);
            if (i < 0 || j < 0 || i >= box.SizeX || j >= box.SizeY || seen[j * box.SizeX + i] || mask.Voxels[mask.Geometry.Offset(x, y, z)] == 0)
            {
                return;
            }

            seen[j * box.SizeX + i] = true;
            part.Add((x, y));
        }
    }

    /// <summary>Points half-way between a voxel of a part and its neighbour outside, in mm of the slice.</summary>
    private static List<(double X, double Y)> Edge(VoxelMask mask, List<(int X, int Y)> part, int z)
    {
        var points = new List<(double X, double Y)>();
        var g = mask.Geometry;
        // A neighbour by a side that is inside is of the same part.
        bool Inside(int x, int y) => x >= 0 && y >= 0 && x < g.SizeX && y < g.SizeY && mask.Voxels[g.Offset(x, y, z)] == 1;
        foreach (var (x, y) in part)
        {
            foreach (var (dx, dy) in Sides)
            {
                if (!Inside(x + dx, y + dy))
                {
                    points.Add(((x + dx / 2.0) * g.Spacing.X, (y + dy / 2.0) * g.Spacing.Y));
                }
            }
        }

        return points;
    }

    private static readonly (int X, int Y)[] Sides = [(1, 0), (-1, 0), (0, 1), (0, -1)];

    private static readonly (int X, int Y)[] Around = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];

    private static (double Length, double Across, (double X, double Y) From, (double X, double Y) To)? InSlice(List<(double X, double Y)> hull)
    {
        var (longest, from, to) = (-1.0, default((double X, double Y)), default((double X, double Y)));
        for (var a = 0; a < hull.Count; a++)
        {
            for (var b = a + 1; b < hull.Count; b++)
            {
                var length = Math.Sqrt(Math.Pow(hull[a].X - hull[b].X, 2) + Math.Pow(hull[a].Y - hull[b].Y, 2));
                if (length > longest)
                {
                    (longest, from, to) = (length, hull[a], hull[b]);
                }
            }
        }

        if (longest <= 0)
        {
            return null;
        }

        var (ux, uy) = ((to.X - from.X) / longest, (to.Y - from.Y) / longest);
        var across = hull.Select(p => p.Y * ux - p.X * uy).ToList();
        return (longest, across.Max() - across.Min(), from, to);
    }

    /// <summary>Convex hull, counter-clockwise (Andrew's monotone chain).</summary>
    private static List<(double X, double Y)> Hull(List<(double X, double Y)> points)
    {
        var sorted = points.Distinct().OrderBy(p => p.X).ThenBy(p => p.Y).ToList();
        if (sorted.Count < 3)
        {
            return sorted;
        }

        return [.. Half(sorted), .. Half(sorted.AsEnumerable().Reverse())];
    }

    private static IEnumerable<(double X, double Y)> Half(IEnumerable<(double X, double Y)> order)
    {
        var chain = new List<(double X, double Y)>();
        foreach (var p in order)
        {
            while (chain.Count > 1 && Turn(chain[^2], chain[^1], p) <= 0)
            {
                chain.RemoveAt(chain.Count - 1);
            }

            chain.Add(p);
        }

        return chain.SkipLast(1);
    }

    private static double Turn((double X, double Y) o, (double X, double Y) a, (double X, double Y) b) =>
        (a.X - o.X) * (b.Y - o.Y) - (a.Y - o.Y) * (b.X - o.X);
}
