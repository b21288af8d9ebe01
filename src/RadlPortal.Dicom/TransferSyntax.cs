namespace RadlPortal.Dicom;

/// <summary>UIDs of transfer syntaxes (PS3.5 section 10, PS3.6 annex A) and what they mean for reading.</summary>
public static class TransferSyntax
{
    /// <summary>Implicit VR Little Endian.</summary>
    public const string ImplicitLittleEndian = "1.2.840.10008.1.2";

    /// <summary>Explicit VR Little Endian: the form in which the portal stores native pixels.</summary>
    public const string ExplicitLittleEndian = "1.2.840.10008.1.2.1";

    /// <summary>Deflated Explicit VR Little Endian.</summary>
    public const string Deflated = "1.2.840.10008.1.2.1.99";

    /// <summary>Explicit VR Big Endian (retired).</summary>
    public const string ExplicitBigEndian = "1.2.840.10008.1.2.2";

    /// <summary>RLE Lossless.</summary>
    public const string Rle = "1.2.840.10008.1.2.5";

    /// <summary>JPEG Baseline (process 1).</summary>
    public const string JpegBaseline = "1.2.840.10008.1.2.4.50";

    /// <summary>JPEG Extended (processes 2 and 4).</summary>
    public const string JpegExtended = "1.2.840.10008.1.2.4.51";

    /// <summary>JPEG Spectral Selection (processes 6 and 8, retired).</summary>
    public const string JpegSpectral = "1.2.840.10008.1.2.4.53";

    /// <summary>JPEG Full Progression (processes 10 and 12, retired).</summary>
    public const string JpegProgressive = "1.2.840.10008.1.2.4.55";

    /// <summary>JPEG Lossless (process 14).</summary>
    public const string JpegLossless = "1.2.840.10008.1.2.4.57";

    /// <summary>JPEG Lossless, first-order prediction (process 14, selection value 1).</summary>
    public const string JpegLosslessFirstOrder = "1.2.840.10008.1.2.4.70";

    /// <summary>JPEG-LS Lossless.</summary>
    public const string JpegLsLossless = "1.2.840.10008.1.2.4.80";

    /// <summary>JPEG-LS Near-lossless.</summary>
    public const string JpegLsNearLossless = "1.2.840.10008.1.2.4.81";

    /// <summary>JPEG 2000, lossless only.</summary>
    public const string Jpeg2000Lossless = "1.2.840.10008.1.2.4.90";

    /// <summary>JPEG 2000.</summary>
    public const string Jpeg2000 = "1.2.840.10008.1.2.4.91";

    /// <summary>High-throughput JPEG 2000, lossless only.</summary>
    public const string HighThroughputJpeg2000Lossless = "1.2.840.10008.1.2.4.201";

    /// <summary>High-throughput JPEG 2000, lossless only, resolutions in order (RPCL).</summary>
    public const string HighThroughputJpeg2000LosslessRpcl = "1.2.840.10008.1.2.4.202";

    /// <summary>High-throughput JPEG 2000.</summary>
    public const string HighThroughputJpeg2000 = "1.2.840.10008.1.2.4.203";

    /// <summary>Deflated Image Frame Compression: each frame deflated by itself (PS3.5 annex A.4.13).</summary>
    public const string DeflatedFrames = "1.2.840.10008.1.2.8.1";

    /// <summary>True for JPEG 2000 and its high-throughput form.</summary>
    public static bool IsJpeg2000(string uid) =>
        uid is Jpeg2000Lossless or Jpeg2000 or HighThroughputJpeg2000Lossless or HighThroughputJpeg2000LosslessRpcl or HighThroughputJpeg2000;

    /// <summary>True if there is a decoder for encapsulated frames of this syntax.</summary>
    public static bool IsDecodable(string uid) =>
        IsJpeg2000(uid) || uid is DeflatedFrames or Rle or JpegBaseline or JpegExtended or JpegSpectral or JpegProgressive or JpegLossless or JpegLosslessFirstOrder or JpegLsLossless or JpegLsNearLossless;

    /// <summary>True if pixel data are not encapsulated.</summary>
    public static bool IsNative(string uid) => uid is ImplicitLittleEndian or ExplicitLittleEndian or Deflated or ExplicitBigEndian;
}
