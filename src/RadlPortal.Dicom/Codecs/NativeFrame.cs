namespace RadlPortal.Dicom.Codecs;

/// <summary>Uncompressed frames (PS3.5 section 8.2): whole bytes, packed bits (1 and 12), colour planes, and luminance with halved chrominance.</summary>
internal static class NativeFrame
{
    /// <summary>Bits of one frame as stored.</summary>
    public static long Bits(PixelLayout layout) =>
        IsHalved(layout) ? (long)layout.Pixels * 16 : (long)layout.Pixels * layout.Samples * layout.BitsAllocated;

    public static byte[] Decode(ReadOnlySpan<byte> pixels, PixelLayout layout, int index)
    {
        var bits = Bits(layout);
        if (layout.BitsAllocated is 1 or 12) return Unpack(pixels, layout, bits * index);
        var frame = pixels.Slice((int)(bits / 8 * index), (int)(bits / 8));
        if (IsHalved(layout)) return Widened(frame, layout);
        return layout.IsPlanar && layout.Samples > 1 ? ByPixel(frame, layout) : frame.ToArray();
    }

    /// <summary>Packed samples of 1 or 12 bits, lowest bit first, frames running on over byte borders (PS3.5 annex D).</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, PixelLayout layout, long firstBit)
    {
        var (width, size) = (layout.BitsAllocated, layout.SampleBytes);
        var samples = new byte[layout.FrameBytes];
        var bit = firstBit;
        for (var i = 0; i < samples.Length; i += size)
        {
            var value = 0;
            for (var n = 0; n < width; n++, bit++) value |= ((packed[(int)(bit >> 3)] >> (int)(bit & 7)) & 1) << n;
            samples[i] = (byte)value;
            if (size == 2) samples[i + 1] = (byte)(value >> 8);
        }

        return samples;
    }

    private static bool IsHalved(PixelLayout layout) => layout is { Photometric: "YBR_FULL_422", Samples: 3, BitsAllocated: 8, IsPlanar: false };

    // Two pixels are Y Y Cb Cr; both get the same chrominance.
    private static byte[] Widened(ReadOnlySpan<byte> frame, PixelLayout layout)
    {
        if (layout.Columns % 2 == 1) throw new DicomException("Halved chrominance needs an even number of columns.", tag: DicomTags.Columns);
        var samples = new byte[layout.FrameBytes];
        for (int i = 0, o = 0; o < samples.Length; i += 4, o += 6)
        {
            (samples[o], samples[o + 1], samples[o + 2]) = (frame[i], frame[i + 2], frame[i + 3]);
            (samples[o + 3], samples[o + 4], samples[o + 5]) = (frame[i + 1], frame[i + 2], frame[i + 3]);
        }

        return samples;
    }

    private static byte[] ByPixel(ReadOnlySpan<byte> frame, PixelLayout layout)
    {
        var (count, size, pixels) = (layout.Samples, layout.SampleBytes, layout.Pixels);
        var samples = new byte[layout.FrameBytes];
        for (var s = 0; s < count; s++)
            for (var i = 0; i < pixels; i++)
                frame.Slice((s * pixels + i) * size, size).CopyTo(samples.AsSpan((i * count + s) * size));
        return samples;
    }
}
