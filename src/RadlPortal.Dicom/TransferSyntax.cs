namespace RadlPortal.Dicom;

/// <summary>UIDs of transfer syntaxes (PS3.5 section 10, PS3.6 annex A) and what they mean for reading.</summary>
public static class TransferSyntax
{
    /// <summary>Implicit VR Little Endian (PS3.5 annex A.1).</summary>
    public const string ImplicitLittleEndian = "1.2.840.10008.1.2";

    /// <summary>Explicit VR Little Endian (PS3.5 annex A.2): the form in which the portal stores native pixels.</summary>
    public const string ExplicitLittleEndian = "1.2.840.10008.1.2.1";

    /// <summary>Deflated Explicit VR Little Endian (PS3.5 annex A.5, RFC 1951).</summary>
    public const string Deflated = "1.2.840.10008.1.2.1.99";

    /// <summary>Explicit VR Big Endian (PS3.5 annex A.3, retired).</summary>
    public const string ExplicitBigEndian = "1.2.840.10008.1.2.2";

    /// <summary>RLE Lossless (PS3.5 annexes A.4.2 and G).</summary>
    public const string Rle = "1.2.840.10008.1.2.5";

    /// <summary>JPEG Baseline (process 1; PS3.5 annex A.4.1, ITU-T T.81).</summary>
    public const string JpegBaseline = "1.2.840.10008.1.2.4.50";

    /// <summary>JPEG Extended (processes 2 and 4; PS3.5 annex A.4.1, ITU-T T.81).</summary>
    public const string JpegExtended = "1.2.840.10008.1.2.4.51";

    /// <summary>JPEG Spectral Selection (processes 6 and 8, retired; ITU-T T.81).</summary>
    public const string JpegSpectral = "1.2.840.10008.1.2.4.53";

    /// <summary>JPEG Full Progression (processes 10 and 12, retired; ITU-T T.81).</summary>
    public const string JpegProgressive = "1.2.840.10008.1.2.4.55";

    /// <summary>JPEG Lossless (process 14; PS3.5 annex A.4.1, ITU-T T.81 annex H).</summary>
    public const string JpegLossless = "1.2.840.10008.1.2.4.57";

    /// <summary>JPEG Lossless, first-order prediction (process 14, selection value 1; PS3.5 annex A.4.1, ITU-T T.81 annex H).</summary>
    public const string JpegLosslessFirstOrder = "1.2.840.10008.1.2.4.70";

    /// <summary>JPEG-LS Lossless (PS3.5 annex A.4.3, ITU-T T.87).</summary>
    public const string JpegLsLossless = "1.2.840.10008.1.2.4.80";

    /// <summary>JPEG-LS Near-lossless (PS3.5 annex A.4.3, ITU-T T.87).</summary>
    public const string JpegLsNearLossless = "1.2.840.10008.1.2.4.81";

    /// <summary>JPEG 2000, lossless only (PS3.5 annex A.4.4, ITU-T T.800).</summary>
    public const string Jpeg2000Lossless = "1.2.840.10008.1.2.4.90";

    /// <summary>JPEG 2000 (PS3.5 annex A.4.4, ITU-T T.800).</summary>
    public const string Jpeg2000 = "1.2.840.10008.1.2.4.91";

    /// <summary>High-throughput JPEG 2000, lossless only (ITU-T T.814).</summary>
    public const string HighThroughputJpeg2000Lossless = "1.2.840.10008.1.2.4.201";

    /// <summary>High-throughput JPEG 2000, lossless only, resolutions in order (RPCL; ITU-T T.814).</summary>
    public const string HighThroughputJpeg2000LosslessRpcl = "1.2.840.10008.1.2.4.202";

    /// <summary>High-throughput JPEG 2000 (ITU-T T.814).</summary>
    public const string HighThroughputJpeg2000 = "1.2.840.10008.1.2.4.203";

    /// <summary>Deflated Image Frame Compression: each frame deflated by itself (PS3.5 annex A.4.13).</summary>
    public const string DeflatedFrames = "1.2.840.10008.1.2.8.1";

    /// <summary>True for JPEG 2000 (ITU-T T.800) and its high-throughput form (ITU-T T.814).</summary>
    public static bool IsJpeg2000(string uid) =>
        uid is Jpeg2000Lossless or Jpeg2000 or HighThroughputJpeg2000Lossless or HighThroughputJpeg2000LosslessRpcl or HighThroughputJpeg2000;

    /// <summary>True if there is a decoder for encapsulated frames (PS3.5 annex A.4) of this syntax; whether this machine has the library for JPEG 2000 says <see cref="Codecs.PixelFrames.CanDecode"/>.</summary>
    public static bool IsDecodable(string uid) =>
        IsJpeg2000(uid) || uid is DeflatedFrames or Rle or JpegBaseline or JpegExtended or JpegSpectral or JpegProgressive or JpegLossless or JpegLosslessFirstOrder or JpegLsLossless or JpegLsNearLossless;

    // JPEG, JPEG-LS, JPEG 2000, JPIP, MPEG, HEVC and JPEG XL; video over IP.
    private static readonly string[] EncapsulatedFamilies = ["1.2.840.10008.1.2.4.", "1.2.840.10008.1.2.7."];

    /// <summary>True for a syntax of the standard (PS3.6 annex A), decodable here or not: its data set is coded in a way that is known. A private one may code anything in any way.</summary>
    public static bool IsOfTheStandard(string uid) => IsNative(uid) || IsDecodable(uid) || Array.Exists(EncapsulatedFamilies, family => uid.StartsWith(family, StringComparison.Ordinal));

    /// <summary>True if pixel data are not encapsulated (PS3.5 section 8.2).</summary>
    public static bool IsNative(string uid) => uid is ImplicitLittleEndian or ExplicitLittleEndian or Deflated or ExplicitBigEndian;
}
