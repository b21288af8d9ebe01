using System.Text;

namespace RadlPortal.Dicom.Reading;

/// <summary>Character repertoires of (0008,0005) (PS3.3 C.12.1.1.2). Code extensions are read with their first set.</summary>
internal static class CharacterSets
{
    static CharacterSets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Of(string? term) => (term ?? "").Split('\\')[0].Trim(' ', '\0') switch
    {
        "ISO_IR 192" => Encoding.UTF8,
        "GB18030" => Encoding.GetEncoding("GB18030"),
        "GBK" => Encoding.GetEncoding("GBK"),
        "ISO_IR 101" or "ISO 2022 IR 101" => Encoding.GetEncoding("iso-8859-2"),
        "ISO_IR 109" or "ISO 2022 IR 109" => Encoding.GetEncoding("iso-8859-3"),
        "ISO_IR 110" or "ISO 2022 IR 110" => Encoding.GetEncoding("iso-8859-4"),
        "ISO_IR 144" or "ISO 2022 IR 144" => Encoding.GetEncoding("iso-8859-5"),
        "ISO_IR 127" or "ISO 2022 IR 127" => Encoding.GetEncoding("iso-8859-6"),
        "ISO_IR 126" or "ISO 2022 IR 126" => Encoding.GetEncoding("iso-8859-7"),
        "ISO_IR 138" or "ISO 2022 IR 138" => Encoding.GetEncoding("iso-8859-8"),
        "ISO_IR 148" or "ISO 2022 IR 148" => Encoding.GetEncoding("iso-8859-9"),
        "ISO_IR 13" or "ISO 2022 IR 13" => Encoding.GetEncoding("shift_jis"),
        _ => Encoding.Latin1,
    };
}
