using System.Globalization;

namespace RadlPortal.Dicom;

/// <summary>Tag of an attribute: group and element (PS3.5 section 7.1).</summary>
/// <param name="Group">Group number; odd groups are private.</param>
/// <param name="Element">Element number.</param>
public readonly record struct DicomTag(ushort Group, ushort Element) : IComparable<DicomTag>
{
    /// <summary>Group and element as one number, group first.</summary>
    public uint Value => ((uint)Group << 16) | Element;

    /// <summary>True for attributes of a vendor: odd group (PS3.5 section 7.8).</summary>
    public bool IsPrivate => (Group & 1) == 1;

    /// <summary>Keyword of PS3.6, or the tag in brackets if it has none here.</summary>
    public string Keyword => DicomDictionary.Find(this)?.Keyword ?? ToString();

    /// <summary>From eight hexadecimal digits, as the DICOM JSON model writes tags (PS3.18 annex F.2.2).</summary>
    /// <exception cref="FormatException">It is no hexadecimal number.</exception>
    /// <exception cref="OverflowException">There are more than eight digits.</exception>
    public static DicomTag Parse(string hex) => FromValue(uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <summary>From group and element as one number.</summary>
    public static DicomTag FromValue(uint value) => new((ushort)(value >> 16), (ushort)value);

    /// <summary>Orders tags as they stand in a data set (PS3.5 section 7.1).</summary>
    public int CompareTo(DicomTag other) => Value.CompareTo(other.Value);

    /// <summary>Eight hexadecimal digits, as the DICOM JSON model writes tags (PS3.18 annex F.2.2).</summary>
    public string ToHex() => Value.ToString("X8", CultureInfo.InvariantCulture);

    /// <summary>The tag as people write it: (0010,0020).</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})");
}
