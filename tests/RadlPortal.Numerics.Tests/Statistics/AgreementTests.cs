using RadlPortal.Numerics.Statistics;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Statistics;

/// <summary>Agreement of readers, grades and masks.</summary>
public sealed class AgreementTests
{
    private static readonly VolumeGeometry Grid = new(12, 11, 7, new Vector3(0.8, 0.7, 2.5));

    [Fact]
    public void Shrout_and_fleiss_own_table_gives_their_six_figures()
    {
        double[][] ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
        var icc = IntraclassCorrelation.Of(ratings).Value!;
        double[] values = [icc.Single1.Value, icc.Single2.Value, icc.Single3.Value, icc.Average1.Value, icc.Average2.Value, icc.Average3.Value];

        Assert.Equal([0.17, 0.29, 0.71, 0.44, 0.62, 0.91], values.Select(v => Math.Round(v, 2)));
    }

    [Fact]
    public void A_second_reader_who_is_always_higher_lowers_agreement_but_not_consistency()
    {
        double[][] shifted = [.. Enumerable.Range(0, 20).Select(i => new double[] { i, i + 5 })];
        var icc = IntraclassCorrelation.Of(shifted).Value!;

        Assert.Equal(1, icc.Single3.Value, 1e-12);
        Assert.InRange(icc.Single2.Value, 0.5, 0.9);
        Assert.Equal(RefusalReason.NoVariance, IntraclassCorrelation.Of([[2, 2], [2, 2], [2, 2]]).Refusal!.Reason);
        Assert.Equal(5, -MethodAgreement.BlandAltman([.. shifted.Select(r => r[0])], [.. shifted.Select(r => r[1])]).Value!.Bias, 1e-12);
    }

    [Fact]
    public void Kappa_is_1_for_equal_grades_and_weights_forgive_neighbours()
    {
        int[] a = [0, 1, 2, 3, 0, 1, 2, 3, 1, 2], b = [0, 1, 2, 2, 1, 1, 2, 3, 1, 3];
        Assert.Equal(1, Kappa.Of(a, a, KappaWeights.Quadratic).Value!.Value, 1e-12);
        double plain = Kappa.Of(a, b, KappaWeights.Unweighted).Value!.Value, linear = Kappa.Of(a, b, KappaWeights.Linear).Value!.Value, quadratic = Kappa.Of(a, b, KappaWeights.Quadratic).Value!.Value;
        Assert.True(plain < linear && linear < quadratic);
        var interval = Kappa.Of(a, b, KappaWeights.Quadratic).Value!;
        Assert.True(interval.Lower < interval.Value && interval.Value < interval.Upper);
        Assert.Equal(RefusalReason.OneClass, Kappa.Of([1, 1], [1, 1], KappaWeights.Unweighted).Refusal!.Reason);
    }

    [Fact]
    public void Surface_distances_are_those_of_the_nearest_voxel_by_brute_force()
    {
        var random = new Random(6);
        for (var repeat = 0; repeat < 5; repeat++)
        {
            Labelmap a = Blob(random, 0.35), b = Blob(random, 0.25);
            var distances = SurfaceDistance.Of(a, b).Value!;
            Assert.Equal(Brute(a, b).Order(), distances.FirstToSecond.Order(), Close);
            Assert.Equal(Brute(b, a).Order(), distances.SecondToFirst.Order(), Close);
        }
    }

    [Fact]
    public void A_shift_by_one_slice_is_a_distance_of_the_slice_spacing()
    {
        Labelmap a = Box(2, 2, 1, 5, 5, 1), b = Box(2, 2, 2, 5, 5, 1);
        var distances = SurfaceDistance.Of(a, b).Value!;

        Assert.Equal((2.5, 2.5, 2.5, 2.5), (distances.Hausdorff, distances.Hausdorff95OfDirections, distances.Hausdorff95Pooled, Math.Round(distances.AverageSymmetric, 12)));
        Assert.Equal((0.0, 1.0), (distances.WithinTolerance(2.4), distances.WithinTolerance(2.5)));
        Assert.Equal((0.0, 2.5), (MaskOverlap.Of(a, b).Value!.Dice, Math.Round(MaskOverlap.Of(a, b).Value!.CentroidDistanceMm!.Value, 12)));
    }

    [Fact]
    public void The_two_definitions_of_hd95_differ_where_one_mask_has_an_outlier()
    {
        var a = Box(0, 0, 0, 6, 6, 3);
        var b = Box(0, 0, 0, 6, 6, 3);
        for (var x = 6; x < 12; x++) b.Labels[Grid.Offset(x, 10, 6)] = 1;
        var distances = SurfaceDistance.Of(a, b).Value!;

        Assert.True(distances.Hausdorff95OfDirections > distances.Hausdorff95Pooled);
    }

    [Fact]
    public void Empty_masks_are_refused_or_have_no_overlap()
    {
        Labelmap empty = new(Grid, new byte[Grid.VoxelCount]), one = Box(1, 1, 1, 1, 1, 1);
        Assert.Equal(RefusalReason.TooFew, MaskOverlap.Of(empty, empty).Refusal!.Reason);
        Assert.Equal(0, MaskOverlap.Of(empty, one).Value!.Dice);
        Assert.Equal(RefusalReason.TooFew, SurfaceDistance.Of(empty, one).Refusal!.Reason);
        Assert.Throws<ArgumentException>(() => MaskOverlap.Of(one, new Labelmap(new VolumeGeometry(12, 11, 7, new Vector3(1, 1, 1)), new byte[Grid.VoxelCount])));
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;

    private static Labelmap Box(int x0, int y0, int z0, int nx, int ny, int nz)
    {
        var mask = new Labelmap(Grid, new byte[Grid.VoxelCount]);
        for (var z = z0; z < z0 + nz; z++)
            for (var y = y0; y < y0 + ny; y++)
                for (var x = x0; x < x0 + nx; x++) mask.Labels[Grid.Offset(x, y, z)] = 1;
        return mask;
    }

    private static Labelmap Blob(Random random, double share) => new(Grid, [.. Enumerable.Range(0, Grid.VoxelCount).Select(_ => (byte)(random.NextDouble() < share ? 1 : 0))]);

    private static IEnumerable<double> Brute(Labelmap from, Labelmap to)
    {
        var others = Surface(to).ToList();
        return Surface(from).Select(p => others.Min(q => Math.Sqrt(Math.Pow((p.X - q.X) * 0.8, 2) + Math.Pow((p.Y - q.Y) * 0.7, 2) + Math.Pow((p.Z - q.Z) * 2.5, 2))));
    }

    private static IEnumerable<(int X, int Y, int Z)> Surface(Labelmap mask)
    {
        bool In(int x, int y, int z) => x >= 0 && y >= 0 && z >= 0 && x < 12 && y < 11 && z < 7 && mask[x, y, z] == 1;
        for (var z = 0; z < 7; z++)
            for (var y = 0; y < 11; y++)
                for (var x = 0; x < 12; x++)
                    if (In(x, y, z) && !(In(x - 1, y, z) && In(x + 1, y, z) && In(x, y - 1, z) && In(x, y + 1, z) && In(x, y, z - 1) && In(x, y, z + 1))) yield return (x, y, z);
    }
}
