using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Values between voxels by a sinc kernel under a window of five voxels' radius, the border voxels going on outside, as ITK's WindowedSincInterpolateImageFunction has it (Meijering, Niessen, Pluim, Viergever 1999: Quantitative comparison of sinc-approximating kernels).</summary>
internal sealed class WindowedSinc(Volume image, Func<double, double> window)
{
    public const int Radius = 5;
    private const int Taps = 2 * Radius;

    /// <summary>The value at a continuous index of the image.</summary>
    public double At(Vector3 index)
    {
        Span<double> wx = stackalloc double[Taps], wy = stackalloc double[Taps], wz = stackalloc double[Taps];
        Span<int> ix = stackalloc int[Taps], iy = stackalloc int[Taps], iz = stackalloc int[Taps];
        Support(index.X, image.Geometry.SizeX, wx, ix);
        Support(index.Y, image.Geometry.SizeY, wy, iy);
        Support(index.Z, image.Geometry.SizeZ, wz, iz);
        var value = 0.0;
        for (var k = 0; k < Taps; k++)
        {
            if (wz[k] == 0) continue;
            for (var j = 0; j < Taps; j++)
            {
                if (wy[j] == 0) continue;
                for (var i = 0; i < Taps; i++)
                    if (wx[i] != 0) value += image[ix[i], iy[j], iz[k]] * wx[i] * wy[j] * wz[k];
            }
        }

        return value;
    }

    private void Support(double index, int size, Span<double> weights, Span<int> indices)
    {
        var below = (int)Math.Floor(index);
        var share = index - below;
        for (var i = 0; i < Taps; i++)
        {
            indices[i] = Math.Clamp(below + 1 - Radius + i, 0, size - 1);
            var x = share + Radius - 1 - i;
            // On a voxel its own value counts alone; the window is not asked at its ends then.
            weights[i] = share == 0 ? i == Radius - 1 ? 1 : 0 : window(x) * Math.Sin(Math.PI * x) / (Math.PI * x);
        }
    }

    /// <summary>Windows over −<see cref="Radius"/> to <see cref="Radius"/>, 1 in the middle.</summary>
    public static double Hamming(double x) => 0.54 + 0.46 * Math.Cos(x * Math.PI / Radius);

    /// <inheritdoc cref="Hamming"/>
    public static double Cosine(double x) => Math.Cos(x * Math.PI / (2 * Radius));

    /// <inheritdoc cref="Hamming"/>
    public static double Welch(double x) => 1 - x * x / (Radius * Radius);

    /// <inheritdoc cref="Hamming"/>
    public static double Lanczos(double x) => Math.Sin(x * Math.PI / Radius) / (x * Math.PI / Radius);

    /// <inheritdoc cref="Hamming"/>
    public static double Blackman(double x) => 0.42 + 0.5 * Math.Cos(x * Math.PI / Radius) + 0.08 * Math.Cos(2 * x * Math.PI / Radius);
}
