using System.IO.Compression;
using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Reading;

/// <summary>Inflates a deflated data set (PS3.5 annex A.5): first it is measured, so that a bomb is refused before anything is held.</summary>
internal static class Inflation
{
    public static byte[] Inflate(ReadOnlyMemory<byte> deflated, DicomReadLimits limits, long offset)
    {
        var most = Math.Min(limits.InflatedBytes, Math.Max(limits.HarmlessBytes, (long)deflated.Length * limits.InflationRatio));
        try
        {
            var length = 0L;
            var buffer = new byte[81920];
            using (var measured = Open(deflated))
            {
                int read;
                while ((read = measured.Read(buffer)) > 0)
                    if ((length += read) > most) throw new DicomException($"The deflated data set grows beyond {most} bytes.", offset);
            }

            var inflated = new byte[length];
            using var inflater = Open(deflated);
            inflater.ReadExactly(inflated);
            return inflated;
        }
        catch (InvalidDataException damaged)
        {
            throw new DicomException("The deflated data set is damaged.", offset, inner: damaged);
        }
    }

    private static DeflateStream Open(ReadOnlyMemory<byte> deflated) =>
        new(MemoryMarshal.TryGetArray(deflated, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count) : new MemoryStream(deflated.ToArray()), CompressionMode.Decompress);
}
