using System.Buffers.Binary;

namespace RadlPortal.Dicom.Codecs;

/// <summary>RLE Lossless (PS3.5 annex G): byte planes, most significant first, each packed in runs.</summary>
public static class RleCodec
{
    private const int HeaderLength = 64;
    private const int MostSegments = 15;
    private const int LongestRun = 128;

    /// <summary>Decodes a frame.</summary>
    /// <param name="data">The frame's fragment: header of 16 words, then segments.</param>
    /// <param name="layout">What the frame should be.</param>
    /// <exception cref="DicomException">The header does not fit the layout, or a segment ends before its plane is full.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> data, PixelLayout layout)
    {
        if (data.Length < HeaderLength) throw Damaged("is shorter than its header");
        var planes = layout.Samples * layout.SampleBytes;
        var segments = BinaryPrimitives.ReadUInt32LittleEndian(data);
        if (segments != planes || segments > MostSegments) throw Damaged($"has {segments} segments where {planes} are expected");
        var planeLength = layout.BitsAllocated == 1 ? (layout.Pixels * layout.Samples + 7) / 8 : layout.Pixels;
        // Two bytes give a run of 128 at most.
        if ((long)planeLength * planes > (long)LongestRun / 2 * data.Length) throw Damaged("is too short for its planes");
        var plane = new byte[planeLength];
        var samples = new byte[layout.FrameBytes];
        for (var p = 0; p < planes; p++)
        {
            Unpack(Segment(data, p, (int)segments), plane);
            if (layout.BitsAllocated == 1) return NativeFrame.Unpack(plane, layout, 0);
            var (sample, fromTop) = (p / layout.SampleBytes, p % layout.SampleBytes);
            var first = sample * layout.SampleBytes + layout.SampleBytes - 1 - fromTop;
            for (var i = 0; i < plane.Length; i++) samples[first + i * planes] = plane[i];
        }

        return samples;
    }

    /// <summary>Encodes a frame of whole bytes.</summary>
    /// <param name="samples">Little endian, colour by pixel, as <see cref="Decode"/> gives them.</param>
    /// <param name="layout">Layout of the frame.</param>
    /// <returns>The frame's fragment (PS3.5 annex G.3), of even length.</returns>
    /// <exception cref="DicomException">The layout has packed bits or more than 15 planes of bytes.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> samples, PixelLayout layout)
    {
        var planes = layout.Samples * layout.SampleBytes;
        if (layout.BitsAllocated is 1 or 12 || planes > MostSegments) throw new DicomException("This layout cannot be coded in runs.", tag: DicomTags.BitsAllocated);
        using var coded = new MemoryStream();
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)planes);
        coded.Write(header);
        var row = new byte[layout.Columns];
        for (var p = 0; p < planes; p++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4 + p * 4), (uint)coded.Length);
            var first = p / layout.SampleBytes * layout.SampleBytes + layout.SampleBytes - 1 - p % layout.SampleBytes;
            for (var r = 0; r < layout.Rows; r++)
            {
                for (var c = 0; c < row.Length; c++) row[c] = samples[first + (r * layout.Columns + c) * planes];
                Pack(row, coded);
            }

            if (coded.Length % 2 == 1) coded.WriteByte(0);
        }

        var bytes = coded.ToArray();
        header.CopyTo(bytes, 0);
        return bytes;
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> data, int index, int segments)
    {
        var start = BinaryPrimitives.ReadUInt32LittleEndian(data[(4 + index * 4)..]);
        var end = index + 1 < segments ? BinaryPrimitives.ReadUInt32LittleEndian(data[(8 + index * 4)..]) : (uint)data.Length;
        if (start < HeaderLength || end < start || end > data.Length) throw Damaged("has segments outside of itself");
        return data[(int)start..(int)end];
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> plane)
    {
        var (from, to) = (0, 0);
        while (to < plane.Length)
        {
            if (from + 1 >= packed.Length) throw Damaged("ends before its plane is full");
            var control = (sbyte)packed[from++];
            if (control == sbyte.MinValue) continue;
            var length = Math.Min(control >= 0 ? control + 1 : 1 - control, plane.Length - to);
            if (control >= 0)
            {
                if (from + length > packed.Length) throw Damaged("ends before its plane is full");
                packed.Slice(from, length).CopyTo(plane[to..]);
                from += control + 1;
            }
            else
            {
                plane.Slice(to, length).Fill(packed[from++]);
            }

            to += length;
        }
    }

    private static void Pack(ReadOnlySpan<byte> row, MemoryStream coded)
    {
        var i = 0;
        while (i < row.Length)
        {
            var run = RunAt(row, i);
            if (run >= 2)
            {
                coded.WriteByte((byte)(1 - run));
                coded.WriteByte(row[i]);
                i += run;
                continue;
            }

            var end = i + 1;
            while (end < row.Length && end - i < LongestRun && RunAt(row, end) < 3) end++;
            coded.WriteByte((byte)(end - i - 1));
            coded.Write(row[i..end]);
            i = end;
        }
    }

    private static int RunAt(ReadOnlySpan<byte> row, int start)
    {
        var end = start + 1;
        while (end < row.Length && end - start < LongestRun && row[end] == row[start]) end++;
        return end - start;
    }

    private static DicomException Damaged(string what) => new($"The run-length coded frame {what}.", tag: DicomTags.PixelData);
}
