using System.Globalization;
using RadlPortal.Numerics.Statistics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Statistics;

/// <summary>Pairs of masks: voxels by case and reader (columns case, reader, x, y, z), grids by case (columns case, nx, ny, nz, sx_mm, sy_mm, sz_mm).</summary>
internal sealed class MaskFigures(DataTable voxels, DataTable cases) : DatasetFigures
{
    private readonly Dictionary<string, (Computed<OverlapMeasures> Overlap, Computed<SurfaceDistances> Surfaces, double A, double B)> pairs = [];

    public override Figure? Of(string statistic)
    {
        var parts = statistic.Split('.');
        var row = Array.IndexOf(cases.Text("case"), parts[0]);
        if (parts.Length != 2 || row < 0) return null;
        if (!pairs.TryGetValue(parts[0], out var pair)) pairs[parts[0]] = pair = Compare(parts[0], row);
        if (parts[1].StartsWith("nsd_", StringComparison.Ordinal) && parts[1].EndsWith("mm", StringComparison.Ordinal) && double.TryParse(parts[1]["nsd_".Length..^2], CultureInfo.InvariantCulture, out var tolerance)) return Figure.Of(pair.Surfaces, s => s.WithinTolerance(tolerance));
        return parts[1] switch
        {
            "vol_a_ml" => pair.A,
            "vol_b_ml" => pair.B,
            "dice" => Figure.Of(pair.Overlap, o => o.Dice),
            "jaccard" => Figure.Of(pair.Overlap, o => o.Jaccard),
            "centroid_mm" => Figure.Of(pair.Overlap, o => o.CentroidDistanceMm),
            "hd" => Figure.Of(pair.Surfaces, s => s.Hausdorff),
            "hd95_maxdir" => Figure.Of(pair.Surfaces, s => s.Hausdorff95OfDirections),
            "hd95_pooled" => Figure.Of(pair.Surfaces, s => s.Hausdorff95Pooled),
            "assd" => Figure.Of(pair.Surfaces, s => s.AverageSymmetric),
            "masd" => Figure.Of(pair.Surfaces, s => s.MeanOfDirections),
            "mean_ab" => Figure.Of(pair.Surfaces, s => s.MeanFirstToSecond),
            "mean_ba" => Figure.Of(pair.Surfaces, s => s.MeanSecondToFirst),
            _ => null,
        };
    }

    private (Computed<OverlapMeasures> Overlap, Computed<SurfaceDistances> Surfaces, double A, double B) Compare(string name, int row)
    {
        double Number(string column) => cases.Complete(column)[row];
        var grid = new VolumeGeometry((int)Number("nx"), (int)Number("ny"), (int)Number("nz"), new Vector3(Number("sx_mm"), Number("sy_mm"), Number("sz_mm")));
        Labelmap a = Mask(name, "A", grid), b = Mask(name, "B", grid);
        return (MaskOverlap.Of(a, b), SurfaceDistance.Of(a, b), a.Count(1) * grid.VoxelVolume / 1000, b.Count(1) * grid.VoxelVolume / 1000);
    }

    private Labelmap Mask(string name, string reader, VolumeGeometry grid)
    {
        var own = voxels.Where("case", name).Where("reader", reader);
        double[] x = own.Complete("x"), y = own.Complete("y"), z = own.Complete("z");
        var labels = new byte[grid.VoxelCount];
        for (var i = 0; i < own.Count; i++)
        {
            if (!(x[i] >= 0 && y[i] >= 0 && z[i] >= 0 && x[i] < grid.SizeX && y[i] < grid.SizeY && z[i] < grid.SizeZ)) throw new VerbRefusedException($"A voxel of case {name}, reader {reader} lies outside its grid.");
            labels[grid.Offset((int)x[i], (int)y[i], (int)z[i])] = 1;
        }

        return new Labelmap(grid, labels);
    }
}
