using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs.Jpeg2000;

/// <summary>Decodes one JPEG 2000 or HTJ2K frame with libopenjp2; runs in the decode process only.</summary>
internal static unsafe class OpenJpegFrame
{
    private const int Codestream = 0;
    private const int FileFormat = 2;
    private const int CapabilitiesMarker = 0xFF50;
    private const int EndOfMainHeader = 0xFF90;

    // libopenjp2 decodes high-throughput block coding from this version on.
    private static readonly Version FirstHighThroughput = new(2, 5);

    [ThreadStatic]
    private static string? problem;

    /// <summary>Version of the library.</summary>
    public static string Version() => Marshal.PtrToStringAnsi(OpenJpegLibrary.opj_version()) ?? "";

    /// <summary>Decodes a frame; what the stream says of its size is held against the request before anything is allocated for it.</summary>
    public static byte[] Decode(byte[] data, FrameRequest request)
    {
        if (IsHighThroughput(data) && (!System.Version.TryParse(Version(), out var version) || version < FirstHighThroughput))
            throw new DicomException($"The system's libopenjp2 {Version()} cannot decode HTJ2K; version {FirstHighThroughput} or newer can.", tag: DicomTags.PixelData);
        var format = data is [0xFF, 0x4F, ..] ? Codestream : FileFormat;
        fixed (byte* bytes = data)
        {
            var source = new Source { Bytes = bytes, Length = data.Length };
            var codec = OpenJpegLibrary.opj_create_decompress(format);
            var stream = OpenStream(&source);
            OpenJpegLibrary.Image* image = null;
            try
            {
                problem = null;
                OpenJpegLibrary.opj_set_error_handler(codec, &Remember, 0);
                var parameters = stackalloc byte[OpenJpegLibrary.ParametersLength];
                OpenJpegLibrary.opj_set_default_decoder_parameters(parameters);
                if (OpenJpegLibrary.opj_setup_decoder(codec, parameters) == 0 || OpenJpegLibrary.opj_read_header(stream, codec, &image) == 0) throw Damaged();
                Check(image, request);
                if (OpenJpegLibrary.opj_decode(codec, stream, image) == 0) throw Damaged();
                return Samples(image, request);
            }
            finally
            {
                if (image is not null) OpenJpegLibrary.opj_image_destroy(image);
                OpenJpegLibrary.opj_stream_destroy(stream);
                OpenJpegLibrary.opj_destroy_codec(codec);
            }
        }
    }

    private static nint OpenStream(Source* source)
    {
        var stream = OpenJpegLibrary.opj_stream_create(65536, 1);
        OpenJpegLibrary.opj_stream_set_user_data(stream, (nint)source, 0);
        OpenJpegLibrary.opj_stream_set_user_data_length(stream, (ulong)source->Length);
        OpenJpegLibrary.opj_stream_set_read_function(stream, &Read);
        OpenJpegLibrary.opj_stream_set_skip_function(stream, &Skip);
        OpenJpegLibrary.opj_stream_set_seek_function(stream, &Seek);
        return stream;
    }

    private static void Check(OpenJpegLibrary.Image* image, FrameRequest request)
    {
        var (width, height) = (image->X1 - image->X0, image->Y1 - image->Y0);
        if (image->Count != request.Samples || width != request.Columns || height != request.Rows)
            throw new DicomException($"The JPEG 2000 stream of the frame has {height}×{width} pixels of {image->Count} samples, but the object says {request.Rows}×{request.Columns} of {request.Samples}.", tag: DicomTags.PixelData);
        for (var i = 0; i < image->Count; i++)
        {
            var component = image->Components[i];
            if (component.StepX != 1 || component.StepY != 1) throw new DicomException("The JPEG 2000 stream of the frame has subsampled components.", tag: DicomTags.PixelData);
            if (component.Precision < 1 || component.Precision > request.SampleBytes * 8) throw new DicomException($"The JPEG 2000 stream of the frame has {component.Precision} bits a sample, more than the object allocates.", tag: DicomTags.PixelData);
        }
    }

    private static byte[] Samples(OpenJpegLibrary.Image* image, FrameRequest request)
    {
        var (count, size, pixels) = (request.Samples, request.SampleBytes, request.Rows * request.Columns);
        var samples = new byte[pixels * count * size];
        for (var c = 0; c < count; c++)
        {
            var component = image->Components[c];
            if (component.Data is null || component.Width != request.Columns || component.Height != request.Rows) throw Damaged();
            for (int i = 0, at = c * size; i < pixels; i++, at += count * size)
            {
                var value = component.Data[i];
                if (size == 1) samples[at] = (byte)value;
                else if (size == 2) BinaryPrimitives.WriteInt16LittleEndian(samples.AsSpan(at), (short)value);
                else BinaryPrimitives.WriteInt32LittleEndian(samples.AsSpan(at), value);
            }
        }

        return samples;
    }

    /// <summary>High-throughput streams say so in the capabilities segment of the main header (ITU-T T.814 A.2).</summary>
    private static bool IsHighThroughput(ReadOnlySpan<byte> data)
    {
        var start = data.IndexOf((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]);
        for (var at = start + 2; start >= 0 && at + 4 <= data.Length;)
        {
            var marker = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
            if (marker == CapabilitiesMarker) return true;
            if (marker is EndOfMainHeader or < 0xFF00) return false;
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
        }

        return false;
    }

    private static DicomException Damaged() =>
        new($"The JPEG 2000 stream of the frame cannot be decoded{(problem is null ? "" : $": {problem}")}.", tag: DicomTags.PixelData);

    [UnmanagedCallersOnly]
    private static void Remember(byte* message, nint data) => problem ??= Marshal.PtrToStringAnsi((nint)message)?.Trim().TrimEnd('.');

    [UnmanagedCallersOnly]
    private static nuint Read(byte* target, nuint count, nint data)
    {
        var source = (Source*)data;
        var length = Math.Min((long)count, source->Length - source->Position);
        if (length <= 0) return nuint.MaxValue;
        Unsafe.CopyBlockUnaligned(target, source->Bytes + source->Position, (uint)length);
        source->Position += length;
        return (nuint)length;
    }

    [UnmanagedCallersOnly]
    private static long Skip(long count, nint data)
    {
        var source = (Source*)data;
        if (count < 0 || source->Position + count > source->Length) return -1;
        source->Position += count;
        return count;
    }

    [UnmanagedCallersOnly]
    private static int Seek(long position, nint data)
    {
        var source = (Source*)data;
        if (position < 0 || position > source->Length) return 0;
        source->Position = position;
        return 1;
    }

    private struct Source
    {
        public byte* Bytes;
        public long Length;
        public long Position;
    }
}
