using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>
/// Suspects text written into the pixels of a CT slice. Letters are drawn with one bright value and end within one pixel
/// in air; a patient's edges are blurred by the scanner and noisy. No letters are recognised, and letters inside the body
/// or in a faint grey are not found.
/// </summary>
internal static class BurnedInText
{
    private const double AirBelowHu = -850;

    // Padding outside the scanner's circle lies below and is no edge of its own.
    private const double AirHu = -1024;
    private const double JumpHu = 1300;

    // About two letters; the edges of real slices that share one value are fewer than ten.
    private const int LeastEdges = 60;

    /// <summary>True if many sharp edges between air and one and the same bright value are there.</summary>
    public static bool IsSuspected(StoredPixels pixels, double slope, double intercept)
    {
        if (slope <= 0) return false;
        var (air, least) = ((int)Math.Floor((AirBelowHu - intercept) / slope), (int)Math.Ceiling((AirHu - intercept) / slope));
        var jump = (int)Math.Ceiling(JumpHu / slope);
        var edges = new Dictionary<int, int>();
        for (var row = 0; row < pixels.Rows; row++)
        {
            var left = pixels[row * pixels.Columns];
            for (var column = 1; column < pixels.Columns; column++)
            {
                var right = pixels[row * pixels.Columns + column];
                var (dark, bright) = left < right ? (left, right) : (right, left);
                if (dark <= air && bright - Math.Max(dark, least) >= jump)
                {
                    var count = edges.GetValueOrDefault(bright) + 1;
                    if (count >= LeastEdges) return true;
                    edges[bright] = count;
                }

                left = right;
            }
        }

        return false;
    }
}
