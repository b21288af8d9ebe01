using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Image and mask on another grid. Values keep the number type of the image: whole numbers are cut off towards zero, as ITK does. Outside the image the value is 0.</summary>
internal static class Resampling
{
    public static Volume Image(Volume image, VolumeGeometry grid, Interpolator interpolator, CancellationToken cancellation)
    {
        var at = ValueAt(image, grid, interpolator);
        var values = new double[grid.VoxelCount];
        var toIndex = ItkGeometry.ToIndex(image.Geometry);
        var row = new Vector3[grid.SizeX];
        for (int z = 0, i = 0; z < grid.SizeZ; z++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var y = 0; y < grid.SizeY; y++)
            {
                ItkGeometry.Row(toIndex, grid, y, z, row);
                foreach (var index in row) values[i++] = ItkGeometry.IsInside(image.Geometry, index) ? at(index) : 0;
            }
        }

        return InTypeOf(image, grid, values);
    }

    private static Func<Vector3, double> ValueAt(Volume image, VolumeGeometry grid, Interpolator interpolator) => interpolator switch
    {
        Interpolator.NearestNeighbor => index => image[Nearest(index.X), Nearest(index.Y), Nearest(index.Z)],
        Interpolator.Linear => index => LinearAt(image, index),
        Interpolator.Gaussian => new GaussianKernel(image, 0.8, 4).MeanAt,
        Interpolator.LabelGaussian => new GaussianKernel(image, 1, 1).LabelAt,
        Interpolator.HammingWindowedSinc => new WindowedSinc(image, WindowedSinc.Hamming).At,
        Interpolator.CosineWindowedSinc => new WindowedSinc(image, WindowedSinc.Cosine).At,
        Interpolator.WelchWindowedSinc => new WindowedSinc(image, WindowedSinc.Welch).At,
        Interpolator.LanczosWindowedSinc => new WindowedSinc(image, WindowedSinc.Lanczos).At,
        Interpolator.BlackmanWindowedSinc => new WindowedSinc(image, WindowedSinc.Blackman).At,
        _ => new SplineCoefficients(image, grid).At,
    };

    /// <summary>The label of the nearest voxel; 0 outside.</summary>
    public static Labelmap Mask(Labelmap mask, VolumeGeometry grid)
    {
        var labels = new byte[grid.VoxelCount];
        var toIndex = ItkGeometry.ToIndex(mask.Geometry);
        var row = new Vector3[grid.SizeX];
        for (int z = 0, i = 0; z < grid.SizeZ; z++)
        {
            for (var y = 0; y < grid.SizeY; y++)
            {
                ItkGeometry.Row(toIndex, grid, y, z, row);
                foreach (var index in row) labels[i++] = ItkGeometry.IsInside(mask.Geometry, index) ? mask[Nearest(index.X), Nearest(index.Y), Nearest(index.Z)] : (byte)0;
            }
        }

        return new Labelmap(grid, labels);
    }

    private static int Nearest(double index) => (int)Math.Floor(index + 0.5);

    private static double LinearAt(Volume image, Vector3 index)
    {
        var g = image.Geometry;
        var (x, dx, x1) = Split(index.X, g.SizeX);
        var (y, dy, y1) = Split(index.Y, g.SizeY);
        var (z, dz, z1) = Split(index.Z, g.SizeZ);
        return Between(Plane(z), Plane(z1), dz);

        double Plane(int k) => Between(Between(image[x, y, k], image[x1, y, k], dx), Between(image[x, y1, k], image[x1, y1, k], dx), dy);

        static double Between(double a, double b, double share) => a + (b - a) * share;

        static (int Below, double Share, int Above) Split(double index, int size)
        {
            var below = Math.Max(0, (int)Math.Floor(index));
            return (below, Math.Max(0, index - below), Math.Min(size - 1, below + 1));
        }
    }

    private static Volume InTypeOf(Volume image, VolumeGeometry grid, double[] values) => image.SampleType switch
    {
        SampleType.Int8 => Volume.Of(grid, Array.ConvertAll(values, sbyte.CreateSaturating)),
        SampleType.UInt8 => Volume.Of(grid, Array.ConvertAll(values, byte.CreateSaturating)),
        SampleType.Int16 => Volume.Of(grid, Array.ConvertAll(values, short.CreateSaturating)),
        SampleType.UInt16 => Volume.Of(grid, Array.ConvertAll(values, ushort.CreateSaturating)),
        SampleType.Int32 => Volume.Of(grid, Array.ConvertAll(values, int.CreateSaturating)),
        SampleType.UInt32 => Volume.Of(grid, Array.ConvertAll(values, uint.CreateSaturating)),
        SampleType.Int64 => Volume.Of(grid, Array.ConvertAll(values, long.CreateSaturating)),
        SampleType.UInt64 => Volume.Of(grid, Array.ConvertAll(values, ulong.CreateSaturating)),
        SampleType.Float32 => Volume.Of(grid, Array.ConvertAll(values, v => (float)v)),
        _ => Volume.Of(grid, values),
    };
}
