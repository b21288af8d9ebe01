using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs;

/// <summary>Turns decoded 16-bit samples into the bytes of a frame.</summary>
internal static class SampleBytes
{
    public static byte[] Of(ushort[] samples, PixelLayout layout)
    {
        if (layout.SampleBytes == 2) return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
        var bytes = new byte[samples.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)samples[i];
        return bytes;
    }
}
