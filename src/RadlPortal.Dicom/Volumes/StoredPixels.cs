using System.Numerics;
using System.Runtime.InteropServices;
using RadlPortal.Dicom.Codecs;

namespace RadlPortal.Dicom.Volumes;

/// <summary>The stored values of a grey frame: words of which some bits count (PS3.5 section 8.1.1), sign extended.</summary>
internal sealed class StoredPixels
{
    private readonly ReadOnlyMemory<byte> words;
    private readonly int shiftUp;
    private readonly int shiftDown;
    private readonly bool isSigned;

    private StoredPixels(ReadOnlyMemory<byte> words, PixelLayout layout)
    {
        this.words = words;
        (Columns, Rows) = (layout.Columns, layout.Rows);
        (shiftUp, shiftDown, isSigned) = (31 - layout.HighBit, 32 - layout.BitsStored, layout.IsSigned);
    }

    public int Columns { get; }

    public int Rows { get; }

    public int Count => words.Length / 2;

    /// <summary>The value at a position, row by row.</summary>
    public int this[int index] => ValueOf(Words[index]);

    /// <summary>True if in a row a value of at most <paramref name="low"/> lies beside one of at least <paramref name="high"/>; many are looked at at once.</summary>
    public bool HasNeighbours(int row, int low, int high)
    {
        var line = Words.Slice(row * Columns, Columns);
        var i = 0;
        if (Bounds(low, high) is var (lows, highs))
        {
            for (; i + Vector<ushort>.Count < line.Length; i += Vector<ushort>.Count)
            {
                var (left, right) = (ValuesOf(line[i..]), ValuesOf(line[(i + 1)..]));
                if ((Vector.LessThanOrEqual(Vector.Min(left, right), lows) & Vector.GreaterThanOrEqual(Vector.Max(left, right), highs)) != Vector<short>.Zero) return true;
            }
        }

        for (; i + 1 < line.Length; i++)
        {
            var (left, right) = (ValueOf(line[i]), ValueOf(line[i + 1]));
            if (Math.Min(left, right) <= low && Math.Max(left, right) >= high) return true;
        }

        return false;
    }

    /// <summary>The first column from <paramref name="from"/> (at least 1) on of at least <paramref name="high"/> with a value of at most <paramref name="low"/> one or two columns before it; the number of columns if there is none.</summary>
    public int NextRise(int row, int from, int low, int high)
    {
        var line = Words.Slice(row * Columns, Columns);
        var i = from;
        if (i == 1 && line.Length > 1 && IsRise(line, i++, low, high)) return 1;
        if (Bounds(low, high) is var (lows, highs))
        {
            for (; i + Vector<ushort>.Count <= line.Length; i += Vector<ushort>.Count)
            {
                var before = Vector.Min(ValuesOf(line[(i - 1)..]), ValuesOf(line[(i - 2)..]));
                if ((Vector.LessThanOrEqual(before, lows) & Vector.GreaterThanOrEqual(ValuesOf(line[i..]), highs)) != Vector<short>.Zero) break;
            }
        }

        while (i < line.Length && !IsRise(line, i, low, high)) i++;
        return i;
    }

    private bool IsRise(ReadOnlySpan<ushort> line, int i, int low, int high) =>
        ValueOf(line[i]) >= high && (ValueOf(line[i - 1]) <= low || (i > 1 && ValueOf(line[i - 2]) <= low));

    // Unsigned values are compared shifted down by half their range. Null: a bound lies outside of the range, and the values are looked at one by one.
    private (Vector<short> Lows, Vector<short> Highs)? Bounds(int low, int high)
    {
        var shift = isSigned ? 0 : short.MinValue;
        return low + shift is var l and >= short.MinValue and <= short.MaxValue && high + shift is var h and >= short.MinValue and <= short.MaxValue ? (new Vector<short>((short)l), new Vector<short>((short)h)) : null;
    }

    private ReadOnlySpan<ushort> Words => MemoryMarshal.Cast<byte, ushort>(words.Span);

    private Vector<short> ValuesOf(ReadOnlySpan<ushort> line)
    {
        var shifted = Vector.ShiftLeft(new Vector<ushort>(line), shiftUp - 16);
        return isSigned ? Vector.ShiftRightArithmetic(Vector.AsVectorInt16(shifted), shiftDown - 16) : Vector.AsVectorInt16(Vector.ShiftRightLogical(shifted, shiftDown - 16) ^ new Vector<ushort>(0x8000));
    }

    private int ValueOf(ushort word) => isSigned ? (word << shiftUp) >> shiftDown : (int)(((uint)word << shiftUp) >> shiftDown);

    /// <summary>Decodes the frame of a slice.</summary>
    /// <exception cref="DicomException">The frame cannot be decoded, or is not one of grey with at most 16 bits.</exception>
    public static StoredPixels Of(DicomDataset slice)
    {
        var frames = PixelFrames.Of(slice);
        var layout = frames.Layout;
        if (layout.Samples != 1 || layout.IsFloat || layout.SampleBytes > 2) throw new DicomException("The slice has no grey pixels of at most 16 bits.", tag: DicomTags.PixelData);
        if (frames.Count > 1) throw new DicomException($"The object has {frames.Count} frames; a slice of a series has one.", tag: DicomTags.NumberOfFrames);
        var bytes = frames.Decode(0);
        return new StoredPixels(layout.SampleBytes == 2 ? bytes : Widened(bytes), layout);
    }

    private static byte[] Widened(byte[] bytes)
    {
        var words = new byte[bytes.Length * 2];
        for (var i = 0; i < bytes.Length; i++) words[i * 2] = bytes[i];
        return words;
    }

    /// <summary>Smallest and largest value.</summary>
    public (int Low, int High) Extremes()
    {
        var (low, high) = (int.MaxValue, int.MinValue);
        for (var i = 0; i < Count; i++) (low, high) = (Math.Min(low, this[i]), Math.Max(high, this[i]));
        return (low, high);
    }
}
