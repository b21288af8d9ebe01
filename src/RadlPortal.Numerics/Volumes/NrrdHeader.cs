using System.Globalization;
using System.Text;

namespace RadlPortal.Numerics.Volumes;

/// <summary>The text header of an NRRD file, understood as far as a three-dimensional scalar volume needs.</summary>
internal sealed class NrrdHeader
{
    private const int LongestHeader = 1 << 20;

    public required VolumeGeometry Geometry { get; init; }

    public required SampleType Type { get; init; }

    public required bool BigEndian { get; init; }

    public required bool Compressed { get; init; }

    public static NrrdHeader Read(Stream stream)
    {
        var fields = ReadFields(stream);
        if (fields.ContainsKey("data file") || fields.ContainsKey("datafile"))
        {
            throw new VolumeFormatException("The NRRD file keeps its voxels in another file (\"data file\"). Save it as one .nrrd file.");
        }

        foreach (var skip in new[] { "line skip", "lineskip", "byte skip", "byteskip" })
        {
            if (fields.TryGetValue(skip, out var value) && value != "0")
            {
                throw new VolumeFormatException($"The NRRD field \"{skip}\" is not supported. Save the volume again as a plain .nrrd file.");
            }
        }

        var type = TypeOf(Needed(fields, "type"));
        return new NrrdHeader
        {
            Geometry = GeometryOf(fields),
            Type = type,
            BigEndian = fields.TryGetValue("endian", out var endian) && endian.Equals("big", StringComparison.OrdinalIgnoreCase),
            Compressed = IsCompressed(Needed(fields, "encoding")),
        };
    }

    private static Dictionary<string, string> ReadFields(Stream stream)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var read = 0;
        var first = ReadLine(stream, ref read);
        if (first is null || !first.StartsWith("NRRD", StringComparison.Ordinal))
        {
            throw new VolumeFormatException("The file is not an NRRD volume: it does not start with NRRD.");
        }

        while (true)
        {
            var line = ReadLine(stream, ref read)
                ?? throw new VolumeFormatException("The NRRD header does not end: the empty line before the voxels is missing.");
            if (line.Length == 0)
            {
                return fields;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] != '#' && colon > 0 && (colon + 1 >= line.Length || line[colon + 1] != '='))
            {
                fields[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }
    }

    private static string? ReadLine(Stream stream, ref int read)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (++read > LongestHeader)
            {
                throw new VolumeFormatException("The NRRD header is longer than one megabyte: the file is damaged.");
            }

            line.Append((char)next);
        }

        return null;
    }

    private static VolumeGeometry GeometryOf(Dictionary<string, string> fields)
    {
        var sizes = Needed(fields, "sizes").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (Needed(fields, "dimension") is not ("2" or "3") || sizes.Length is not (2 or 3))
        {
            throw new VolumeFormatException(
                $"The NRRD file has {sizes.Length} dimensions; a volume of 2 or 3 is needed. Split it into single volumes.");
        }

        var size = sizes.Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw new VolumeFormatException($"The NRRD field \"sizes\" holds \"{text}\", which is no size.")).ToList();
        var depth = size.Count == 3 ? size[2] : 1;
        if (!fields.TryGetValue("space directions", out var directions))
        {
            return new VolumeGeometry(size[0], size[1], depth, SpacingsOf(fields, size.Count));
        }

        var flip = FlipToLps(fields);
        var columns = Vectors(directions).Select(v => Flipped(v, flip)).ToList();
        if (columns.Count == 2)
        {
            columns.Add(Vector3.Cross(columns[0], columns[1]) is { Length: > 0 } normal ? normal * (1 / normal.Length) : default);
        }

        var origin = fields.TryGetValue("space origin", out var at) ? Flipped(Vectors(at).FirstOrDefault(), flip) : default;
        var spacing = new Vector3(columns[0].Length, columns[1].Length, columns[2].Length);
        return columns.Count == 3 && spacing is { X: > 0, Y: > 0, Z: > 0 }
            ? new VolumeGeometry(size[0], size[1], depth, spacing, origin, new Matrix3(
                columns[0] * (1 / spacing.X), columns[1] * (1 / spacing.Y), columns[2] * (1 / spacing.Z)))
            : throw new VolumeFormatException("The NRRD field \"space directions\" does not give every axis a direction and a spacing above 0.");
    }

    private static Vector3 SpacingsOf(Dictionary<string, string> fields, int count)
    {
        if (!fields.TryGetValue("spacings", out var text))
        {
            return new Vector3(1, 1, 1);
        }

        var values = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Number).ToList();
        return values.Count == count
            ? new Vector3(values[0], values[1], count == 3 ? values[2] : 1)
            : throw new VolumeFormatException("The NRRD field \"spacings\" does not give every axis a spacing.");
    }

    // NRRD names the patient axes; only those that differ from LPS by signs can be turned without moving voxels.
    private static (double X, double Y, double Z) FlipToLps(Dictionary<string, string> fields)
    {
        fields.TryGetValue("space", out var space);
        return space?.ToLowerInvariant() switch
        {
            "left-posterior-superior" or "lps" or null => (1, 1, 1),
            "right-anterior-superior" or "ras" => (-1, -1, 1),
            "left-anterior-superior" or "las" => (1, -1, 1),
            _ => throw new VolumeFormatException($"The NRRD space \"{space}\" is not supported. Save the volume in left-posterior-superior."),
        };
    }

    private static Vector3 Flipped(Vector3 v, (double X, double Y, double Z) flip) => new(v.X * flip.X, v.Y * flip.Y, v.Z * flip.Z);

    private static List<Vector3> Vectors(string text)
    {
        var vectors = new List<Vector3>();
        foreach (var part in text.Split(['(', ')'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var numbers = part.Split(',', StringSplitOptions.TrimEntries);
            vectors.Add(numbers.Length is 2 or 3
                ? new Vector3(Number(numbers[0]), Number(numbers[1]), numbers.Length == 3 ? Number(numbers[2]) : 0)
                : throw new VolumeFormatException($"The NRRD header holds \"{part}\" where a vector of three numbers is needed."));
        }

        return vectors;
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new VolumeFormatException($"The NRRD header holds \"{text}\" where a number is needed.");

    private static bool IsCompressed(string encoding) => encoding.ToLowerInvariant() switch
    {
        "raw" => false,
        "gzip" or "gz" => true,
        _ => throw new VolumeFormatException($"The NRRD encoding \"{encoding}\" is not supported. Save the volume with encoding raw or gzip."),
    };

    private static string Needed(Dictionary<string, string> fields, string name) => fields.TryGetValue(name, out var value)
        ? value
        : throw new VolumeFormatException($"The NRRD header lacks the field \"{name}\".");

    private static SampleType TypeOf(string name) => name.ToLowerInvariant() switch
    {
        "signed char" or "int8" or "int8_t" => SampleType.Int8,
        "uchar" or "unsigned char" or "uint8" or "uint8_t" => SampleType.UInt8,
        "short" or "short int" or "signed short" or "signed short int" or "int16" or "int16_t" => SampleType.Int16,
        "ushort" or "unsigned short" or "unsigned short int" or "uint16" or "uint16_t" => SampleType.UInt16,
        "int" or "signed int" or "int32" or "int32_t" => SampleType.Int32,
        "uint" or "unsigned int" or "uint32" or "uint32_t" => SampleType.UInt32,
        "longlong" or "long long" or "long long int" or "signed long long" or "signed long long int" or "int64" or "int64_t" => SampleType.Int64,
        "ulonglong" or "unsigned long long" or "unsigned long long int" or "uint64" or "uint64_t" => SampleType.UInt64,
        "float" => SampleType.Float32,
        "double" => SampleType.Float64,
        _ => throw new VolumeFormatException($"The NRRD type \"{name}\" is not a number type that a volume can hold."),
    };
}
