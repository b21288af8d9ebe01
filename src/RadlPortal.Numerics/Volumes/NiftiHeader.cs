using System.Buffers.Binary;

namespace RadlPortal.Numerics.Volumes;

/// <summary>The 348 bytes of a NIfTI-1 header, as far as a three-dimensional scalar volume needs.</summary>
internal sealed class NiftiHeader
{
    public const int Length = 348;

    private readonly byte[] bytes;
    private readonly bool bigEndian;

    public NiftiHeader(byte[] bytes)
    {
        this.bytes = bytes;
        bigEndian = BinaryPrimitives.ReadInt32LittleEndian(bytes) != Length;
        if (Int32(0) != Length || !bytes.AsSpan(344, 3).SequenceEqual("n+1"u8))
        {
            throw new VolumeFormatException("The file is not a single-file NIfTI-1 volume (.nii or .nii.gz).");
        }
    }

    public bool BigEndian => bigEndian;

    public float Slope => Single(112);

    public float Intercept => Single(116);

    /// <summary>Bytes between the header and the first voxel.</summary>
    public int Gap => float.IsFinite(Single(108)) && Single(108) is >= Length and < 1 << 24
        ? (int)Single(108) - Length
        : throw new VolumeFormatException("The NIfTI header does not say where the voxels start.");

    public SampleType Type => Int16(70) switch
    {
        2 => SampleType.UInt8,
        4 => SampleType.Int16,
        8 => SampleType.Int32,
        16 => SampleType.Float32,
        64 => SampleType.Float64,
        256 => SampleType.Int8,
        512 => SampleType.UInt16,
        768 => SampleType.UInt32,
        1024 => SampleType.Int64,
        1280 => SampleType.UInt64,
        var code => throw new VolumeFormatException($"The NIfTI data type {code} is not a number type that a volume can hold."),
    };

    public VolumeGeometry Geometry()
    {
        var dimensions = Int16(40);
        for (var axis = 4; axis <= Math.Min((int)dimensions, 7); axis++)
        {
            if (Int16(40 + 2 * axis) > 1)
            {
                throw new VolumeFormatException("The NIfTI file holds more than one volume. Split it into single volumes.");
            }
        }

        if (dimensions is < 2 or > 7)
        {
            throw new VolumeFormatException($"The NIfTI file has {dimensions} dimensions; a volume of 2 or 3 is needed.");
        }

        var depth = dimensions >= 3 ? Int16(46) : (short)1;
        var spacing = new Vector3(Math.Abs(Single(80)), Math.Abs(Single(84)), dimensions >= 3 ? Math.Abs(Single(88)) : 1);
        var (direction, origin) = Placement(spacing);

        // NIfTI's patient axes are RAS: left and posterior change their sign.
        static Vector3 Lps(Vector3 v) => new(-v.X, -v.Y, v.Z);
        return new VolumeGeometry(
            Int16(42), Int16(44), depth, spacing, Lps(origin),
            new Matrix3(Lps(direction.Column0), Lps(direction.Column1), Lps(direction.Column2)));
    }

    private (Matrix3 Direction, Vector3 Origin) Placement(Vector3 spacing)
    {
        if (Int16(254) > 0 && FromAffine() is { } affine)
        {
            return affine;
        }

        return Int16(252) > 0
            ? (FromQuaternion(), new Vector3(Single(268), Single(272), Single(276)))
            : (new Matrix3(new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)), default);
    }

    // An affine with shear is no rotated grid; the quaternion is taken then, as ITK does.
    private (Matrix3 Direction, Vector3 Origin)? FromAffine()
    {
        Vector3 Column(int axis) => new(Single(280 + 4 * axis), Single(296 + 4 * axis), Single(312 + 4 * axis));
        var columns = new[] { Column(0), Column(1), Column(2) };
        if (columns.Any(c => !(c.Length > 0) || !c.IsFinite))
        {
            return null;
        }

        var unit = columns.Select(c => c * (1 / c.Length)).ToArray();
        var skewed = Math.Abs(Vector3.Dot(unit[0], unit[1])) > 1e-4
            || Math.Abs(Vector3.Dot(unit[0], unit[2])) > 1e-4
            || Math.Abs(Vector3.Dot(unit[1], unit[2])) > 1e-4;
        return skewed ? null : (new Matrix3(unit[0], unit[1], unit[2]), Column(3));
    }

    private Matrix3 FromQuaternion()
    {
        double b = Single(256), c = Single(260), d = Single(264);
        var a = Math.Sqrt(Math.Max(0, 1 - (b * b + c * c + d * d)));
        var handed = Single(76) < 0 ? -1.0 : 1.0;
        return new Matrix3(
            new(a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)),
            new(2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)),
            new Vector3(2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c) * handed);
    }

    private short Int16(int at) => bigEndian
        ? BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at))
        : BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at));

    private int Int32(int at) => bigEndian
        ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at))
        : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private float Single(int at) => bigEndian
        ? BinaryPrimitives.ReadSingleBigEndian(bytes.AsSpan(at))
        : BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at));
}
