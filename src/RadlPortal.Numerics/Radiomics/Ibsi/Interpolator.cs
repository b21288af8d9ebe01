using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>
/// IBSI's interpolation grid (section 2.4): ceil(n · old / new) voxels along an axis, the centres of both grids at one
/// point. Values beyond the outermost centres are those of the outermost centre.
/// </summary>
internal sealed class Interpolator
{
    // A spacing stored in single precision must not add a voxel.
    private const double CountTolerance = 1e-4;

    // The spline's filter has decayed to 1e-14 after so many voxels, so that a part of the image gives the whole image's values.
    private const int SplineReach = 26;

    private readonly VolumeGeometry source;

    public Interpolator(VolumeGeometry source, IbsiInterpolation? to)
    {
        this.source = source;
        var (sizes, spacings, first) = (new int[3], new double[3], new double[3]);
        for (var axis = 0; axis < 3; axis++)
        {
            var (old, wanted) = (source.Spacing[axis], to?.Spacing[axis] ?? 0);
            spacings[axis] = wanted == 0 ? old : wanted;
            sizes[axis] = wanted == 0 ? source.Size(axis) : Math.Max(1, (int)Math.Ceiling(source.Size(axis) * old / wanted - CountTolerance));
            first[axis] = (source.Size(axis) - 1) / 2.0 - (sizes[axis] - 1) / 2.0 * spacings[axis] / old;
        }

        if ((long)sizes[0] * sizes[1] * sizes[2] > int.MaxValue / 2) throw new RadiomicsException($"The interpolated image would have {sizes[0]}×{sizes[1]}×{sizes[2]} voxels, which is too much: choose a wider spacing.");
        Target = new VolumeGeometry(sizes[0], sizes[1], sizes[2], new Vector3(spacings[0], spacings[1], spacings[2]), source.IndexToPatient(new Vector3(first[0], first[1], first[2])), source.Direction);
        First = first;
    }

    /// <summary>The new grid.</summary>
    public VolumeGeometry Target { get; }

    private double[] First { get; }

    private bool IsKept(int axis) => Target.Spacing[axis] == source.Spacing[axis];

    private double Position(int axis, int index) => First[axis] + index * Target.Spacing[axis] / source.Spacing[axis];

    /// <summary>The part of the new grid that a box of the old one can reach by linear interpolation.</summary>
    public VoxelBox Covering(VoxelBox box)
    {
        var (start, size) = (new int[3], new int[3]);
        for (var axis = 0; axis < 3; axis++)
        {
            var step = Target.Spacing[axis] / source.Spacing[axis];
            var from = Math.Clamp((int)Math.Floor((box.Start(axis) - 1 - First[axis]) / step), 0, Target.Size(axis) - 1);
            var to = Math.Clamp((int)Math.Ceiling((box.Start(axis) + box.Size(axis) - First[axis]) / step), 0, Target.Size(axis) - 1);
            (start[axis], size[axis]) = (from, to - from + 1);
        }

        return new VoxelBox(start[0], start[1], start[2], size[0], size[1], size[2]);
    }

    /// <summary>Values in a box of the new grid, x fastest.</summary>
    /// <param name="image">On the old grid.</param>
    /// <param name="box">In the new grid.</param>
    /// <param name="method">Linear or cubic.</param>
    public double[] Read(Volume image, VoxelBox box, IbsiInterpolationMethod method)
    {
        if (IsKept(0) && IsKept(1) && IsKept(2)) return image.Read(box);
        var part = new int[6];
        for (var axis = 0; axis < 3; axis++)
        {
            var reach = IsKept(axis) ? 0 : method == IbsiInterpolationMethod.Cubic ? SplineReach : 1;
            var from = Math.Clamp((int)Math.Floor(Position(axis, box.Start(axis))) - reach, 0, source.Size(axis) - 1);
            var to = Math.Clamp((int)Math.Ceiling(Position(axis, box.Start(axis) + box.Size(axis) - 1)) + reach, 0, source.Size(axis) - 1);
            (part[axis], part[axis + 3]) = (from, to - from + 1);
        }

        var values = image.Read(new VoxelBox(part[0], part[1], part[2], part[3], part[4], part[5]));
        int[] sizes = [part[3], part[4], part[5]];
        for (var axis = 0; axis < 3; axis++)
        {
            if (IsKept(axis)) continue;
            if (method == IbsiInterpolationMethod.Cubic) BSpline.Prefilter(values, sizes, axis);
            var positions = new double[box.Size(axis)];
            for (var i = 0; i < positions.Length; i++) positions[i] = Math.Clamp(Position(axis, box.Start(axis) + i), 0, source.Size(axis) - 1) - part[axis];
            values = Along(values, sizes, axis, positions, method);
            sizes[axis] = positions.Length;
        }

        return values;
    }

    /// <summary>Interpolates along one axis.</summary>
    private static double[] Along(double[] values, int[] sizes, int axis, double[] positions, IbsiInterpolationMethod method)
    {
        var taps = method == IbsiInterpolationMethod.Cubic ? 4 : 2;
        var (indices, weights) = (new int[positions.Length * taps], new double[positions.Length * taps]);
        for (var i = 0; i < positions.Length; i++)
        {
            var whole = (int)Math.Floor(positions[i]);
            if (taps == 2) (weights[2 * i], weights[2 * i + 1]) = (1 - (positions[i] - whole), positions[i] - whole);
            else BSpline.Weights(positions[i] - whole, weights.AsSpan(4 * i, 4));
            for (var t = 0; t < taps; t++) indices[i * taps + t] = Mirrored(whole + t - (taps - 2) / 2, sizes[axis]);
        }

        var inner = axis == 0 ? 1 : axis == 1 ? sizes[0] : sizes[0] * sizes[1];
        var outer = values.Length / inner / sizes[axis];
        var result = new double[(long)inner * positions.Length * outer];
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < positions.Length; i++)
            {
                var target = result.AsSpan((o * positions.Length + i) * inner, inner);
                for (var t = 0; t < taps; t++)
                {
                    var weight = weights[i * taps + t];
                    if (weight == 0) continue;
                    var line = values.AsSpan((o * sizes[axis] + indices[i * taps + t]) * inner, inner);
                    for (var k = 0; k < inner; k++) target[k] += weight * line[k];
                }
            }
        }

        return result;
    }

    private static int Mirrored(int index, int size)
    {
        if (size == 1) return 0;
        index = Math.Abs(index) % (2 * size - 2);
        return index < size ? index : 2 * size - 2 - index;
    }
}
