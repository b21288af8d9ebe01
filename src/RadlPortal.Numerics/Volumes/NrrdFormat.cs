using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace RadlPortal.Numerics.Volumes;

/// <summary>
/// Reads and writes NRRD volumes (Nearly Raw Raster Data; .nrrd, header and voxels in one file, encoding raw or gzip).
/// Patient axes are turned to LPS.
/// </summary>
public static class NrrdFormat
{
    /// <summary>Reads a volume in the number type of the file.</summary>
    /// <param name="stream">The file's content from its start; left open.</param>
    /// <exception cref="VolumeFormatException">Not NRRD, damaged, cut short, or of a kind that is not supported.</exception>
    public static Volume Read(Stream stream)
    {
        var buffered = new BufferedStream(stream, 1 << 16);
        var header = NrrdHeader.Read(buffered);
        SampleReading.CheckLength(buffered, header.Geometry, header.Type, header.Compressed);
        if (!header.Compressed)
        {
            return SampleReading.Read(buffered, header.Geometry, header.Type, header.BigEndian);
        }

        using var unzipped = new GZipStream(buffered, CompressionMode.Decompress, leaveOpen: true);
        return SampleReading.Read(unzipped, header.Geometry, header.Type, header.BigEndian);
    }

    /// <summary>Writes a volume in its own number type.</summary>
    /// <param name="volume">The volume to write.</param>
    /// <param name="stream">Takes the file's content; left open.</param>
    /// <param name="compress">True packs the voxels with gzip.</param>
    public static void Write(Volume volume, Stream stream, bool compress = true)
    {
        stream.Write(Encoding.ASCII.GetBytes(Header(volume.Geometry, volume.SampleType, compress)));
        if (!compress)
        {
            stream.Write(volume.Bytes);
            return;
        }

        using var zipped = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        zipped.Write(volume.Bytes);
    }

    /// <summary>Writes a labelmap as unsigned bytes.</summary>
    /// <param name="labelmap">The labelmap to write.</param>
    /// <param name="stream">Takes the file's content; left open.</param>
    /// <param name="compress">True packs the voxels with gzip.</param>
    public static void Write(Labelmap labelmap, Stream stream, bool compress = true) =>
        Write(Volume.Of(labelmap.Geometry, labelmap.Labels), stream, compress);

    private static string Header(VolumeGeometry geometry, SampleType type, bool compress)
    {
        var column = (int axis) => Text(geometry.Direction[axis] * geometry.Spacing[axis]);
        return $"""
            NRRD0004
            type: {NameOf(type)}
            dimension: 3
            space: left-posterior-superior
            sizes: {geometry.SizeX} {geometry.SizeY} {geometry.SizeZ}
            space directions: {column(0)} {column(1)} {column(2)}
            kinds: domain domain domain
            endian: {(BitConverter.IsLittleEndian ? "little" : "big")}
            encoding: {(compress ? "gzip" : "raw")}
            space origin: {Text(geometry.Origin)}


            """.ReplaceLineEndings("\n");
    }

    private static string Text(Vector3 v) =>
        string.Create(CultureInfo.InvariantCulture, $"({v.X:R},{v.Y:R},{v.Z:R})");

    private static string NameOf(SampleType type) => type switch
    {
        SampleType.Int8 => "int8",
        SampleType.UInt8 => "uint8",
        SampleType.Int16 => "int16",
        SampleType.UInt16 => "uint16",
        SampleType.Int32 => "int32",
        SampleType.UInt32 => "uint32",
        SampleType.Int64 => "int64",
        SampleType.UInt64 => "uint64",
        SampleType.Float32 => "float",
        _ => "double",
    };
}
