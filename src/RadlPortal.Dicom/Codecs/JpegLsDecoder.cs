namespace RadlPortal.Dicom.Codecs;

/// <summary>JPEG-LS, lossless and near-lossless (ITU-T T.87), 2 to 16 bits, up to four components in single scans or interleaved by line or sample. Mapping tables and restart intervals are refused.</summary>
internal sealed class JpegLsDecoder
{
    private const byte Frame = 0xF7;
    private const int RowsBetweenChecks = 16;
    private const byte Preset = 0xF8;
    private static readonly byte[] RunBits = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    private readonly PixelLayout layout;
    private readonly ushort[] samples;
    private JpegFrame? frame;
    private byte[] preset = [];

    private readonly FrameDeadline deadline;

    private JpegLsDecoder(PixelLayout layout, FrameDeadline deadline) => (this.layout, this.deadline, samples) = (layout, deadline, new ushort[layout.Pixels * layout.Samples]);

    /// <exception cref="DicomException">The stream is damaged, is no JPEG-LS stream of the layout's size or takes too much time.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data, PixelLayout layout, FrameDeadline deadline)
    {
        // Each line takes a bit at least.
        if (layout.Rows > data.Length * 8L) throw JpegSegments.TooShort();
        if (layout.BitsAllocated is not (8 or 16)) throw JpegSegments.Damaged($"cannot fill {layout.BitsAllocated} allocated bits");
        var decoder = new JpegLsDecoder(layout, deadline);
        decoder.Read(data);
        return SampleBytes.Of(decoder.samples, layout);
    }

    private void Read(ReadOnlySpan<byte> data)
    {
        var segments = new JpegSegments(data);
        if (segments.NextMarker() != JpegSegments.StartOfImage) throw JpegSegments.Damaged("does not begin with an image");
        var decoded = 0;
        while (decoded < layout.Samples)
        {
            deadline.Check();
            var marker = segments.NextMarker();
            if (marker == JpegSegments.EndOfImage) throw JpegSegments.Damaged("ends before all its components");
            if (marker is < 0xC0 or JpegSegments.StartOfImage) continue;
            var body = segments.Body();
            switch (marker)
            {
                case Frame: frame = JpegFrame.Of(body, layout); break;
                case Preset when body.Length >= 11 && body[0] == 1: preset = body.ToArray(); break;
                case Preset: throw JpegSegments.Damaged("uses mapping tables, which cannot be read");
                case JpegSegments.RestartInterval when body.ContainsAnyExcept((byte)0): throw JpegSegments.Damaged("uses restart intervals, which cannot be read");
                case JpegSegments.StartOfScan: decoded += ReadScan(body, data, ref segments); break;
                case >= 0xC0 and <= 0xCF: throw JpegSegments.Damaged("is not coded by JPEG-LS");
            }
        }
    }

    private int ReadScan(ReadOnlySpan<byte> body, ReadOnlySpan<byte> data, ref JpegSegments segments)
    {
        if (frame is null) throw JpegSegments.Damaged("has a scan before its frame header");
        var count = body.Length > 0 ? body[0] : 0;
        if (count is < 1 or > 4 || body.Length < 4 + count * 2) throw JpegSegments.Damaged("has a damaged scan header");
        var components = new int[count];
        for (var i = 0; i < count; i++)
        {
            components[i] = frame.IndexOf(body[1 + i * 2]);
            if (body[2 + i * 2] != 0) throw JpegSegments.Damaged("uses mapping tables, which cannot be read");
        }

        var (near, interleave, pointTransform) = (body[1 + count * 2], body[2 + count * 2], body[3 + count * 2]);
        if (interleave > 2 || (interleave == 0 && count > 1) || pointTransform != 0) throw JpegSegments.Damaged("has a damaged scan header");
        var scan = new JpegLsScan(JpegLsParameters.Of(preset, frame.Precision, near), layout.Columns, count, RunBits);
        var bits = new JpegLsBits(data, segments.Position);
        for (var row = 0; row < layout.Rows; row++)
        {
            if (row % RowsBetweenChecks == 0) deadline.Check();
            if (interleave == 2 && count > 1) scan.ReadLineBySample(ref bits);
            else for (var c = 0; c < count; c++) scan.ReadLine(ref bits, c);
            for (var c = 0; c < count; c++) Store(scan.Line(c), row, components[c]);
            scan.NextRow();
        }

        // The reader looks a few bytes ahead, but never over a marker.
        segments.Position = bits.Position;
        return count;
    }

    private void Store(ReadOnlySpan<int> line, int row, int component)
    {
        var target = row * layout.Columns * layout.Samples + component;
        foreach (var value in line)
        {
            samples[target] = (ushort)value;
            target += layout.Samples;
        }
    }
}
