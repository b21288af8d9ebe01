using System.Buffers.Binary;

namespace RadlPortal.Dicom.Codecs;

/// <summary>Walks over the marker segments of a JPEG or JPEG-LS stream (ITU-T T.81 annex B).</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> data)
{
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte DefineHuffman = 0xC4;
    public const byte RestartInterval = 0xDD;

    private readonly ReadOnlySpan<byte> data = data;

    /// <summary>Where the walk stands.</summary>
    public int Position { get; set; }

    /// <summary>The next marker's second byte.</summary>
    public byte NextMarker()
    {
        while (Position + 1 < data.Length)
        {
            if (data[Position] != 0xFF)
            {
                Position++;
                continue;
            }

            var marker = data[++Position];
            if (marker is 0xFF or 0) continue;
            Position++;
            return marker;
        }

        throw Damaged("ends without its image");
    }

    /// <summary>True if there is another marker.</summary>
    public readonly bool HasMarker()
    {
        for (var i = Position; i + 1 < data.Length; i++)
            if (data[i] == 0xFF && data[i + 1] is not (0 or 0xFF)) return true;
        return false;
    }

    /// <summary>The body of the segment at the position.</summary>
    public ReadOnlySpan<byte> Body()
    {
        if (Position + 2 > data.Length) throw Damaged("ends within a segment");
        var length = BinaryPrimitives.ReadUInt16BigEndian(data[Position..]);
        if (length < 2 || Position + length > data.Length) throw Damaged("ends within a segment");
        var body = data.Slice(Position + 2, length - 2);
        Position += length;
        return body;
    }

    public static DicomException TooShort() => Damaged("is too short for the pixels that the object says it has");

    public static DicomException Damaged(string what) => new($"The JPEG stream of the frame {what}.", tag: DicomTags.PixelData);
}

/// <summary>The frame header of a JPEG or JPEG-LS stream.</summary>
/// <param name="Precision">Bits of a sample, 2 to 16.</param>
/// <param name="Components">Identifiers of the components, in order.</param>
internal sealed record JpegFrame(int Precision, byte[] Components)
{
    /// <summary>Reads the header and holds it against what the data set says, before anything is allocated.</summary>
    public static JpegFrame Of(ReadOnlySpan<byte> body, PixelLayout layout)
    {
        if (body.Length < 6 || body.Length < 6 + body[5] * 3) throw JpegSegments.Damaged("has a damaged frame header");
        var (precision, rows, columns, count) = (body[0], BinaryPrimitives.ReadUInt16BigEndian(body[1..]), BinaryPrimitives.ReadUInt16BigEndian(body[3..]), body[5]);
        if (rows != layout.Rows || columns != layout.Columns || count != layout.Samples)
            throw JpegSegments.Damaged($"has {rows}×{columns} pixels of {count} samples, but the object says {layout.Rows}×{layout.Columns} of {layout.Samples}");
        if (precision < 2 || precision > Math.Min(16, layout.SampleBytes * 8) || layout.BitsAllocated is not (8 or 16)) throw JpegSegments.Damaged($"has {precision} bits a sample, but the object allocates {layout.BitsAllocated}");
        var components = new byte[count];
        for (var i = 0; i < count; i++)
        {
            if (body[7 + i * 3] != 0x11) throw JpegSegments.Damaged("has subsampled components, which lossless coding here has not");
            components[i] = body[6 + i * 3];
        }

        return new JpegFrame(precision, components);
    }

    public int IndexOf(byte component) => Array.IndexOf(Components, component) is var index and >= 0 ? index : throw JpegSegments.Damaged("has a scan of an unknown component");
}
