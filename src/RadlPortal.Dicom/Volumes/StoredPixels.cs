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
        // Values that do not fit into signed words are looked at one by one.
        if ((isSigned || shiftDown > 16) && low is >= short.MinValue and <= short.MaxValue && high is >= short.MinValue and <= short.MaxValue)
        {
            var (lows, highs) = (new Vector<short>((short)low), new Vector<short>((short)high));
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

    private ReadOnlySpan<ushort> Words => MemoryMarshal.Cast<byte, ushort>(words.Span);

    private Vector<short> ValuesOf(ReadOnlySpan<ushort> line)
    {
        var shifted = Vector.ShiftLeft(new Vector<ushort>(line), shiftUp - 16);
        return isSigned ? Vector.ShiftRightArithmetic(Vector.AsVectorInt16(shifted), shiftDown - 16) : Vector.AsVectorInt16(Vector.ShiftRightLogical(shifted, shiftDown - 16));
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
