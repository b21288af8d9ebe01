using System.Numerics;
using System.Runtime.InteropServices;

namespace RadlPortal.Numerics.Volumes;

/// <summary>Reads the samples of a volume file: number type, byte order and a length that a lying header cannot blow up.</summary>
internal static class SampleReading
{
    public static Volume Read(Stream stream, VolumeGeometry geometry, SampleType type, bool bigEndian) => type switch
    {
        SampleType.Int8 => Read<sbyte>(stream, geometry, bigEndian),
        SampleType.UInt8 => Read<byte>(stream, geometry, bigEndian),
        SampleType.Int16 => Read<short>(stream, geometry, bigEndian),
        SampleType.UInt16 => Read<ushort>(stream, geometry, bigEndian),
        SampleType.Int32 => Read<int>(stream, geometry, bigEndian),
        SampleType.UInt32 => Read<uint>(stream, geometry, bigEndian),
        SampleType.Int64 => Read<long>(stream, geometry, bigEndian),
        SampleType.UInt64 => Read<ulong>(stream, geometry, bigEndian),
        SampleType.Float32 => Read<float>(stream, geometry, bigEndian),
        SampleType.Float64 => Read<double>(stream, geometry, bigEndian),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static int SizeOf(SampleType type) => type switch
    {
        SampleType.Int8 or SampleType.UInt8 => 1,
        SampleType.Int16 or SampleType.UInt16 => 2,
        SampleType.Int32 or SampleType.UInt32 or SampleType.Float32 => 4,
        _ => 8,
    };

    /// <summary>
    /// Refuses a header that promises more samples than the file can hold, before any memory is taken. Deflate
    /// never packs tighter than 1032 to 1, which bounds a compressed file too.
    /// </summary>
    public static void CheckLength(Stream file, VolumeGeometry geometry, SampleType type, bool compressed)
    {
        if (!file.CanSeek)
        {
            return;
        }

        // Decompression reads ahead: of a compressed file, the position says nothing.
        var left = compressed ? file.Length : file.Length - file.Position;
        var needed = (long)geometry.VoxelCount * SizeOf(type);
        if (left * (compressed ? 1040L : 1L) < needed)
        {
            throw new VolumeFormatException(
                $"The file is cut short: its header promises {geometry.SizeX}×{geometry.SizeY}×{geometry.SizeZ} voxels ({needed} bytes), but only {left} bytes follow. Copy or export it again.");
        }
    }

    private static Volume<T> Read<T>(Stream stream, VolumeGeometry geometry, bool bigEndian)
        where T : unmanaged, INumber<T>
    {
        var samples = new T[geometry.VoxelCount];
        Fill(stream, samples);
        if (bigEndian == BitConverter.IsLittleEndian)
        {
            SwapBytes(samples);
        }

        return Volume.Of(geometry, samples);
    }

    private static void Fill<T>(Stream stream, T[] samples)
        where T : unmanaged
    {
        const int samplesAtOnce = 1 << 24;
        try
        {
            for (var from = 0; from < samples.Length; from += samplesAtOnce)
            {
                var count = Math.Min(samplesAtOnce, samples.Length - from);
                stream.ReadExactly(MemoryMarshal.AsBytes(samples.AsSpan(from, count)));
            }
        }
        catch (EndOfStreamException e)
        {
            throw new VolumeFormatException("The file is cut short: it ends before the last voxel. Copy or export it again.", e);
        }
        catch (InvalidDataException e)
        {
            throw new VolumeFormatException("The compressed voxels of the file are damaged. Copy or export it again.", e);
        }
    }

    private static void SwapBytes<T>(T[] samples)
        where T : unmanaged
    {
        var width = Marshal.SizeOf<T>();
        for (var i = 0; width > 1 && i < samples.Length; i++)
        {
            MemoryMarshal.AsBytes(samples.AsSpan(i, 1)).Reverse();
        }
    }
}
