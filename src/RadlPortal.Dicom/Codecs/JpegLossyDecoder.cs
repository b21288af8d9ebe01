using JpegLibrary;

namespace RadlPortal.Dicom.Codecs;

/// <summary>JPEG baseline, extended (8 and 12 bit) and progressive, through JpegLibrary. Colour stays in the space in which it was coded; halved chrominance is repeated.</summary>
internal static class JpegLossyDecoder
{
    /// <exception cref="DicomException">The stream is damaged or has another size than the layout.</exception>
    public static byte[] Decode(ReadOnlyMemory<byte> data, PixelLayout layout)
    {
        if (layout.BitsAllocated is not (8 or 16)) throw JpegSegments.Damaged($"cannot fill {layout.BitsAllocated} allocated bits");
        try
        {
            var decoder = new JpegDecoder();
            decoder.SetInput(data);
            decoder.Identify();
            if (decoder.Height != layout.Rows || decoder.Width != layout.Columns || decoder.NumberOfComponents != layout.Samples)
                throw JpegSegments.Damaged($"has {decoder.Height}×{decoder.Width} pixels of {decoder.NumberOfComponents} samples, but the object says {layout.Rows}×{layout.Columns} of {layout.Samples}");
            if (decoder.Precision > layout.SampleBytes * 8) throw JpegSegments.Damaged($"has {decoder.Precision} bits a sample, but the object allocates {layout.BitsAllocated}");
            var writer = new Writer(layout, (1 << decoder.Precision) - 1);
            decoder.SetOutputWriter(writer);
            decoder.Decode();
            return SampleBytes.Of(writer.Samples, layout);
        }
        catch (Exception damage) when (damage is InvalidDataException or InvalidOperationException or NotSupportedException or ArgumentException or IndexOutOfRangeException or OverflowException or NullReferenceException)
        {
            // The library reports damage by these; a decoder on foreign bytes has no other way to say it.
            throw new DicomException("The JPEG stream of the frame is damaged.", tag: DicomTags.PixelData, inner: damage);
        }
    }

    private sealed class Writer(PixelLayout layout, int largest) : JpegBlockOutputWriter
    {
        private const int Side = 8;

        public ushort[] Samples { get; } = new ushort[layout.Pixels * layout.Samples];

        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            if (componentIndex >= layout.Samples) return;
            var block = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref blockRef, Side * Side);
            var (rows, columns) = (Math.Min(Side, layout.Rows - y), Math.Min(Side, layout.Columns - x));
            for (var r = 0; r < rows; r++)
                for (var c = 0; c < columns; c++)
                    Samples[((y + r) * layout.Columns + x + c) * layout.Samples + componentIndex] = (ushort)Math.Clamp((int)block[r * Side + c], 0, largest);
        }
    }
}
