using System.Buffers.Binary;

namespace RadlPortal.Dicom.Codecs;

/// <summary>One component of a lossy JPEG frame: its sampling, its quantised coefficients block by block, and the state of its scan.</summary>
internal sealed class JpegComponent
{
    public const int BlockLength = 64;
    private const int Side = 8;

    private JpegComponent(byte id, int horizontal, int vertical, int quantisation) =>
        (Id, Horizontal, Vertical, Quantisation) = (id, horizontal, vertical, quantisation);

    public byte Id { get; }

    /// <summary>Sampling factors (T.81 A.1.1).</summary>
    public int Horizontal { get; }

    public int Vertical { get; }

    /// <summary>Number of the quantisation table.</summary>
    public int Quantisation { get; }

    /// <summary>Samples that the component really has.</summary>
    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Blocks of a row and rows of blocks, filled up to whole units of interleaved scans.</summary>
    public int BlocksWide { get; private set; }

    public int BlocksHigh { get; private set; }

    /// <summary>Blocks that scans of this component alone have (A.2.2).</summary>
    public int OwnBlocksWide => (Columns + Side - 1) / Side;

    public int OwnBlocksHigh => (Rows + Side - 1) / Side;

    /// <summary>64 numbers a block in natural order.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>The last DC value.</summary>
    public int Predictor { get; set; }

    public HuffmanTable? DcTable { get; set; }

    public HuffmanTable? AcTable { get; set; }

    /// <summary>The coefficients are needed no more.</summary>
    public void Release() => Coefficients = [];

    public Span<short> Block(int row, int column) => Coefficients.AsSpan((row * BlocksWide + column) * BlockLength, BlockLength);

    /// <summary>Reads the frame header (B.2.2) and holds it against what the data set says, before anything is allocated.</summary>
    /// <param name="body">Body of the segment.</param>
    /// <param name="layout">What the frame should be.</param>
    /// <param name="streamLength">Bytes of the whole stream, which bound what it can hold.</param>
    public static (int Precision, JpegComponent[] Components) ReadAll(ReadOnlySpan<byte> body, PixelLayout layout, int streamLength)
    {
        if (body.Length < 6 || body.Length < 6 + body[5] * 3) throw JpegSegments.Damaged("has a damaged frame header");
        var (precision, rows, columns, count) = (body[0], BinaryPrimitives.ReadUInt16BigEndian(body[1..]), BinaryPrimitives.ReadUInt16BigEndian(body[3..]), body[5]);
        if (rows != layout.Rows || columns != layout.Columns || count != layout.Samples)
            throw JpegSegments.Damaged($"has {rows}×{columns} pixels of {count} samples, but the object says {layout.Rows}×{layout.Columns} of {layout.Samples}");
        if (precision is not (8 or 12) || precision > layout.SampleBytes * 8) throw JpegSegments.Damaged($"has {precision} bits a sample, but the object allocates {layout.BitsAllocated}");
        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (id, sampling, quantisation) = (body[6 + i * 3], body[7 + i * 3], body[8 + i * 3]);
            components[i] = new JpegComponent(id, sampling >> 4, sampling & 15, quantisation);
            if (sampling >> 4 is < 1 or > 4 || (sampling & 15) is < 1 or > 4 || quantisation > 3) throw JpegSegments.Damaged("has a damaged frame header");
        }

        var (widest, highest) = (components.Max(c => c.Horizontal), components.Max(c => c.Vertical));
        foreach (var component in components) component.Measure(layout, widest, highest);
        // Each block takes a bit at least.
        if (components.Sum(c => (long)c.OwnBlocksWide * c.OwnBlocksHigh) > streamLength * 8L) throw JpegSegments.TooShort();
        foreach (var component in components) component.Coefficients = new short[(long)component.BlocksWide * component.BlocksHigh * BlockLength];
        return (precision, components);
    }

    private void Measure(PixelLayout layout, int widest, int highest)
    {
        Columns = (layout.Columns * Horizontal + widest - 1) / widest;
        Rows = (layout.Rows * Vertical + highest - 1) / highest;
        BlocksWide = (layout.Columns + Side * widest - 1) / (Side * widest) * Horizontal;
        BlocksHigh = (layout.Rows + Side * highest - 1) / (Side * highest) * Vertical;
    }
}
