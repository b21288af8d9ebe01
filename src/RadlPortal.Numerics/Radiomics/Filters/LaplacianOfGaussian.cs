using System.Buffers;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Filters;

/// <summary>Laplacian of Gaussian as ITK's LaplacianRecursiveGaussianImageFilter computes it, with NormalizeAcrossScale (× σ²): for each axis the second derivative along it, then smoothing along the others in turn, rounded to single precision after each pass; the three divided by the spacing squared and added. Only the voxels are filtered from which the VOI's values come: a pass along an axis needs the box of the VOI, and <see cref="RecursiveGaussian.Memory"/> around it along the axes whose passes follow.</summary>
internal static class LaplacianOfGaussian
{
    private const int Lanes = RecursiveGaussian.Lanes;

    /// <summary>Why an image cannot be filtered; null if it can.</summary>
    public static string? Refusal(VolumeGeometry image, LogSigma sigma)
    {
        for (var axis = 0; axis < 3; axis++)
        {
            if (image.Size(axis) < 4) return $"The image has {image.Size(axis)} voxels along {"xyz"[axis]}; a Laplacian of Gaussian needs 4. No features of log-sigma-{sigma}.";
            if (image.Size(axis) < Math.Ceiling(sigma.Millimetres / image.Spacing[axis]) + 1) return $"The image is smaller than sigma {sigma} mm along {"xyz"[axis]}. No features of log-sigma-{sigma}.";
        }

        return null;
    }

    /// <summary>Memory that the filter takes, about.</summary>
    public static long Bytes(VolumeGeometry image, VoxelBox box, double sigma)
    {
        var (first, second) = Lengths(box, Region(image, box, sigma));
        return 4L * (first + second) + 12L * box.VoxelCount;
    }

    public static double[] Of(Volume image, VoxelBox box, double sigma, CancellationToken cancellation)
    {
        var region = Region(image.Geometry, box, sigma);
        var sum = new float[box.VoxelCount];
        var (firstLength, secondLength) = Lengths(box, region);
        var (a, b) = (GC.AllocateUninitializedArray<float>(firstLength), GC.AllocateUninitializedArray<float>(secondLength));
        for (var axis = 0; axis < 3; axis++)
        {
            var spacing = image.Geometry.Spacing[axis];
            var (first, second) = Others(axis);
            var (afterOne, afterTwo) = (With(region, box, axis), With(With(region, box, axis), box, first));
            new Lines(image, null, region).Filter(RecursiveGaussian.SecondDerivative(sigma / spacing, sigma * sigma), axis, a, afterOne, cancellation);
            new Lines(image, a, afterOne).Filter(Smoothing(first), first, b, afterTwo, cancellation);
            new Lines(image, b, afterTwo).Filter(Smoothing(second), second, a, box, cancellation);
            var factor = 1.0 / (spacing * spacing);
            for (var i = 0; i < sum.Length; i++) sum[i] = (float)(sum[i] + a[i] * factor);
        }

        return Array.ConvertAll(sum, v => (double)v);

        RecursiveGaussian Smoothing(int along) => RecursiveGaussian.Smoothing(sigma / image.Geometry.Spacing[along]);
    }

    private static (int First, int Second) Others(int axis) => (axis == 0 ? 1 : 0, axis == 2 ? 1 : 2);

    /// <summary>Longest results of the first and the second pass.</summary>
    private static (int First, int Second) Lengths(VoxelBox box, VoxelBox region)
    {
        var passes = Enumerable.Range(0, 3).Select(axis => With(region, box, axis)).ToList();
        return (passes.Max(p => p.VoxelCount), passes.Select((p, axis) => With(p, box, Others(axis).First).VoxelCount).Max());
    }

    /// <summary>The voxels from which the box's values come.</summary>
    private static VoxelBox Region(VolumeGeometry image, VoxelBox box, double sigma)
    {
        var region = box;
        for (var axis = 0; axis < 3; axis++) region = With(region, box.Grown(RecursiveGaussian.Memory(sigma / image.Spacing[axis]), image), axis);
        return region;
    }

    /// <summary>A box with the extent of another along one axis.</summary>
    private static VoxelBox With(VoxelBox box, VoxelBox other, int axis) => axis switch
    {
        0 => box with { X = other.X, SizeX = other.SizeX },
        1 => box with { Y = other.Y, SizeY = other.SizeY },
        _ => box with { Z = other.Z, SizeZ = other.SizeZ },
    };

    /// <summary>Samples of a region: of the image itself, or of a pass before.</summary>
    private readonly struct Lines(Volume image, float[]? samples, VoxelBox region)
    {
        /// <summary>Filters along an axis; the result is shorter along it.</summary>
        public void Filter(RecursiveGaussian filter, int axis, float[] output, VoxelBox target, CancellationToken cancellation)
        {
            var (length, kept, skipped) = (region.Size(axis), target.Size(axis), target.Start(axis) - region.Start(axis));
            var (across, slices) = Others(axis);
            var pool = ArrayPool<double>.Shared;
            var (data, result, scratch) = (pool.Rent(length * Lanes), pool.Rent(length * Lanes), pool.Rent(length * Lanes));
            for (var slice = 0; slice < region.Size(slices); slice++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var lane = 0; lane < region.Size(across); lane += Lanes)
                {
                    var lanes = Math.Min(Lanes, region.Size(across) - lane);
                    Load(axis, lane, lanes, slice, length, data);
                    filter.Filter(data, result, scratch, length);
                    Store(axis, lane, lanes, slice, result.AsSpan(skipped * Lanes, kept * Lanes), output, target);
                }
            }

            pool.Return(data);
            pool.Return(result);
            pool.Return(scratch);
        }

        private void Load(int axis, int lane, int lanes, int slice, int length, double[] data)
        {
            if (axis != 0)
            {
                // Lanes lie side by side along x.
                for (var i = 0; i < length; i++) Read(lane, axis == 1 ? i : slice, axis == 1 ? slice : i, data.AsSpan(i * Lanes, lanes));
                return;
            }

            Span<double> row = length <= 1024 ? stackalloc double[length] : new double[length];
            for (var k = 0; k < lanes; k++)
            {
                Read(0, lane + k, slice, row);
                for (var i = 0; i < length; i++) data[i * Lanes + k] = row[i];
            }
        }

        private void Read(int x, int y, int z, Span<double> row)
        {
            if (samples is null)
            {
                var from = image.Geometry.Offset(region.X + x, region.Y + y, region.Z + z);
                if (image is not Volume<short> shorts)
                {
                    image.CopyTo(from, row);
                    return;
                }

                var source = shorts.Samples.AsSpan(from, row.Length);
                for (var i = 0; i < source.Length; i++) row[i] = source[i];
                return;
            }

            var part = samples.AsSpan((z * region.SizeY + y) * region.SizeX + x, row.Length);
            for (var i = 0; i < part.Length; i++) row[i] = part[i];
        }

        private static void Store(int axis, int lane, int lanes, int slice, ReadOnlySpan<double> lines, float[] output, VoxelBox target)
        {
            var kept = target.Size(axis);
            for (var i = 0; i < kept; i++)
            {
                var part = lines.Slice(i * Lanes, lanes);
                var (x, y, z) = axis switch { 0 => (i, lane, slice), 1 => (lane, i, slice), _ => (lane, slice, i) };
                var to = (z * target.SizeY + y) * target.SizeX + x;
                var step = axis == 0 ? target.SizeX : 1;
                for (var k = 0; k < part.Length; k++) output[to + k * step] = (float)part[k];
            }
        }
    }
}
