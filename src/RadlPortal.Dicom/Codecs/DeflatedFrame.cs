using System.IO.Compression;

namespace RadlPortal.Dicom.Codecs;

/// <summary>Deflated Image Frame Compression (PS3.5 annex A.4.13): the bytes of one native frame, deflated (RFC 1951).</summary>
internal static class DeflatedFrame
{
    // A run of 258 bytes takes two bits at least (RFC 1951 section 3.2.5).
    private const int MostInflation = 1032;

    /// <summary>The samples of the frame, deflated anew: nothing behind them comes along.</summary>
    /// <exception cref="DicomException">The stream is damaged or ends before the frame is full.</exception>
    public static byte[] Rewritten(byte[] data, PixelLayout layout)
    {
        using var stream = new MemoryStream();
        using (var deflater = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true)) deflater.Write(Inflated(data, layout));
        return stream.ToArray();
    }

    /// <exception cref="DicomException">The stream is damaged or ends before the frame is full.</exception>
    public static byte[] Decode(byte[] data, PixelLayout layout) => NativeFrame.Decode(Inflated(data, layout), layout, 0);

    private static byte[] Inflated(byte[] data, PixelLayout layout)
    {
        var length = (NativeFrame.Bits(layout) + 7) / 8;
        if (length > (long)MostInflation * data.Length) throw new DicomException("The deflated frame is too short for the pixels that the object says it has.", tag: DicomTags.PixelData);
        var native = new byte[(int)length];
        try
        {
            using var inflater = new DeflateStream(new MemoryStream(data), CompressionMode.Decompress);
            inflater.ReadExactly(native);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new DicomException("The deflated frame is damaged or too short.", tag: DicomTags.PixelData, inner: damaged);
        }

        return native;
    }
}
