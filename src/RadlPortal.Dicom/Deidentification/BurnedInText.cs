using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>
/// Suspects text written into the pixels of a CT slice. Letters are drawn with one value: bright ones end within one pixel in
/// air, and the strokes of fainter ones are short runs of that value with air on both sides. A patient's edges are blurred by the
/// scanner and noisy, and a body is no short run. No letters are recognised, and letters inside the body are not found.
/// </summary>
internal static class BurnedInText
{
    private const double AirBelowHu = -850;

    // Padding outside the scanner's circle lies below and is no edge of its own.
    private const double AirHu = -1024;
    private const double JumpHu = 1300;
    private const double StrokeHu = 300;
    private const int LongestStroke = 10;

    // About two letters; the edges of real slices that share one value are fewer than ten.
    private const int LeastEdges = 60;
    private const int LeastStrokes = 40;

    /// <summary>True if many sharp edges between air and one and the same bright value are there, or many short runs of one value in air.</summary>
    public static bool IsSuspected(StoredPixels pixels, double slope, double intercept)
    {
        if (slope <= 0) return false;
        var (air, least) = ((int)Math.Floor((AirBelowHu - intercept) / slope), (int)Math.Ceiling((AirHu - intercept) / slope));
        var (jump, stroke) = ((int)Math.Ceiling(JumpHu / slope), air + (int)Math.Ceiling(StrokeHu / slope));
        var edges = new Dictionary<int, int>();
        var strokes = new Dictionary<int, int>();
        for (var row = 0; row < pixels.Rows; row++)
        {
            // Most rows have nothing bright enough right beside air: told for many pixels at once.
            if (pixels.HasNeighbours(row, air, least + jump) && CountEdges(pixels, row, air, least, jump, edges)) return true;
            if (CountStrokes(pixels, row, air, stroke, strokes)) return true;
        }

        return false;
    }

    private static bool CountEdges(StoredPixels pixels, int row, int air, int least, int jump, Dictionary<int, int> edges)
    {
        var left = pixels[row * pixels.Columns];
        for (var column = 1; column < pixels.Columns; column++)
        {
            var right = pixels[row * pixels.Columns + column];
            var (dark, bright) = left < right ? (left, right) : (right, left);
            if (dark <= air && bright - Math.Max(dark, least) >= jump && Add(edges, bright) >= LeastEdges) return true;
            left = right;
        }

        return false;
    }

    // One pixel of a value in between may smooth either end of a stroke.
    private static bool CountStrokes(StoredPixels pixels, int row, int air, int stroke, Dictionary<int, int> strokes)
    {
        var (start, columns) = (row * pixels.Columns, pixels.Columns);
        // A stroke begins right after air, which is found for many pixels at once; what begins elsewhere is none.
        for (var column = pixels.NextRise(row, 1, air, stroke); column < columns;)
        {
            var (value, end) = (pixels[start + column], column + 1);
            while (end < columns && pixels[start + end] == value) end++;
            if (end - column <= LongestStroke && IsAir(end, end + 1) && Add(strokes, value) >= LeastStrokes) return true;
            column = pixels.NextRise(row, end, air, stroke);
        }

        return false;

        bool IsAir(int near, int far) => (near < columns && pixels[start + near] <= air) || (far < columns && pixels[start + far] <= air);
    }

    private static int Add(Dictionary<int, int> counts, int value) => counts[value] = counts.GetValueOrDefault(value) + 1;
}
