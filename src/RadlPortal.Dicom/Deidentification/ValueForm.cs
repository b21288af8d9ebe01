using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Keeps the value of an allowed element only if it has the form that its value representation promises (PS3.5 section 6.2) and its text names nobody; otherwise anything could hide in it.</summary>
internal static partial class ValueForm
{
    private const int MostBinaryBytes = 256;
    private const int MostUnknownBytes = 64 * 1024;
    private const int OldestAgeYears = 90;
    private static readonly SearchValues<byte> Decimals = SearchValues.Create("0123456789+-.eE\\ \0"u8);
    private static readonly SearchValues<byte> Integers = SearchValues.Create("0123456789+-\\ \0"u8);

    /// <summary>The element as it may be stored, or null.</summary>
    public static DicomElement? Of(DicomDataset dataset, DicomElement element, GateOptions options)
    {
        if (element.Fragments is not null || element.Tag == DicomTags.PixelData) return element.Tag == DicomTags.PixelData && element.Vr is "OB" or "OW" ? element : null;
        if (WithVr(element) is not { } known) return null;
        if (known.Value.Length == 0) return known;
        return known.Vr switch
        {
            "CS" => CodeString(dataset, known),
            "LO" or "SH" or "ST" or "LT" or "UT" or "UC" => IsPlainText(dataset, known, options) ? known : null,
            "DS" => known.Value.Span.ContainsAnyExcept(Decimals) ? null : known,
            "IS" => known.Value.Span.ContainsAnyExcept(Integers) ? null : known,
            "UI" => All(dataset, known, DicomUid.IsValid),
            "DA" => All(dataset, known, IsDate),
            "TM" => All(dataset, known, TimePattern().IsMatch),
            "DT" => All(dataset, known, DateTimePattern().IsMatch),
            "AS" => All(dataset, known, IsAge),
            "US" or "SS" or "UL" or "SL" or "FL" or "FD" or "AT" => known.Value.Length <= MostBinaryBytes && known.Value.Length <= (long)SizeOf(known.Vr) * MostValues(known.Tag) ? known : null,
            _ => null,
        };
    }

    /// <summary>A date of the standard's form that exists.</summary>
    public static bool IsDate(string value) => DateTime.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>The element under its value representation of the dictionary where the file has it as UN (PS3.5 section 6.2.2).</summary>
    public static DicomElement Known(DicomElement element) =>
        element is { Vr: "UN", Items: null, Fragments: null, Value.Length: <= MostUnknownBytes } && DicomDictionary.VrOf(element.Tag) is var vr && vr is not ("UN" or "SQ")
            ? new DicomElement(element.Tag, vr switch { "xs" => "US", "ox" => "OW", _ => vr }, element.Value)
            : element;

    // An element under another value representation than the dictionary's could carry anything.
    private static DicomElement? WithVr(DicomElement element)
    {
        var expected = DicomDictionary.VrOf(element.Tag);
        if (element.Vr == expected) return element;
        var isFamily = expected switch
        {
            "xs" or "US" or "SS" => element.Vr is "US" or "SS",
            "LO" or "SH" or "ST" or "LT" or "UT" or "UC" => element.Vr is "LO" or "SH" or "ST" or "LT" or "UT" or "UC",
            "DS" or "IS" => element.Vr is "DS" or "IS",
            _ => false,
        };
        return isFamily ? element : null;
    }

    private static int SizeOf(string vr) => vr switch { "US" or "SS" => 2, "FD" => 8, _ => 4 };

    // How many values the dictionary allows: a text in the clothes of many numbers is none of them.
    private static int MostValues(DicomTag tag) =>
        DicomDictionary.Find(tag)?.Vm is { } vm && int.TryParse(vm.AsSpan(vm.IndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : int.MaxValue;

    // What may stay is plain ASCII, in the file as well as decoded: no escape sequence and no byte that a decoder swallows.
    private static bool IsAscii(DicomElement element) => !element.Value.Span.TrimEnd((byte)0).ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private static DicomElement? CodeString(DicomDataset dataset, DicomElement element)
    {
        if (!IsAscii(element)) return null;
        var values = dataset.TextOf(element).Split('\\');
        var plain = values.Where(v => v.Trim() is var value && CodePattern().IsMatch(value) && IsPlainCode(element.Tag, value)).ToArray();
        if (plain.Length == values.Length) return element;
        // The further values of the image type are the maker's; the first two are required.
        return element.Tag == DicomTags.ImageType && plain.Length >= 2 && plain[0] == values[0] && plain[1] == values[1] ? new DicomDataset().Set(element.Tag, plain)[element.Tag] : null;
    }

    private static bool IsPlainCode(DicomTag tag, string value) =>
        tag == DicomTags.PatientSex ? value is "M" or "F" or "O" or ""
        : tag == DicomTags.SpecificCharacterSet ? CharacterSetPattern().IsMatch(value)
        : PlainWords.Allow(value, isVersion: true);

    private static bool IsPlainText(DicomDataset dataset, DicomElement element, GateOptions options)
    {
        var text = dataset.TextOf(element);
        if (options.Descriptions.Contains(text)) return true;
        if (!IsAscii(element)) return false;
        if (element.Tag == DicomTags.PatientId) return true;
        var isVersion = element.Tag == SoftwareVersions;
        return text.Split('\\').All(value => PlainWords.Allow(value.Trim(), isVersion));
    }

    private static DicomElement? All(DicomDataset dataset, DicomElement element, Predicate<string> isValid) =>
        Array.TrueForAll(dataset.TextOf(element).Split('\\'), value => value.Length == 0 || isValid(value.Trim(' ', '\0'))) ? element : null;

    // Ages above 90 years are few enough to find the person; 090Y stands for all of them.
    private static bool IsAge(string value) => AgePattern().IsMatch(value) && (value[3] != 'Y' || int.Parse(value.AsSpan(0, 3), CultureInfo.InvariantCulture) <= OldestAgeYears);

    private static readonly DicomTag SoftwareVersions = DicomDictionary.TagOf("SoftwareVersions");

    [GeneratedRegex("^[A-Z0-9_ ]{0,16}$")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"^(|ISO_IR \d{1,3}|ISO 2022 IR \d{1,3}|GB18030|GBK)$")]
    private static partial Regex CharacterSetPattern();

    [GeneratedRegex(@"^\d{2}(:?\d{2}(:?\d{2}(\.\d{1,6})?)?)?$")]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^\d{4}(\d{2}){0,5}(\.\d{1,6})?([+-]\d{4})?$")]
    private static partial Regex DateTimePattern();

    [GeneratedRegex("^[0-9]{3}[DWMY]$")]
    private static partial Regex AgePattern();
}
