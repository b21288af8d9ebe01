using System.Buffers.Binary;
using System.IO.Compression;

namespace RadlPortal.Numerics.Volumes;

/// <summary>
/// Reads and writes NIfTI-1 volumes (.nii, .nii.gz). Patient axes are turned from RAS to LPS; a slope and intercept in
/// the header are applied and give a volume of doubles.
/// </summary>
public static class NiftiFormat
{
    /// <summary>Reads a volume; whether the file is compressed is seen from its first bytes.</summary>
    /// <param name="stream">The file's content from its start; left open.</param>
    /// <exception cref="VolumeFormatException">Not NIfTI, damaged, cut short, or of a kind that is not supported.</exception>
    public static Volume Read(Stream stream)
    {
        var buffered = new BufferedStream(stream, 1 << 16);
        var first = new byte[2];
        var got = buffered.ReadAtLeast(first, 2, throwOnEndOfStream: false);
        var start = new PrefixedStream(first.AsMemory(0, got), buffered);
        if (got < 2 || first[0] != 0x1F || first[1] != 0x8B)
        {
            return ReadPlain(start, buffered, compressed: false);
        }

        using var unzipped = new GZipStream(start, CompressionMode.Decompress, leaveOpen: true);
        return ReadPlain(unzipped, buffered, compressed: true);
    }

    /// <summary>Writes a volume in its own number type.</summary>
    /// <param name="volume">The volume to write.</param>
    /// <param name="stream">Takes the file's content; left open.</param>
    /// <param name="compress">True makes .nii.gz, false .nii.</param>
    public static void Write(Volume volume, Stream stream, bool compress = true)
    {
        if (!compress)
        {
            stream.Write(Header(volume));
            stream.Write(volume.Bytes);
            return;
        }

        using var zipped = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        zipped.Write(Header(volume));
        zipped.Write(volume.Bytes);
    }

    private static Volume ReadPlain(Stream stream, Stream file, bool compressed)
    {
        NiftiHeader header;
        VolumeGeometry geometry;
        try
        {
            var bytes = new byte[NiftiHeader.Length];
            stream.ReadExactly(bytes);
            header = new NiftiHeader(bytes);
            geometry = header.Geometry();
            stream.ReadExactly(new byte[header.Gap]);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new VolumeFormatException("The file is not a NIfTI volume, or it is damaged at its start.", e);
        }

        SampleReading.CheckLength(file, geometry, header.Type, compressed);
        var volume = SampleReading.Read(stream, geometry, header.Type, header.BigEndian);
        return header.Slope is 0 || !float.IsFinite(header.Slope) || (header.Slope == 1 && header.Intercept == 0)
            ? volume
            : Rescaled(volume, header.Slope, header.Intercept);
    }

    private static Volume<double> Rescaled(Volume volume, double slope, double intercept)
    {
        var samples = new double[volume.Geometry.VoxelCount];
        volume.CopyTo(0, samples);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = samples[i] * slope + intercept;
        }

        return Volume.Of(volume.Geometry, samples);
    }

    private static byte[] Header(Volume volume)
    {
        var bytes = new byte[NiftiHeader.Length + 4];
        var geometry = volume.Geometry;
        void Short(int at, int value) => BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), checked((short)value));
        void Float(int at, double value) => BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), (float)value);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, NiftiHeader.Length);
        Short(40, 3);
        Float(76, 1);
        for (var axis = 0; axis < 7; axis++)
        {
            Short(42 + 2 * axis, axis < 3 ? geometry.Size(axis) : 1);
            Float(80 + 4 * axis, axis < 3 ? geometry.Spacing[axis] : 1);
        }

        Short(70, CodeOf(volume.SampleType));
        Short(72, 8 * SampleReading.SizeOf(volume.SampleType));
        Float(108, NiftiHeader.Length + 4);
        Float(112, 1);
        bytes[123] = 2; // millimetres
        Short(254, 1);
        for (var axis = 0; axis < 4; axis++)
        {
            var column = axis < 3 ? geometry.Direction[axis] * geometry.Spacing[axis] : geometry.Origin;
            Float(280 + 4 * axis, -column.X);
            Float(296 + 4 * axis, -column.Y);
            Float(312 + 4 * axis, column.Z);
        }

        "n+1"u8.CopyTo(bytes.AsSpan(344));
        return bytes;
    }

    private static int CodeOf(SampleType type) => type switch
    {
        SampleType.Int8 => 256,
        SampleType.UInt8 => 2,
        SampleType.Int16 => 4,
        SampleType.UInt16 => 512,
        SampleType.Int32 => 8,
        SampleType.UInt32 => 768,
        SampleType.Int64 => 1024,
        SampleType.UInt64 => 1280,
        SampleType.Float32 => 16,
        _ => 64,
    };
}
