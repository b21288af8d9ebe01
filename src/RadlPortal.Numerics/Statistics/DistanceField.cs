using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Exact Euclidean distances on a box of anisotropic voxels: lower envelopes of parabolas, one axis after the other (Felzenszwalb and Huttenlocher 2012).</summary>
internal sealed class DistanceField
{
    private readonly VoxelBox box;
    private readonly int[] sizes;
    private readonly double[] spacing;

    private DistanceField(VoxelBox box, Vector3 spacing) => (this.box, sizes, this.spacing) = (box, [box.SizeX, box.SizeY, box.SizeZ], [spacing.X, spacing.Y, spacing.Z]);

    public static DistanceField Around(VoxelBox a, VoxelBox b, Vector3 spacing)
    {
        int x = Math.Min(a.X, b.X), y = Math.Min(a.Y, b.Y), z = Math.Min(a.Z, b.Z);
        return new(new VoxelBox(x, y, z, Math.Max(a.X + a.SizeX, b.X + b.SizeX) - x, Math.Max(a.Y + a.SizeY, b.Y + b.SizeY) - y, Math.Max(a.Z + a.SizeZ, b.Z + b.SizeZ) - z), spacing);
    }

    /// <summary>Visits the voxels of the box with their place in the volume and in the box.</summary>
    public void Each(Action<int, int, int, int> visit)
    {
        var offset = 0;
        for (var z = 0; z < sizes[2]; z++)
            for (var y = 0; y < sizes[1]; y++)
                for (var x = 0; x < sizes[0]; x++) visit(box.X + x, box.Y + y, box.Z + z, offset++);
    }

    /// <summary>Distance in mm of each place to the nearest of others.</summary>
    public double[] Distances(IReadOnlyList<int> to, IReadOnlyList<int> from)
    {
        var squared = new double[sizes[0] * sizes[1] * sizes[2]];
        Array.Fill(squared, double.PositiveInfinity);
        foreach (var place in to) squared[place] = 0;
        for (int axis = 0, stride = 1; axis < 3; stride *= sizes[axis++])
        {
            var line = new double[sizes[axis]];
            for (var start = 0; start < squared.Length; start++)
            {
                // Only the first voxel of each line along the axis starts one.
                if (start / stride % sizes[axis] != 0) continue;
                for (var i = 0; i < line.Length; i++) line[i] = squared[start + i * stride];
                Envelope(line, spacing[axis], (i, value) => squared[start + i * stride] = value);
            }
        }

        return [.. from.Select(place => Math.Sqrt(squared[place]))];
    }

    private static void Envelope(double[] line, double step, Action<int, double> set)
    {
        var roots = new int[line.Length];
        var bounds = new double[line.Length + 1];
        var count = 0;
        for (var q = 0; q < line.Length; q++)
        {
            if (double.IsInfinity(line[q])) continue;
            var meets = double.NegativeInfinity;
            while (count > 0 && (meets = Meeting(line, step, roots[count - 1], q)) <= bounds[count - 1]) count--;
            if (count == 0) meets = double.NegativeInfinity;
            (roots[count], bounds[count]) = (q, meets);
            count++;
        }

        if (count == 0) return;
        for (int q = 0, k = 0; q < line.Length; q++)
        {
            while (k + 1 < count && bounds[k + 1] < q * step) k++;
            var distance = (q - roots[k]) * step;
            set(q, distance * distance + line[roots[k]]);
        }
    }

    // Where the parabola of q falls below that of r.
    private static double Meeting(double[] line, double step, int r, int q) =>
        (line[q] - line[r] + step * step * ((double)q * q - (double)r * r)) / (2 * step * (q - r));
}
