using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs;

/// <summary>
/// JPEG baseline, extended and progressive, Huffman coded, 8 and 12 bit (ITU-T T.81 annexes F and G; PS3.5 annex A.4.1), to the last bit as the Independent JPEG Group's
/// decoders with their accurate whole-number transform. Colour stays in the space in which it was coded.
/// </summary>
internal sealed class JpegLossyDecoder
{
    private const byte Quantisation = 0xDB;
    private const byte Progressive = 0xC2;
    private readonly PixelLayout layout;
    private readonly HuffmanTable?[] tables = new HuffmanTable?[8];
    private readonly int[]?[] steps = new int[]?[4];
    private JpegComponent[] components = [];
    private int precision;
    private bool isProgressive;
    private int restartInterval;

    private readonly FrameDeadline deadline;

    private JpegLossyDecoder(PixelLayout layout, FrameDeadline deadline) => (this.layout, this.deadline) = (layout, deadline);

    /// <exception cref="DicomException">The stream is damaged, has another size than the layout or takes too much time.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data, PixelLayout layout, FrameDeadline deadline)
    {
        if (layout.BitsAllocated is not (8 or 16)) throw JpegSegments.Damaged($"cannot fill {layout.BitsAllocated} allocated bits");
        var decoder = new JpegLossyDecoder(layout, deadline);
        decoder.Read(data);
        return decoder.Samples();
    }

    private void Read(ReadOnlySpan<byte> data)
    {
        var segments = new JpegSegments(data);
        if (segments.NextMarker() != JpegSegments.StartOfImage) throw JpegSegments.Damaged("does not begin with an image");
        var scans = 0;
        // Some writers leave out the end marker: with every component seen, the end of the data is as good.
        while (scans == 0 || segments.HasMarker())
        {
            deadline.Check();
            var marker = segments.NextMarker();
            if (marker == JpegSegments.EndOfImage) break;
            if (marker is >= 0xD0 and <= 0xD7 or JpegSegments.StartOfImage or 1) continue;
            var body = segments.Body();
            switch (marker)
            {
                case 0xC0 or 0xC1 or Progressive when components.Length == 0:
                    isProgressive = marker == Progressive;
                    (precision, components) = JpegComponent.ReadAll(body, layout, data.Length);
                    break;
                case JpegSegments.DefineHuffman: HuffmanTable.ReadAll(body, tables); break;
                case Quantisation: ReadSteps(body); break;
                case JpegSegments.RestartInterval: restartInterval = body.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(body) : throw JpegSegments.Damaged("has a damaged restart interval"); break;
                case JpegSegments.StartOfScan:
                    ReadScan(body, data, ref segments);
                    scans++;
                    break;
                case >= 0xC0 and <= 0xCF and not 0xC8 and not 0xCC: throw JpegSegments.Damaged("is not coded by one of the Huffman coded lossy processes, or has two frames");
            }
        }

        if (scans == 0) throw JpegSegments.Damaged("has no scan");
    }

    private void ReadSteps(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            var size = body[0] >> 4 == 0 ? 1 : 2;
            if ((body[0] & 15) > 3 || body.Length < 1 + 64 * size) throw JpegSegments.Damaged("has a damaged quantisation table");
            var table = new int[64];
            for (var i = 0; i < 64; i++) table[JpegScan.NaturalOrder[i]] = size == 1 ? body[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(body[(1 + i * 2)..]);
            steps[body[0] & 15] = table;
            body = body[(1 + 64 * size)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> body, ReadOnlySpan<byte> data, ref JpegSegments segments)
    {
        if (components.Length == 0) throw JpegSegments.Damaged("has a scan before its frame header");
        var count = body.Length > 0 ? body[0] : 0;
        if (count is < 1 or > 4 || body.Length < 4 + count * 2) throw JpegSegments.Damaged("has a damaged scan header");
        var used = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var id = body[1 + i * 2];
            used[i] = Array.Find(components, c => c.Id == id) ?? throw JpegSegments.Damaged("has a scan of an unknown component");
            (used[i].DcTable, used[i].AcTable) = (tables[(body[2 + i * 2] >> 4) & 3], tables[4 + (body[2 + i * 2] & 3)]);
        }

        var band = body[(1 + count * 2)..];
        var bits = new JpegBits(data, segments.Position);
        new JpegScan(band[0], band[1], band[2] >> 4, band[2] & 15, isProgressive).Read(ref bits, used, restartInterval, deadline);
        segments.Position = bits.Position;
    }

    private byte[] Samples()
    {
        var samples = new byte[layout.FrameBytes];
        var (widest, highest) = (components.Max(c => c.Horizontal), components.Max(c => c.Vertical));
        for (var i = 0; i < components.Length; i++)
        {
            var component = components[i];
            if (widest % component.Horizontal != 0 || highest % component.Vertical != 0) throw JpegSegments.Damaged("has components of uneven sizes");
            if (component.Horizontal == widest && component.Vertical == highest) Place(component, samples, i);
            else ChromaWidening.Write(Plane(component), component.Columns, component.Rows, widest / component.Horizontal, highest / component.Vertical, layout, samples, i);
            component.Release();
        }

        return samples;
    }

    private int[] StepsOf(JpegComponent component) => steps[component.Quantisation] ?? throw JpegSegments.Damaged("uses a quantisation table that is not there");

    /// <summary>A component of the frame's own size goes straight to its place, so that a large frame is not held twice.</summary>
    private void Place(JpegComponent component, Span<byte> frame, int index)
    {
        var table = StepsOf(component);
        var words = layout.SampleBytes == 2 ? MemoryMarshal.Cast<byte, ushort>(frame) : default;
        Span<ushort> block = stackalloc ushort[64];
        for (var row = 0; row < component.OwnBlocksHigh; row++)
        {
            deadline.Check();
            for (var column = 0; column < component.OwnBlocksWide; column++)
            {
                InverseDct.Transform(component.Block(row, column), table, precision, block);
                var width = Math.Min(8, component.Columns - column * 8);
                for (var y = 0; y < Math.Min(8, component.Rows - row * 8); y++)
                {
                    var at = ((row * 8 + y) * layout.Columns + column * 8) * layout.Samples + index;
                    for (var x = 0; x < width; x++, at += layout.Samples)
                    {
                        if (words.IsEmpty) frame[at] = (byte)block[y * 8 + x];
                        else words[at] = block[y * 8 + x];
                    }
                }
            }
        }
    }

    private ushort[] Plane(JpegComponent component)
    {
        var table = StepsOf(component);
        var plane = new ushort[component.Rows * component.Columns];
        Span<ushort> block = stackalloc ushort[64];
        for (var row = 0; row < component.OwnBlocksHigh; row++)
        {
            deadline.Check();
            for (var column = 0; column < component.OwnBlocksWide; column++)
            {
                InverseDct.Transform(component.Block(row, column), table, precision, block);
                var width = Math.Min(8, component.Columns - column * 8);
                for (var y = 0; y < Math.Min(8, component.Rows - row * 8); y++)
                    block.Slice(y * 8, width).CopyTo(plane.AsSpan((row * 8 + y) * component.Columns + column * 8));
            }
        }

        return plane;
    }
}
