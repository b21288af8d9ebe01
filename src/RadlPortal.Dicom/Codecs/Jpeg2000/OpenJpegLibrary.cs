using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs.Jpeg2000;

/// <summary>The functions of libopenjp2 that decoding needs. Only the decode process calls them.</summary>
internal static unsafe partial class OpenJpegLibrary
{
    public const string Name = "libopenjp2.so.7";

    /// <summary>Makes every function come from another file than the system's.</summary>
    public static void Use(string path) =>
        NativeLibrary.SetDllImportResolver(typeof(OpenJpegLibrary).Assembly, (name, assembly, search) => name == Name ? NativeLibrary.Load(path, assembly, search) : 0);

    /// <summary>Room for opj_dparameters_t, which is smaller than this in every version.</summary>
    public const int ParametersLength = 16384;

    [LibraryImport(Name)]
    public static partial nint opj_version();

    [LibraryImport(Name)]
    public static partial nint opj_create_decompress(int format);

    [LibraryImport(Name)]
    public static partial void opj_destroy_codec(nint codec);

    [LibraryImport(Name)]
    public static partial void opj_set_default_decoder_parameters(byte* parameters);

    [LibraryImport(Name)]
    public static partial int opj_setup_decoder(nint codec, byte* parameters);

    [LibraryImport(Name)]
    public static partial int opj_set_error_handler(nint codec, delegate* unmanaged<byte*, nint, void> handler, nint data);

    [LibraryImport(Name)]
    public static partial nint opj_stream_create(nuint bufferLength, int isInput);

    [LibraryImport(Name)]
    public static partial void opj_stream_destroy(nint stream);

    [LibraryImport(Name)]
    public static partial void opj_stream_set_user_data(nint stream, nint data, nint free);

    [LibraryImport(Name)]
    public static partial void opj_stream_set_user_data_length(nint stream, ulong length);

    [LibraryImport(Name)]
    public static partial void opj_stream_set_read_function(nint stream, delegate* unmanaged<byte*, nuint, nint, nuint> read);

    [LibraryImport(Name)]
    public static partial void opj_stream_set_skip_function(nint stream, delegate* unmanaged<long, nint, long> skip);

    [LibraryImport(Name)]
    public static partial void opj_stream_set_seek_function(nint stream, delegate* unmanaged<long, nint, int> seek);

    [LibraryImport(Name)]
    public static partial int opj_read_header(nint stream, nint codec, Image** image);

    [LibraryImport(Name)]
    public static partial int opj_decode(nint codec, nint stream, Image* image);

    [LibraryImport(Name)]
    public static partial void opj_image_destroy(Image* image);

    /// <summary>opj_image_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Image
    {
        public uint X0, Y0, X1, Y1, Count;
        public int ColourSpace;
        public Component* Components;
        public nint Profile;
        public uint ProfileLength;
    }

    /// <summary>opj_image_comp_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Component
    {
        public uint StepX, StepY, Width, Height, X0, Y0, Precision, BitsPerPixel, IsSigned, Resolution, Factor;
        public int* Data;
        public ushort Alpha;
    }
}
