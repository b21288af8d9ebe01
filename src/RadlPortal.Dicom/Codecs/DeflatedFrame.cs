using System.IO.Compression;

namespace RadlPortal.Dicom.Codecs;

/// <summary>Deflated Image Frame Compression (PS3.5 annex A.4.13): the bytes of one native frame, deflated (RFC 1951).</summary>
internal static class DeflatedFrame
{
    // A run of 258 bytes takes two bits at least (RFC 1951 section 3.2.5).
    private const int MostInflation = 1032;

    /// <exception cref="DicomException">The stream is damaged or ends before the frame is full.</exception>
    public static byte[] Decode(byte[] data, PixelLayout layout)
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

        return NativeFrame.Decode(native, layout, 0);
    }
}
