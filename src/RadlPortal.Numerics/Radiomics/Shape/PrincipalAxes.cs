namespace RadlPortal.Numerics.Radiomics;

/// <summary>Principal components of the voxel centres of a VOI in mm.</summary>
internal static class PrincipalAxes
{
    /// <summary>Variances along the principal axes in mm², ascending; the covariance is divided by N. What rounding makes slightly negative is 0.</summary>
    /// <param name="roi">The VOI.</param>
    /// <param name="dimensions">3, or 2 for a VOI of one slice: the variance across the slice, which is the least, is left out.</param>
    /// <param name="across">With 2 dimensions the axis across the slice: 0 x, 1 y, 2 z.</param>
    public static double[] Variances(RoiBox roi, int dimensions, int across = 2)
    {
        var (sx, sy) = (roi.Size[0], roi.Size[1]);
        var (sum, products) = (new double[3], new double[9]);
        var (cx, cy, cz) = (roi.Size[0] / 2, roi.Size[1] / 2, roi.Size[2] / 2);
        foreach (var voxel in roi.Voxels)
        {
            // Whole numbers around the middle: the sums are exact.
            double x = voxel % sx - cx, y = voxel / sx % sy - cy, z = voxel / (sx * sy) - cz;
            (sum[0], sum[1], sum[2]) = (sum[0] + x, sum[1] + y, sum[2] + z);
            (products[0], products[4], products[8]) = (products[0] + x * x, products[4] + y * y, products[8] + z * z);
            (products[1], products[2], products[5]) = (products[1] + x * y, products[2] + x * z, products[5] + y * z);
        }

        double n = roi.Voxels.Length;
        int[] axes = dimensions == 3 ? [0, 1, 2] : [.. new[] { 0, 1, 2 }.Where(a => a != across)];
        var covariance = new double[axes.Length * axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            for (var j = 0; j < axes.Length; j++)
            {
                var (a, b) = (Math.Min(axes[i], axes[j]), Math.Max(axes[i], axes[j]));
                covariance[i * axes.Length + j] = (products[a * 3 + b] - sum[a] * sum[b] / n) / n * roi.Spacing[a] * roi.Spacing[b];
            }
        }

        var values = new SymmetricEigenvalues(covariance, axes.Length);
        return [.. Enumerable.Range(0, axes.Length).Select(i => values.Ascending(i)).Select(v => Math.Abs(v) < 1e-10 ? 0 : v)];
    }

    /// <summary>Length of the axis of an ellipsoid with this variance.</summary>
    public static double Length(double variance) => variance < 0 ? double.NaN : 4 * Math.Sqrt(variance);

    public static double Ratio(double less, double most) => less < 0 || most < 0 ? double.NaN : Math.Sqrt(less / most);
}
