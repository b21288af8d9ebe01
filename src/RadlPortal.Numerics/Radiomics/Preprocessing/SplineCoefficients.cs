using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Coefficients of the cubic B-spline through the voxels of an image, mirrored at its borders (Unser, Splines: a perfect fit for signal and image processing, 1999), and the spline's values between voxels.</summary>
internal sealed class SplineCoefficients
{
    /// <summary>The filter's memory is 0.268 to the power of the distance: after so many voxels nothing is left of it in double precision. The coefficients of a part of the image with this margin are those of the whole.</summary>
    private const int Memory = 40;

    private const double Tolerance = 1e-10;
    private static readonly double Pole = Math.Sqrt(3) - 2;
    private static readonly int Horizon = (int)Math.Ceiling(Math.Log(Tolerance) / Math.Log(Math.Abs(Pole)));

    private readonly VolumeGeometry image;
    private readonly VoxelBox box;
    private readonly double[] coefficients;

    /// <param name="image">The image.</param>
    /// <param name="grid">Where values will be asked for.</param>
    public SplineCoefficients(Volume image, VolumeGeometry grid)
    {
        this.image = image.Geometry;
        box = BoxOf(image.Geometry, grid);
        coefficients = image.Read(box);
        foreach (var value in coefficients)
            if (!double.IsFinite(value)) throw new RadiomicsException("The image has values near the VOI that are no numbers; it cannot be resampled.");
        for (var axis = 0; axis < 3; axis++) Filter(axis);
    }

    /// <summary>The spline's value at a continuous index of the image.</summary>
    public double At(Vector3 index)
    {
        Span<double> wx = stackalloc double[4], wy = stackalloc double[4], wz = stackalloc double[4];
        Span<int> ix = stackalloc int[4], iy = stackalloc int[4], iz = stackalloc int[4];
        Support(index.X, 0, wx, ix);
        Support(index.Y, 1, wy, iy);
        Support(index.Z, 2, wz, iz);
        var value = 0.0;
        for (var k = 0; k < 4; k++)
        {
            for (var j = 0; j < 4; j++)
            {
                var line = (iz[k] * box.SizeY + iy[j]) * box.SizeX;
                for (var i = 0; i < 4; i++) value += wx[i] * wy[j] * wz[k] * coefficients[line + ix[i]];
            }
        }

        return value;
    }

    private void Support(double x, int axis, Span<double> weights, Span<int> indices)
    {
        // ITK rounds to single precision before it looks for the voxel below.
        var first = (int)Math.Floor((float)x) - 1;
        var w = x - (first + 1);
        weights[3] = 1.0 / 6.0 * w * w * w;
        weights[0] = 1.0 / 6.0 + 0.5 * w * (w - 1.0) - weights[3];
        weights[2] = w + weights[0] - 2.0 * weights[3];
        weights[1] = 1.0 - weights[0] - weights[2] - weights[3];
        var last = image.Size(axis) - 1;
        for (var k = 0; k < 4; k++)
        {
            var index = first + k;
            if (last == 0) index = 0;
            if (index < 0) index = -index;
            if (index >= last) index = last - (index - last);
            indices[k] = Math.Clamp(index - box.Start(axis), 0, box.Size(axis) - 1);
        }
    }

    private static VoxelBox BoxOf(VolumeGeometry image, VolumeGeometry grid)
    {
        var (low, high) = (new double[] { double.MaxValue, double.MaxValue, double.MaxValue }, new double[] { double.MinValue, double.MinValue, double.MinValue });
        for (var corner = 0; corner < 8; corner++)
        {
            var index = image.PatientToIndex(grid.IndexToPatient(new((corner & 1) * (grid.SizeX - 1), (corner >> 1 & 1) * (grid.SizeY - 1), (corner >> 2) * (grid.SizeZ - 1))));
            for (var axis = 0; axis < 3; axis++) (low[axis], high[axis]) = (Math.Min(low[axis], index[axis]), Math.Max(high[axis], index[axis]));
        }

        var (start, size) = (new int[3], new int[3]);
        for (var axis = 0; axis < 3; axis++)
        {
            start[axis] = (int)Math.Clamp(Math.Floor(low[axis]) - Memory, 0, image.Size(axis) - 1);
            size[axis] = (int)Math.Clamp(Math.Ceiling(high[axis]) + Memory, start[axis], image.Size(axis) - 1) - start[axis] + 1;
        }

        return new VoxelBox(start[0], start[1], start[2], size[0], size[1], size[2]);
    }

    private void Filter(int axis)
    {
        var n = box.Size(axis);
        if (n == 1) return;
        var step = axis == 0 ? 1 : axis == 1 ? box.SizeX : box.SizeX * box.SizeY;
        var line = new double[n];
        for (var start = 0; start < coefficients.Length; start++)
        {
            // The first voxel of each line along the axis.
            if (start / step % n != 0) continue;
            for (var i = 0; i < n; i++) line[i] = coefficients[start + i * step];
            FilterLine(line);
            for (var i = 0; i < n; i++) coefficients[start + i * step] = line[i];
        }
    }

    private static void FilterLine(double[] s)
    {
        var (n, z) = (s.Length, Pole);
        var gain = (1.0 - z) * (1.0 - 1.0 / z);
        for (var i = 0; i < n; i++) s[i] *= gain;
        s[0] = Begin(s);
        for (var i = 1; i < n; i++) s[i] += z * s[i - 1];
        s[n - 1] = z / (z * z - 1.0) * (z * s[n - 2] + s[n - 1]);
        for (var i = n - 2; i >= 0; i--) s[i] = z * (s[i + 1] - s[i]);
    }

    /// <summary>The causal filter's value at the border of a mirrored line.</summary>
    private static double Begin(double[] s)
    {
        var (n, z) = (s.Length, Pole);
        var power = z;
        if (Horizon < n)
        {
            var near = s[0];
            for (var i = 1; i < Horizon; i++, power *= z) near += power * s[i];
            return near;
        }

        var inverse = 1.0 / z;
        var mirrored = Math.Pow(z, n - 1);
        var sum = s[0] + mirrored * s[n - 1];
        mirrored *= mirrored * inverse;
        for (var i = 1; i <= n - 2; i++, power *= z, mirrored *= inverse) sum += (power + mirrored) * s[i];
        return sum / (1.0 - power * power);
    }
}
