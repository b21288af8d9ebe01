using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Volumes;

/// <summary>How the voxels of one grid fall on those of another: axes may be swapped or turned round, but every voxel centre must lie on a voxel centre.</summary>
internal sealed class VoxelMapping
{
    // Positions and spacings are written with few digits; a twentieth of a voxel over the whole grid is rounding, not another grid.
    private const double ToleranceVoxels = 0.05;
    private readonly int[] start;
    private readonly int[][] steps;

    private VoxelMapping(int[] start, int[][] steps) => (this.start, this.steps) = (start, steps);

    /// <summary>The mapping, or null if the voxels of one grid do not fall on voxels of the other.</summary>
    public static VoxelMapping? Of(VolumeGeometry from, VolumeGeometry to)
    {
        var origin = to.PatientToIndex(from.Origin);
        if (!TryRound(origin, 1, out var start)) return null;
        var steps = new int[3][];
        for (var axis = 0; axis < 3; axis++)
        {
            var next = to.PatientToIndex(from.IndexToPatient(new Vector3(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0)));
            if (from.Size(axis) == 1) steps[axis] = [0, 0, 0];
            else if (!TryRound(next - origin, from.Size(axis), out steps[axis]) || steps[axis].Sum(Math.Abs) != 1) return null;
        }

        return new VoxelMapping(start, steps);
    }

    /// <summary>The voxel of the other grid; it may lie outside.</summary>
    public (int X, int Y, int Z) Apply(int x, int y, int z) => (At(0, x, y, z), At(1, x, y, z), At(2, x, y, z));

    private int At(int axis, int x, int y, int z) => start[axis] + steps[0][axis] * x + steps[1][axis] * y + steps[2][axis] * z;

    private static bool TryRound(Vector3 value, int times, out int[] rounded)
    {
        rounded = new int[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var whole = Math.Round(value[axis]);
            if (!(Math.Abs(whole) < 1 << 24) || Math.Abs(value[axis] - whole) * times > ToleranceVoxels) return false;
            rounded[axis] = (int)whole;
        }

        return true;
    }
}
