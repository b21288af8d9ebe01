namespace RadlPortal.Dicom.Structures;

/// <summary>
/// Follows the borders of the pixels of a mask, so that the polygons enclose exactly the pixels' centres whatever rasteriser reads them.
/// Pixels that touch at a corner only get polygons of their own; a hole is joined to its surroundings by a channel of no width
/// (keyhole, PS3.3 C.8.8.6.3), which readers that unite contours understand as well as those that take them even-odd.
/// </summary>
internal sealed class ContourTracer
{
    private static readonly (int X, int Y)[] Directions = [(1, 0), (0, 1), (-1, 0), (0, -1)];
    private readonly int width;
    private readonly byte[] edges;
    private readonly Dictionary<(int X, int Y), List<(int X, int Y)>> owners = [];

    private ContourTracer(ReadOnlySpan<byte> mask, int columns, int rows)
    {
        width = columns + 1;
        edges = new byte[width * (rows + 1)];
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                if (mask[y * columns + x] == 0) continue;
                // The pixel lies on the right of its edges: right along its top, down, left, up.
                if (y == 0 || mask[(y - 1) * columns + x] == 0) edges[y * width + x] |= 1;
                if (x == columns - 1 || mask[y * columns + x + 1] == 0) edges[y * width + x + 1] |= 2;
                if (y == rows - 1 || mask[(y + 1) * columns + x] == 0) edges[(y + 1) * width + x + 1] |= 4;
                if (x == 0 || mask[y * columns + x - 1] == 0) edges[(y + 1) * width + x] |= 8;
            }
        }
    }

    /// <summary>The polygons of a mask.</summary>
    /// <param name="mask">Pixels row by row; 0 is outside.</param>
    /// <param name="columns">Pixels of a row.</param>
    /// <param name="rows">Rows.</param>
    /// <returns>Corners of pixels: (0, 0) is the upper left corner of the first pixel.</returns>
    public static IReadOnlyList<IReadOnlyList<(int X, int Y)>> Trace(ReadOnlySpan<byte> mask, int columns, int rows) => new ContourTracer(mask, columns, rows).Polygons();

    private List<IReadOnlyList<(int X, int Y)>> Polygons()
    {
        var outer = new List<List<(int X, int Y)>>();
        var holes = new List<List<(int X, int Y)>>();
        for (var i = 0; i < edges.Length; i++)
        {
            while (edges[i] != 0)
            {
                var loop = Follow(i);
                if (Area(loop) > 0)
                {
                    outer.Add(loop);
                    foreach (var corner in loop) owners[corner] = loop;
                }
                else
                {
                    holes.Add(FromLeftmost(loop));
                }
            }
        }

        // From left to right: what a hole meets on its left has been joined before.
        foreach (var hole in holes.OrderBy(h => h[0].X).ThenBy(h => h[0].Y)) Join(hole);
        return [.. outer.Select(Simplified)];
    }

    private List<(int X, int Y)> Follow(int start)
    {
        var loop = new List<(int X, int Y)>();
        var (at, direction) = (start, -1);
        do
        {
            // Two borders meet where pixels touch at a corner: turning right keeps to the same pixel.
            var next = direction < 0 ? FirstOf(edges[at]) : Turn(edges[at], direction);
            loop.Add((at % width, at / width));
            edges[at] &= (byte)~(1 << next);
            at += Directions[next].X + Directions[next].Y * width;
            direction = next;
        }
        while (at != start);
        return loop;
    }

    private static int FirstOf(byte bits) => System.Numerics.BitOperations.TrailingZeroCount(bits);

    private static int Turn(byte bits, int direction)
    {
        foreach (var turn in (ReadOnlySpan<int>)[1, 0, 3])
            if ((bits & (1 << ((direction + turn) & 3))) != 0) return (direction + turn) & 3;
        throw new InvalidOperationException("A border of pixels is not closed.");
    }

    private void Join(List<(int X, int Y)> hole)
    {
        var (x, y) = hole[0];
        List<(int X, int Y)>? around = null;
        do x--;
        while (x >= 0 && !owners.TryGetValue((x, y), out around));
        if (around is null) throw new InvalidOperationException("A hole lies in nothing.");
        var at = around.IndexOf((x, y));
        around.InsertRange(at + 1, [.. hole, hole[0], (x, y)]);
        foreach (var corner in hole) owners[corner] = around;
    }

    private static List<(int X, int Y)> FromLeftmost(List<(int X, int Y)> loop)
    {
        var first = loop.IndexOf(loop.MinBy(c => (c.X, c.Y)));
        return [.. loop[first..], .. loop[..first]];
    }

    private static long Area(List<(int X, int Y)> loop)
    {
        var area = 0L;
        for (var i = 0; i < loop.Count; i++)
        {
            var (a, b) = (loop[i], loop[(i + 1) % loop.Count]);
            area += (long)a.X * b.Y - (long)b.X * a.Y;
        }

        return area;
    }

    private static List<(int X, int Y)> Simplified(List<(int X, int Y)> loop)
    {
        var corners = new List<(int X, int Y)>();
        for (var i = 0; i < loop.Count; i++)
        {
            var (before, here, after) = (loop[(i + loop.Count - 1) % loop.Count], loop[i], loop[(i + 1) % loop.Count]);
            var isStraight = Math.Sign(here.X - before.X) == Math.Sign(after.X - here.X) && Math.Sign(here.Y - before.Y) == Math.Sign(after.Y - here.Y);
            if (!isStraight) corners.Add(here);
        }

        return corners;
    }
}
