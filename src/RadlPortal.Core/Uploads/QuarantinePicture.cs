using System.IO.Compression;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Codecs;

namespace RadlPortal.Core.Uploads;

/// <summary>The pixels of a quarantined image as a grey PNG (ISO 15948), for the one person who decides whether text is in them.</summary>
internal static class QuarantinePicture
{
    private const double LungLow = -1350;
    private const double LungHigh = 150;

    /// <summary>Renders the only frame: with all grey levels, or in a lung window.</summary>
    /// <exception cref="DicomException">There is no single frame that can be decoded.</exception>
    public static byte[] Render(DicomDataset dataset, bool isLungWindow)
    {
        var frames = PixelFrames.Of(dataset);
        if (frames.Count != 1) throw new DicomException($"The file has {frames.Count} frames; only single pictures are shown.");
        var layout = frames.Layout;
        var values = Values(frames.Decode(0), layout);
        double low = values.Min(), high = values.Max();
        if (isLungWindow)
        {
            var (slope, intercept) = (dataset.Number(DicomTags.RescaleSlope) is { } s and not 0 ? s : 1, dataset.Number(DicomTags.RescaleIntercept) ?? 0);
            (low, high) = ((LungLow - intercept) / slope, (LungHigh - intercept) / slope);
        }

        var grey = new byte[values.Length];
        for (var i = 0; i < grey.Length; i++) grey[i] = (byte)Math.Clamp((values[i] - low) / Math.Max(high - low, 1e-9) * 255, 0, 255);
        return Png(grey, layout.Columns, layout.Rows);
    }

    // Of a colour picture the brightest sample: letters of any colour show.
    private static double[] Values(byte[] samples, PixelLayout layout)
    {
        if (layout.IsFloat || layout.SampleBytes > 4) throw new DicomException("Pixels of floating point numbers are not shown.");
        var values = new double[layout.Pixels];
        for (var i = 0; i < values.Length; i++)
        {
            var brightest = double.MinValue;
            for (var s = 0; s < layout.Samples; s++) brightest = Math.Max(brightest, Sample(samples.AsSpan((i * layout.Samples + s) * layout.SampleBytes), layout));
            values[i] = brightest;
        }

        return values;
    }

    private static double Sample(ReadOnlySpan<byte> bytes, PixelLayout layout) => (layout.SampleBytes, layout.IsSigned) switch
    {
        (1, false) => bytes[0],
        (1, true) => (sbyte)bytes[0],
        (2, false) => BitConverter.ToUInt16(bytes),
        (2, true) => BitConverter.ToInt16(bytes),
        (_, false) => BitConverter.ToUInt32(bytes),
        _ => BitConverter.ToInt32(bytes),
    };

    private static byte[] Png(byte[] grey, int columns, int rows)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR"u8, [.. BigEndian(columns), .. BigEndian(rows), 8, 0, 0, 0, 0]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var row = 0; row < rows; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(grey, row * columns, columns);
            }
        }

        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        png.Write(BigEndian(data.Length));
        png.Write(type);
        png.Write(data);
        png.Write(BigEndian((int)~Crc(data, Crc(type, 0xFFFFFFFF))));
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc(ReadOnlySpan<byte> bytes, uint crc)
    {
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return crc;
    }
}
