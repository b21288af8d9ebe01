using System.Buffers.Binary;

namespace RadlPortal.Dicom.Codecs;

/// <summary>JPEG Lossless, process 14 (ITU-T T.81 annex H): Huffman coded differences, all seven predictors, point transform, restart intervals, interleaved and single scans.</summary>
internal sealed class JpegLosslessDecoder
{
    private const byte LosslessFrame = 0xC3;
    private const int RowsBetweenChecks = 16;
    private readonly PixelLayout layout;
    private readonly HuffmanTable?[] tables = new HuffmanTable?[4];
    private readonly ushort[] samples;
    private JpegFrame? frame;
    private int restartRows;

    private readonly FrameDeadline deadline;

    private JpegLosslessDecoder(PixelLayout layout, FrameDeadline deadline) => (this.layout, this.deadline, samples) = (layout, deadline, new ushort[layout.Pixels * layout.Samples]);

    /// <exception cref="DicomException">The stream is damaged, is no lossless JPEG of the layout's size or takes too much time.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data, PixelLayout layout, FrameDeadline deadline)
    {
        // Each sample takes a bit at least.
        if ((long)layout.Pixels * layout.Samples > data.Length * 8L) throw JpegSegments.TooShort();
        if (layout.BitsAllocated is not (8 or 16)) throw JpegSegments.Damaged($"cannot fill {layout.BitsAllocated} allocated bits");
        var decoder = new JpegLosslessDecoder(layout, deadline);
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
            if (marker is >= 0xD0 and <= 0xD7 or JpegSegments.StartOfImage) continue;
            var body = segments.Body();
            switch (marker)
            {
                case LosslessFrame: frame = JpegFrame.Of(body, layout); break;
                case JpegSegments.DefineHuffman: HuffmanTable.ReadAll(body, tables); break;
                case JpegSegments.RestartInterval: SetRestart(body); break;
                case JpegSegments.StartOfScan: decoded += ReadScan(body, data, ref segments); break;
                case >= 0xC0 and <= 0xCF and not 0xC8 and not 0xCC: throw JpegSegments.Damaged("is not coded by the lossless process");
            }
        }
    }

    private void SetRestart(ReadOnlySpan<byte> body)
    {
        if (body.Length < 2) throw JpegSegments.Damaged("has a damaged restart interval");
        var interval = BinaryPrimitives.ReadUInt16BigEndian(body);
        if (interval % layout.Columns != 0) throw JpegSegments.Damaged("restarts within a row");
        restartRows = interval / layout.Columns;
    }

    private int ReadScan(ReadOnlySpan<byte> body, ReadOnlySpan<byte> data, ref JpegSegments segments)
    {
        if (frame is null) throw JpegSegments.Damaged("has a scan before its frame header");
        var count = body.Length > 0 ? body[0] : 0;
        if (count is < 1 or > 4 || body.Length < 4 + count * 2) throw JpegSegments.Damaged("has a damaged scan header");
        var components = new int[count];
        var used = new HuffmanTable[count];
        for (var i = 0; i < count; i++)
        {
            components[i] = frame.IndexOf(body[1 + i * 2]);
            used[i] = tables[(body[2 + i * 2] >> 4) & 3] ?? throw JpegSegments.Damaged("uses a Huffman table that is not there");
        }

        var (predictor, pointTransform) = (body[1 + count * 2], body[3 + count * 2] & 15);
        if (predictor is < 1 or > 7 || pointTransform >= frame.Precision) throw JpegSegments.Damaged("has an unknown predictor or point transform");
        var bits = new JpegBits(data, segments.Position);
        for (var row = 0; row < layout.Rows; row++)
        {
            var isFirst = row == 0 || restartRows > 0 && row % restartRows == 0;
            if (isFirst && row > 0) bits.Restart();
            if (row % RowsBetweenChecks == 0) deadline.Check();
            ReadRow(ref bits, row, isFirst, components, used, predictor, 1 << (frame.Precision - pointTransform - 1));
        }

        if (pointTransform > 0) Shift(components, pointTransform);
        segments.Position = bits.Position;
        return count;
    }

    private void ReadRow(ref JpegBits bits, int row, bool isFirst, int[] components, HuffmanTable[] used, int predictor, int middle)
    {
        var step = layout.Samples;
        var width = layout.Columns * step;
        var current = samples.AsSpan(row * width, width);
        var above = isFirst ? default : samples.AsSpan((row - 1) * width, width);
        for (var c = 0; c < components.Length; c++)
        {
            var i = components[c];
            current[i] = (ushort)((isFirst ? middle : above[i]) + bits.Difference(used[c]));
        }

        for (var x = step; x < width; x += step)
        {
            for (var c = 0; c < components.Length; c++)
            {
                var i = x + components[c];
                int left = current[i - step];
                var predicted = isFirst ? left : Predict(predictor, left, above[i], above[i - step]);
                current[i] = (ushort)(predicted + bits.Difference(used[c]));
            }
        }
    }

    private static int Predict(int predictor, int left, int above, int corner) => predictor switch
    {
        1 => left,
        2 => above,
        3 => corner,
        4 => left + above - corner,
        5 => left + ((above - corner) >> 1),
        6 => above + ((left - corner) >> 1),
        _ => (left + above) >> 1,
    };

    private void Shift(int[] components, int pointTransform)
    {
        foreach (var component in components)
            for (var i = component; i < samples.Length; i += layout.Samples) samples[i] <<= pointTransform;
    }
}
