namespace RadlPortal.Dicom.Structures;

/// <summary>Fills polygons row by row: a pixel is inside where a line from its centre to the left crosses an odd number of edges.</summary>
internal static class PolygonFill
{
    // The outlines of a slice cross each of its rows a few times, some thousand times in all.
    private const int MostCrossings = 4_000_000;

    /// <summary>Sets the pixels inside to 1.</summary>
    /// <param name="polygons">Corners in pixels; whole numbers are pixel centres. The last corner joins the first.</param>
    /// <param name="columns">Pixels of a row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="target">Row by row.</param>
    /// <exception cref="DicomException">The outlines cross the rows too often.</exception>
    public static void EvenOdd(IReadOnlyList<(double X, double Y)[]> polygons, int columns, int rows, Span<byte> target)
    {
        var crossings = new List<double>?[rows];
        var count = 0L;
        foreach (var polygon in polygons)
        {
            for (var i = 0; i < polygon.Length; i++)
            {
                if ((count += AddEdge(crossings, polygon[i], polygon[(i + 1) % polygon.Length])) > MostCrossings)
                    throw new DicomException($"The contours of a slice cross its rows more than {MostCrossings} times: they are no outline.", tag: DicomTags.ContourData);
            }
        }

        for (var row = 0; row < rows; row++)
        {
            if (crossings[row] is not { } line) continue;
            line.Sort();
            for (var i = 0; i + 1 < line.Count; i += 2)
            {
                var from = (int)Math.Clamp(Math.Ceiling(line[i]), 0, columns);
                var to = (int)Math.Clamp(Math.Ceiling(line[i + 1]), 0, columns);
                if (to > from) target.Slice(row * columns + from, to - from).Fill(1);
            }
        }
    }

    // An edge owns its upper end and not its lower one, so that a corner on a row counts once.
    private static int AddEdge(List<double>?[] crossings, (double X, double Y) a, (double X, double Y) b)
    {
        if (a.Y == b.Y) return 0;
        if (a.Y > b.Y) (a, b) = (b, a);
        var first = (int)Math.Clamp(Math.Ceiling(a.Y), 0, crossings.Length);
        var end = (int)Math.Clamp(Math.Ceiling(b.Y), 0, crossings.Length);
        for (var row = first; row < end; row++) (crossings[row] ??= []).Add(a.X + (row - a.Y) / (b.Y - a.Y) * (b.X - a.X));
        return Math.Max(0, end - first);
    }
}
