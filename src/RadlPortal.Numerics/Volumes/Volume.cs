using System.Numerics;
using System.Runtime.InteropServices;

namespace RadlPortal.Numerics.Volumes;

/// <summary>
/// An image volume: samples (x fastest, then y, then z) and where they lie in the patient. The samples stay in the number
/// type they came in (<see cref="Volume{T}"/>), so that a CT takes two bytes a voxel; numerics read them as double.
/// </summary>
public abstract class Volume
{
    private protected Volume(VolumeGeometry geometry, SampleType sampleType)
    {
        Geometry = geometry;
        SampleType = sampleType;
    }

    /// <summary>Sizes, spacing, origin and direction.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>The number type of the samples.</summary>
    public SampleType SampleType { get; }

    /// <summary>True when the samples are whole numbers.</summary>
    public bool IsInteger => SampleType is not (SampleType.Float32 or SampleType.Float64);

    /// <summary>The samples' bytes as they lie in memory (the machine's byte order), x fastest.</summary>
    public abstract ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The sample at a position of the array.</summary>
    /// <param name="offset">Position as by <see cref="VolumeGeometry.Offset"/>.</param>
    public abstract double this[int offset] { get; }

    /// <summary>The sample of voxel (x, y, z).</summary>
    public double this[int x, int y, int z] => this[Geometry.Offset(x, y, z)];

    /// <summary>Copies samples that lie one after the other in memory.</summary>
    /// <param name="offset">Position of the first sample.</param>
    /// <param name="target">Takes as many samples as it is long.</param>
    public abstract void CopyTo(int offset, Span<double> target);

    /// <summary>The part of the volume inside a box, in the same number type.</summary>
    /// <param name="box">A box inside this volume.</param>
    public abstract Volume Cropped(VoxelBox box);

    /// <summary>Holds samples without copying them.</summary>
    /// <typeparam name="T">One of the types named by <see cref="Volumes.SampleType"/>.</typeparam>
    /// <param name="geometry">Sizes and place; the product of the sizes must be the number of samples.</param>
    /// <param name="samples">Samples, x fastest.</param>
    public static Volume<T> Of<T>(VolumeGeometry geometry, T[] samples)
        where T : unmanaged, INumber<T> => new(geometry, samples);

    /// <summary>The samples inside a box as double, x fastest.</summary>
    /// <param name="box">A box inside this volume.</param>
    public double[] Read(VoxelBox box)
    {
        var samples = new double[box.VoxelCount];
        for (var z = 0; z < box.SizeZ; z++)
        {
            for (var y = 0; y < box.SizeY; y++)
            {
                CopyTo(
                    Geometry.Offset(box.X, box.Y + y, box.Z + z),
                    samples.AsSpan((z * box.SizeY + y) * box.SizeX, box.SizeX));
            }
        }

        return samples;
    }
}

/// <summary>A volume whose samples are of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The number type of a sample.</typeparam>
public sealed class Volume<T> : Volume
    where T : unmanaged, INumber<T>
{
    internal Volume(VolumeGeometry geometry, T[] samples)
        : base(geometry, TypeOf())
    {
        if (samples.Length != geometry.VoxelCount)
        {
            throw new VolumeFormatException(
                $"A volume of {geometry.SizeX}×{geometry.SizeY}×{geometry.SizeZ} voxels was given {samples.Length} samples.");
        }

        Samples = samples;
    }

    /// <summary>The samples themselves, x fastest.</summary>
    public T[] Samples { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(Samples.AsSpan());

    /// <inheritdoc/>
    public override double this[int offset] => double.CreateTruncating(Samples[offset]);

    /// <inheritdoc/>
    public override void CopyTo(int offset, Span<double> target)
    {
        var source = Samples.AsSpan(offset, target.Length);
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = double.CreateTruncating(source[i]);
        }
    }

    /// <inheritdoc/>
    public override Volume Cropped(VoxelBox box)
    {
        var samples = new T[box.VoxelCount];
        for (var z = 0; z < box.SizeZ; z++)
        {
            for (var y = 0; y < box.SizeY; y++)
            {
                Samples.AsSpan(Geometry.Offset(box.X, box.Y + y, box.Z + z), box.SizeX)
                    .CopyTo(samples.AsSpan((z * box.SizeY + y) * box.SizeX, box.SizeX));
            }
        }

        return new Volume<T>(Geometry.Cropped(box), samples);
    }

    private static SampleType TypeOf() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.SByte => SampleType.Int8,
        TypeCode.Byte => SampleType.UInt8,
        TypeCode.Int16 => SampleType.Int16,
        TypeCode.UInt16 => SampleType.UInt16,
        TypeCode.Int32 => SampleType.Int32,
        TypeCode.UInt32 => SampleType.UInt32,
        TypeCode.Int64 => SampleType.Int64,
        TypeCode.UInt64 => SampleType.UInt64,
        TypeCode.Single => SampleType.Float32,
        TypeCode.Double => SampleType.Float64,
        _ => throw new NotSupportedException($"A volume cannot hold samples of type {typeof(T).Name}."),
    };
}
