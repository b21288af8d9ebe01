using System.Runtime.InteropServices;
using RadlPortal.Dicom.Codecs;

namespace RadlPortal.Dicom.Volumes;

/// <summary>The stored values of a grey frame: words of which some bits count (PS3.5 section 8.1.1), sign extended.</summary>
internal sealed class StoredPixels
{
    private readonly ushort[] words;
    private readonly int shiftUp;
    private readonly int shiftDown;
    private readonly bool isSigned;

    private StoredPixels(ushort[] words, PixelLayout layout)
    {
        this.words = words;
        (Columns, Rows) = (layout.Columns, layout.Rows);
        (shiftUp, shiftDown, isSigned) = (31 - layout.HighBit, 32 - layout.BitsStored, layout.IsSigned);
    }

    public int Columns { get; }

    public int Rows { get; }

    public int Count => words.Length;

    /// <summary>The value at a position, row by row.</summary>
    public int this[int index] => isSigned ? (words[index] << shiftUp) >> shiftDown : (int)(((uint)words[index] << shiftUp) >> shiftDown);

    /// <summary>Decodes the frame of a slice.</summary>
    /// <exception cref="DicomException">The frame cannot be decoded, or is not one of grey with at most 16 bits.</exception>
    public static StoredPixels Of(DicomDataset slice)
    {
        var frames = PixelFrames.Of(slice);
        var layout = frames.Layout;
        if (layout.Samples != 1 || layout.IsFloat || layout.SampleBytes > 2) throw new DicomException("The slice has no grey pixels of at most 16 bits.", tag: DicomTags.PixelData);
        if (frames.Count > 1) throw new DicomException($"The object has {frames.Count} frames; a slice of a series has one.", tag: DicomTags.NumberOfFrames);
        var bytes = frames.Decode(0);
        return new StoredPixels(layout.SampleBytes == 2 ? MemoryMarshal.Cast<byte, ushort>(bytes).ToArray() : Array.ConvertAll(bytes, b => (ushort)b), layout);
    }

    /// <summary>Smallest and largest value.</summary>
    public (int Low, int High) Extremes()
    {
        var (low, high) = (int.MaxValue, int.MinValue);
        for (var i = 0; i < Count; i++) (low, high) = (Math.Min(low, this[i]), Math.Max(high, this[i]));
        return (low, high);
    }
}
