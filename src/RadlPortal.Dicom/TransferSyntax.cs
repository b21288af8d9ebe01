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

    /// <summary>True if pixel data are not encapsulated.</summary>
    public static bool IsNative(string uid) => uid is ImplicitLittleEndian or ExplicitLittleEndian or Deflated or ExplicitBigEndian;
}
