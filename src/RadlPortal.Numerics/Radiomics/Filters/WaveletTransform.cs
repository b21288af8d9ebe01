using System.Numerics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Filters;

/// <summary>Stationary wavelet transform on the box of a VOI: out[n] = Σ h[k] x[n + L/2 − k], separable, circular, sides of odd length made even by one voxel of the other end. A level reaches L/2 − 1 voxels back and L/2 on, so that the box with that margin gives what the whole image gives.</summary>
internal static class WaveletTransform
{
    /// <summary>The bands in PyRadiomics' order: details of each level, then the last approximation.</summary>
    /// <param name="image">The whole image.</param>
    /// <param name="box">Where values are wanted.</param>
    /// <param name="settings">Wavelet, levels, and whether slices stay apart.</param>
    public static IReadOnlyList<double[]> Bands(Volume image, VoxelBox box, ExtractionSettings settings) =>
        image.SampleType == SampleType.Float32 ? Bands<float>(image, box, settings) : Bands<double>(image, box, settings);

    /// <summary>The names of the bands, in the same order: wavelet-LLH, wavelet2-LLH.</summary>
    public static IReadOnlyList<string> Names(ExtractionSettings settings)
    {
        var axes = Axes(settings).Length;
        var details = Enumerable.Range(1, (1 << axes) - 1).Select(band => string.Concat(Enumerable.Range(0, axes).Select(a => (band >> (axes - 1 - a) & 1) == 0 ? 'L' : 'H')));
        return [.. Enumerable.Range(1, settings.Level).SelectMany(level => details.Select(d => Prefix(level) + d)), Prefix(settings.Level) + new string('L', axes)];

        static string Prefix(int level) => level == 1 ? "wavelet-" : $"wavelet{level}-";
    }

    /// <summary>Memory that the transform takes, about.</summary>
    public static long Bytes(VoxelBox box, ExtractionSettings settings)
    {
        var reach = (long)(WaveletBank.Find(settings.Wavelet)!.Low.Length - 1) * (settings.Level + settings.StartLevel);
        return 24 * (box.SizeX + reach) * (box.SizeY + reach) * (box.SizeZ + reach) + 8L * (settings.Level * 7 + 1) * box.VoxelCount;
    }

    private static int[] Axes(ExtractionSettings settings) => settings.Force2D ? [.. new[] { 0, 1, 2 }.Where(a => a != 2 - settings.Force2DDimension)] : [0, 1, 2];

    private static List<double[]> Bands<T>(Volume image, VoxelBox box, ExtractionSettings settings)
        where T : unmanaged, INumber<T>
    {
        var filters = WaveletBank.Find(settings.Wavelet)!;
        T[] low = Rounded<T>(filters.Low, settings.Wavelet), high = Rounded<T>(filters.High, settings.Wavelet);
        var axes = Axes(settings);
        var levels = settings.StartLevel + settings.Level;
        var data = Read<T>(image, box, axes, levels * (low.Length / 2 - 1), levels * (low.Length / 2));
        var bands = new List<double[]>();
        for (var level = 0; level < levels; level++)
        {
            var left = levels - 1 - level;
            var (back, on) = (left * (low.Length / 2 - 1), left * (low.Length / 2));
            // The first letter is that of the first axis: the bands of the later axes come after each other.
            List<Field<T>> fields = [data];
            foreach (var axis in axes) fields = [.. fields.SelectMany(f => (Field<T>[])[f.Filtered(axis, low), f.Filtered(axis, high)])];
            if (level >= settings.StartLevel) bands.AddRange(fields.Skip(1).Select(f => f.Inner(axes, back, box)));
            data = fields[0];
        }

        bands.Add(data.Inner(axes, 0, box));
        return bands;
    }

    // PyWavelets holds coiflets divided by the root of 2 and multiplies in the precision of the samples.
    private static T[] Rounded<T>(double[] filter, string wavelet)
        where T : unmanaged, INumber<T> =>
        wavelet.StartsWith("coif", StringComparison.Ordinal) && typeof(T) == typeof(float)
            ? Array.ConvertAll(filter, h => T.CreateTruncating((float)(h / Math.Sqrt(2)) * (float)Math.Sqrt(2)))
            : Array.ConvertAll(filter, T.CreateTruncating);

    private static Field<T> Read<T>(Volume image, VoxelBox box, int[] axes, int back, int on)
        where T : unmanaged, INumber<T>
    {
        var positions = new int[3][];
        var (begin, period) = (new int[3], new int[3]);
        for (var axis = 0; axis < 3; axis++)
        {
            var isFiltered = axes.Contains(axis);
            var (first, count) = (box.Start(axis) - (isFiltered ? back : 0), box.Size(axis) + (isFiltered ? back + on : 0));
            var side = image.Geometry.Size(axis);
            var even = side + side % 2;
            (begin[axis], period[axis]) = (first, even);
            positions[axis] = [.. Enumerable.Range(first, count).Select(i => ((i % even) + even) % even).Select(i => i == side ? 0 : i)];
        }

        var (xs, ys, zs) = (positions[0], positions[1], positions[2]);
        var samples = new T[xs.Length * ys.Length * zs.Length];
        var row = new double[image.Geometry.SizeX];
        var (lowest, end) = (xs.Min(), xs.Max() + 1);
        for (int k = 0, i = 0; k < zs.Length; k++)
        {
            foreach (var y in ys)
            {
                image.CopyTo(image.Geometry.Offset(lowest, y, zs[k]), row.AsSpan(lowest, end - lowest));
                foreach (var x in xs) samples[i++] = T.CreateTruncating(row[x]);
            }
        }

        return new Field<T>(samples, [xs.Length, ys.Length, zs.Length], begin, period);
    }

    /// <summary>Samples of a region, x fastest.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="size">Samples along x, y, z.</param>
    /// <param name="begin">Where the region begins in the image; before it where the filter wraps.</param>
    /// <param name="period">Length of the image's sides, made even.</param>
    private sealed class Field<T>(T[] samples, int[] size, int[] begin, int[] period)
        where T : unmanaged, INumber<T>
    {
        /// <summary>Filtered along an axis: shorter by the filter's length less one.</summary>
        public Field<T> Filtered(int axis, T[] filter)
        {
            int[] shorter = [.. size], later = [.. begin];
            shorter[axis] -= filter.Length - 1;
            later[axis] += filter.Length / 2 - 1;
            var result = new T[shorter[0] * shorter[1] * shorter[2]];
            var step = axis == 0 ? 1 : axis == 1 ? size[0] : size[0] * size[1];
            for (var z = 0; z < shorter[2]; z++)
            {
                for (var y = 0; y < shorter[1]; y++)
                {
                    // The newest sample of the filter's first coefficient.
                    var from = (z * size[1] + y) * size[0] + (filter.Length - 1) * step;
                    var target = result.AsSpan((z * shorter[1] + y) * shorter[0], shorter[0]);
                    if (axis > 0)
                    {
                        Row(samples, from, step, filter, Beyond(axis, later[axis] + (axis == 1 ? y : z), filter.Length), target);
                        continue;
                    }

                    // Along x every sample is at another distance from the border: those that reach beyond it are summed one by one.
                    for (var x = 0; x < target.Length;)
                    {
                        var (first, beyond) = (x, Beyond(0, later[0] + x, filter.Length));
                        while (x < target.Length && Beyond(0, later[0] + x, filter.Length) == beyond) x++;
                        Row(samples, from + first, step, filter, beyond, target[first..x]);
                    }
                }
            }

            return new Field<T>(result, shorter, later, period);
        }

        /// <summary>Coefficients whose samples lie beyond the end of the image.</summary>
        private int Beyond(int axis, int at, int length)
        {
            var inside = ((at % period[axis]) + period[axis]) % period[axis];
            return Math.Clamp(inside + length / 2 - period[axis] + 1, 0, length);
        }

        /// <summary>The values of the box, out of a region that reaches further back by some voxels along the axes.</summary>
        public double[] Inner(int[] axes, int back, VoxelBox box)
        {
            var (bx, by, bz) = (axes.Contains(0) ? back : 0, axes.Contains(1) ? back : 0, axes.Contains(2) ? back : 0);
            var values = new double[box.VoxelCount];
            for (int z = 0, i = 0; z < box.SizeZ; z++)
                for (var y = 0; y < box.SizeY; y++)
                    for (var x = 0; x < box.SizeX; x++) values[i++] = double.CreateTruncating(samples[((z + bz) * size[1] + y + by) * size[0] + x + bx]);
            return values;
        }

        // In the order in which PyWavelets sums: in even regions the sum of opposite terms is a rounding error, whose sign decides for a
        // grey level. Coefficients beyond the end come first, the last of them before the others; then all others in their order.
        private static void Row(T[] samples, int from, int step, T[] filter, int beyond, Span<T> target)
        {
            var x = 0;
            for (; x <= target.Length - Vector<T>.Count; x += Vector<T>.Count)
            {
                var sum = Vector<T>.Zero;
                for (var k = beyond - 1; k >= 0; k--) sum += new Vector<T>(filter[k]) * new Vector<T>(samples, from + x - k * step);
                for (var k = beyond; k < filter.Length; k++) sum += new Vector<T>(filter[k]) * new Vector<T>(samples, from + x - k * step);
                sum.CopyTo(target[x..]);
            }

            for (; x < target.Length; x++)
            {
                var sum = T.Zero;
                for (var k = beyond - 1; k >= 0; k--) sum += filter[k] * samples[from + x - k * step];
                for (var k = beyond; k < filter.Length; k++) sum += filter[k] * samples[from + x - k * step];
                target[x] = sum;
            }
        }
    }
}
