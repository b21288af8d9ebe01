using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Overlap of two masks on one grid: Dice, Jaccard, volumes, distance of the centroids.</summary>
public static class MaskOverlap
{
    /// <summary>Overlap of one label. Both masks empty is refused (0 / 0); one empty has overlap 0.</summary>
    /// <param name="first">First reader's mask.</param>
    /// <param name="second">Second reader's, on the same grid.</param>
    /// <param name="label">Label of the volume of interest.</param>
    public static Computed<OverlapMeasures> Of(Labelmap first, Labelmap second, byte label = 1)
    {
        SurfaceDistance.SameGrid(first, second);
        var grid = first.Geometry;
        long a = 0, b = 0, both = 0;
        Vector3 sumA = default, sumB = default;
        for (int z = 0, offset = 0; z < grid.SizeZ; z++)
        {
            for (var y = 0; y < grid.SizeY; y++)
            {
                for (var x = 0; x < grid.SizeX; x++, offset++)
                {
                    bool inA = first.Labels[offset] == label, inB = second.Labels[offset] == label;
                    if (inA) (a, sumA) = (a + 1, new Vector3(sumA.X + x, sumA.Y + y, sumA.Z + z));
                    if (inB) (b, sumB) = (b + 1, new Vector3(sumB.X + x, sumB.Y + y, sumB.Z + z));
                    if (inA && inB) both++;
                }
            }
        }

        if (a + b == 0) return Computed<OverlapMeasures>.Refused(RefusalReason.TooFew, "Both masks are empty, so their overlap is 0 / 0.");
        double millilitres = grid.VoxelVolume / 1000;
        double? apart = a == 0 || b == 0 ? null : Math.Sqrt(
            Math.Pow((sumA.X / a - sumB.X / b) * grid.Spacing.X, 2) + Math.Pow((sumA.Y / a - sumB.Y / b) * grid.Spacing.Y, 2) + Math.Pow((sumA.Z / a - sumB.Z / b) * grid.Spacing.Z, 2));
        return Computed<OverlapMeasures>.Of(
            new OverlapMeasures(2.0 * both / (a + b), (double)both / (a + b - both), a * millilitres, b * millilitres, apart),
            (int)Math.Min(int.MaxValue, a + b - both),
            "Dice and Jaccard by voxels; volumes by voxel count; n is the voxels of either mask");
    }
}

/// <summary>Overlap of two masks.</summary>
/// <param name="Dice">0 to 1.</param>
/// <param name="Jaccard">0 to 1.</param>
/// <param name="FirstVolumeMl">First mask, millilitres.</param>
/// <param name="SecondVolumeMl">Second mask, millilitres.</param>
/// <param name="CentroidDistanceMm">Of the voxels' means; null when a mask is empty.</param>
public sealed record OverlapMeasures(double Dice, double Jaccard, double FirstVolumeMl, double SecondVolumeMl, double? CentroidDistanceMm);
