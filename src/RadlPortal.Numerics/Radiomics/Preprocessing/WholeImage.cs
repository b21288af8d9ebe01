using System.Numerics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Sum and extremes over all voxels of an image.</summary>
internal readonly record struct WholeImage(double Sum, double SumOfSquares, double Minimum, double Maximum, int Count)
{
    private const int Chunk = 8192;

    public double Mean => Sum / Count;

    public double LargestMagnitude => Math.Max(Math.Abs(Minimum), Math.Abs(Maximum));

    /// <summary>Standard deviation divided by N − 1, as ITK's statistics filter has it.</summary>
    public double Deviation => Math.Sqrt((SumOfSquares - Sum * Sum / Count) / (Count - 1.0));

    public static WholeImage Of(Volume image)
    {
        var count = image.Geometry.VoxelCount;
        var (sum, squares, low, high) = (0.0, 0.0, double.PositiveInfinity, double.NegativeInfinity);
        Span<double> chunk = new double[Chunk];
        for (var from = 0; from < count; from += Chunk)
        {
            var part = chunk[..Math.Min(Chunk, count - from)];
            if (image is Volume<short> shorts) Widen(shorts.Samples.AsSpan(from, part.Length), part);
            else image.CopyTo(from, part);
            Take(part, ref sum, ref squares, ref low, ref high);
        }

        return new WholeImage(sum, squares, low, high, count);
    }

    private static void Take(ReadOnlySpan<double> values, ref double sum, ref double squares, ref double low, ref double high)
    {
        var (sums, squared, lows, highs) = (Vector<double>.Zero, Vector<double>.Zero, new Vector<double>(low), new Vector<double>(high));
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var v = new Vector<double>(values[i..]);
            (sums, squared, lows, highs) = (sums + v, squared + v * v, Vector.Min(lows, v), Vector.Max(highs, v));
        }

        (sum, squares) = (sum + Vector.Sum(sums), squares + Vector.Sum(squared));
        for (var k = 0; k < Vector<double>.Count; k++) (low, high) = (Math.Min(low, lows[k]), Math.Max(high, highs[k]));
        for (; i < values.Length; i++) (sum, squares, low, high) = (sum + values[i], squares + values[i] * values[i], Math.Min(low, values[i]), Math.Max(high, values[i]));
    }

    private static void Widen(ReadOnlySpan<short> from, Span<double> to)
    {
        var i = 0;
        for (; i <= from.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(from[i..]), out Vector<int> a, out var b);
            Put(a, to[i..]);
            Put(b, to[(i + Vector<int>.Count)..]);
        }

        for (; i < from.Length; i++) to[i] = from[i];

        static void Put(Vector<int> four, Span<double> to)
        {
            Vector.Widen(four, out Vector<long> low, out var high);
            Vector.ConvertToDouble(low).CopyTo(to);
            Vector.ConvertToDouble(high).CopyTo(to[Vector<long>.Count..]);
        }
    }
}
