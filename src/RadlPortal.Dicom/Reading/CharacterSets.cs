using System.Text;

namespace RadlPortal.Dicom.Reading;

/// <summary>Character repertoires of (0008,0005) (PS3.3 C.12.1.1.2), with and without code extensions. An unknown one is read as Latin 1, which loses no byte.</summary>
internal static class CharacterSets
{
    static CharacterSets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>JIS X 0208 with the high bits set.</summary>
    public static Encoding Japanese => Encoding.GetEncoding("euc-jp");

    /// <summary>KS X 1001 with the high bits set.</summary>
    public static Encoding Korean => Encoding.GetEncoding("euc-kr");

    /// <summary>GB 2312 with the high bits set.</summary>
    public static Encoding Chinese => Encoding.GetEncoding("gb2312");

    /// <summary>The encoding that the values of (0008,0005) describe.</summary>
    public static Encoding Of(string? terms)
    {
        var values = (terms ?? "").Split('\\');
        var first = Single(values[0].Trim(' ', '\0'));
        return values.Length > 1 || values[0].StartsWith("ISO 2022", StringComparison.Ordinal) ? new CodeExtensionEncoding(first) : first;
    }

    /// <summary>The upper half of ISO 8859 that an escape sequence chooses (PS3.3 table C.12-3).</summary>
    public static Encoding OfEscape(byte set) => (char)set switch
    {
        'B' => Single("ISO_IR 101"),
        'C' => Single("ISO_IR 109"),
        'D' => Single("ISO_IR 110"),
        'L' => Single("ISO_IR 144"),
        'G' => Single("ISO_IR 127"),
        'F' => Single("ISO_IR 126"),
        'H' => Single("ISO_IR 138"),
        'M' => Single("ISO_IR 148"),
        'b' => Single("ISO_IR 203"),
        _ => Encoding.Latin1,
    };

    private static Encoding Single(string term) => term.Replace("ISO 2022 IR", "ISO_IR", StringComparison.Ordinal) switch
    {
        "ISO_IR 192" => Encoding.UTF8,
        "GB18030" => Encoding.GetEncoding("GB18030"),
        "GBK" => Encoding.GetEncoding("GBK"),
        "ISO_IR 101" => Encoding.GetEncoding("iso-8859-2"),
        "ISO_IR 109" => Encoding.GetEncoding("iso-8859-3"),
        "ISO_IR 110" => Encoding.GetEncoding("iso-8859-4"),
        "ISO_IR 144" => Encoding.GetEncoding("iso-8859-5"),
        "ISO_IR 127" => Encoding.GetEncoding("iso-8859-6"),
        "ISO_IR 126" => Encoding.GetEncoding("iso-8859-7"),
        "ISO_IR 138" => Encoding.GetEncoding("iso-8859-8"),
        "ISO_IR 148" => Encoding.GetEncoding("iso-8859-9"),
        "ISO_IR 203" => Encoding.GetEncoding("iso-8859-15"),
        "ISO_IR 166" => Encoding.GetEncoding("windows-874"),
        "ISO_IR 13" => Encoding.GetEncoding("shift_jis"),
        _ => Encoding.Latin1,
    };
}
