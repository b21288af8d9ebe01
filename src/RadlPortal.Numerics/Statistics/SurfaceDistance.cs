using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Distances of two masks' surfaces in millimetres between voxel centres, on anisotropic voxels. A mask's surface are its voxels with a face neighbour outside it; beyond the volume's border counts as outside.</summary>
public static class SurfaceDistance
{
    /// <summary>Surface distances of one label; refused when a mask is empty.</summary>
    /// <param name="first">First reader's mask.</param>
    /// <param name="second">Second reader's, on the same grid.</param>
    /// <param name="label">Label of the volume of interest.</param>
    public static Computed<SurfaceDistances> Of(Labelmap first, Labelmap second, byte label = 1)
    {
        SameGrid(first, second);
        if (first.BoundingBox(label) is not { } boxA || second.BoundingBox(label) is not { } boxB) return Computed<SurfaceDistances>.Refused(RefusalReason.TooFew, "A mask is empty, so there is no distance between the surfaces.");
        var grid = DistanceField.Around(boxA, boxB, first.Geometry.Spacing);
        var (surfaceA, surfaceB) = (Surface(first, label, grid), Surface(second, label, grid));
        double[] toB = grid.Distances(surfaceB, surfaceA), toA = grid.Distances(surfaceA, surfaceB);
        return Computed<SurfaceDistances>.Of(new SurfaceDistances(toB, toA), toB.Length + toA.Length, "surface voxels with a face neighbour outside; millimetres between voxel centres; n is the surface voxels of both masks");
    }

    internal static void SameGrid(Labelmap first, Labelmap second)
    {
        if (first.Geometry.DifferenceFrom(second.Geometry) is { } difference) throw new ArgumentException($"Both masks must lie on the same grid: {difference}", nameof(second));
    }

    private static List<int> Surface(Labelmap mask, byte label, DistanceField grid)
    {
        var geometry = mask.Geometry;
        List<int> surface = [];
        bool Inside(int x, int y, int z) => x >= 0 && y >= 0 && z >= 0 && x < geometry.SizeX && y < geometry.SizeY && z < geometry.SizeZ && mask[x, y, z] == label;
        grid.Each((x, y, z, offset) =>
        {
            if (Inside(x, y, z) && !(Inside(x - 1, y, z) && Inside(x + 1, y, z) && Inside(x, y - 1, z) && Inside(x, y + 1, z) && Inside(x, y, z - 1) && Inside(x, y, z + 1))) surface.Add(offset);
        });
        return surface;
    }
}

/// <summary>Distances of two surfaces.</summary>
/// <param name="FirstToSecond">From each surface voxel of the first mask to the nearest of the second, mm.</param>
/// <param name="SecondToFirst">The other way.</param>
public sealed record SurfaceDistances(IReadOnlyList<double> FirstToSecond, IReadOnlyList<double> SecondToFirst)
{
    /// <summary>Hausdorff distance: the largest of both directions, mm.</summary>
    public double Hausdorff => Math.Max(FirstToSecond.Max(), SecondToFirst.Max());

    /// <summary>HD95 as the larger of the two directed 95th percentiles (type 7), mm. The other definition differs: always to be said which.</summary>
    public double Hausdorff95OfDirections => Math.Max(Quantiles.Of(FirstToSecond, 0.95), Quantiles.Of(SecondToFirst, 0.95));

    /// <summary>HD95 as the 95th percentile (type 7) of both directions pooled, mm.</summary>
    public double Hausdorff95Pooled => Quantiles.Of(FirstToSecond.Concat(SecondToFirst), 0.95);

    /// <summary>Average symmetric surface distance: mean of both directions pooled, mm.</summary>
    public double AverageSymmetric => (FirstToSecond.Sum() + SecondToFirst.Sum()) / (FirstToSecond.Count + SecondToFirst.Count);

    /// <summary>Mean of the two directed means, mm.</summary>
    public double MeanOfDirections => (MeanFirstToSecond + MeanSecondToFirst) / 2;

    /// <summary>Directed mean, first to second, mm.</summary>
    public double MeanFirstToSecond => FirstToSecond.Sum() / FirstToSecond.Count;

    /// <summary>Directed mean, second to first, mm.</summary>
    public double MeanSecondToFirst => SecondToFirst.Sum() / SecondToFirst.Count;

    /// <summary>Normalised surface Dice by voxel count: share of the surface voxels of both masks within a tolerance of the other surface.</summary>
    /// <param name="toleranceMm">Millimetres.</param>
    public double WithinTolerance(double toleranceMm) =>
        (FirstToSecond.Count(d => d <= toleranceMm) + SecondToFirst.Count(d => d <= toleranceMm)) / (double)(FirstToSecond.Count + SecondToFirst.Count);
}
