using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Voxel indices to patient points and back in the order of ITK's sums. Where new voxel centres fall half-way between old ones, as often when a spacing is doubled, the last bit of a sum decides for a neighbour; so the sums are made as ITK makes them.</summary>
internal static class ItkGeometry
{
    /// <summary>Patient point of a continuous index: product first, origin last.</summary>
    public static Vector3 ToPatient(VolumeGeometry g, double x, double y, double z)
    {
        var (a, b, c) = Columns(g);
        return new(0 + a.X * x + b.X * y + c.X * z + g.Origin.X, 0 + a.Y * x + b.Y * y + c.Y * z + g.Origin.Y, 0 + a.Z * x + b.Z * y + c.Z * z + g.Origin.Z);
    }

    /// <summary>Patient point of a whole index: from the origin, the slowest axis first.</summary>
    public static Vector3 ToPatient(VolumeGeometry g, int x, int y, int z)
    {
        var (a, b, c) = Columns(g);
        return new(g.Origin.X + c.X * z + b.X * y + a.X * x, g.Origin.Y + c.Y * z + b.Y * y + a.Y * x, g.Origin.Z + c.Z * z + b.Z * y + a.Z * x);
    }

    /// <summary>Makes continuous indices of patient points.</summary>
    public static Func<Vector3, Vector3> ToIndex(VolumeGeometry g)
    {
        var (a, b, c) = Columns(g);
        var inverse = Inverse(new Matrix3(a, b, c));
        return point => inverse * (point - g.Origin);
    }

    /// <summary>The indices in one grid of the voxel centres of a row of another, as ITK's resampling has them: between the indices of the row's start and end.</summary>
    /// <param name="toIndex">Of the grid in which the indices are.</param>
    /// <param name="row">The grid of the row.</param>
    /// <param name="y">Index y of the row.</param>
    /// <param name="z">Index z of the row.</param>
    /// <param name="indices">Takes the indices, one for each voxel of the row.</param>
    public static void Row(Func<Vector3, Vector3> toIndex, VolumeGeometry row, int y, int z, Vector3[] indices)
    {
        var (start, end) = (toIndex(ToPatient(row, 0, y, z)), toIndex(ToPatient(row, row.SizeX, y, z)));
        for (var x = 0; x < indices.Length; x++)
        {
            var alpha = x / (double)row.SizeX;
            indices[x] = start * (1 - alpha) + end * alpha;
        }
    }

    /// <summary>True if an index lies on a voxel of the grid.</summary>
    public static bool IsInside(VolumeGeometry g, Vector3 index)
    {
        for (var axis = 0; axis < 3; axis++)
            if (!(index[axis] >= -0.5 && index[axis] < g.Size(axis) - 0.5)) return false;
        return true;
    }

    // Of axes along the patient's, each number is inverted by itself: no rounding but one.
    private static Matrix3 Inverse(Matrix3 m)
    {
        var isAligned = Enumerable.Range(0, 3).All(column => Enumerable.Range(0, 3).Count(row => m[column][row] != 0) == 1);
        return isAligned ? new Matrix3(Row(0), Row(1), Row(2)) : m.Inverse();

        Vector3 Row(int row) => new(Reciprocal(m.Column0[row]), Reciprocal(m.Column1[row]), Reciprocal(m.Column2[row]));

        static double Reciprocal(double value) => value == 0 ? 0 : 1 / value;
    }

    private static (Vector3 X, Vector3 Y, Vector3 Z) Columns(VolumeGeometry g) =>
        (g.Direction.Column0 * g.Spacing.X, g.Direction.Column1 * g.Spacing.Y, g.Direction.Column2 * g.Spacing.Z);
}
