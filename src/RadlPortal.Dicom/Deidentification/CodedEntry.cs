using System.Text.RegularExpressions;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Keeps coded entries (PS3.3 section 8.8) to what codes look like, so that no number or name hides in them.</summary>
internal static partial class CodedEntry
{
    private static readonly DicomTag Version = DicomDictionary.TagOf("CodingSchemeVersion");

    /// <summary>True for the text attributes of a coded entry, which are judged here instead of as plain text.</summary>
    public static bool Has(DicomTag tag) => tag == DicomTags.CodeValue || tag == DicomTags.CodingSchemeDesignator || tag == Version;

    /// <summary>True if the value is one of its coding scheme.</summary>
    public static bool IsPlain(DicomDataset item, DicomTag tag)
    {
        var (value, scheme) = (item.Text(tag) ?? "", item.Text(DicomTags.CodingSchemeDesignator) ?? "");
        if (tag == Version) return VersionPattern().IsMatch(value);
        if (tag == DicomTags.CodingSchemeDesignator) return PatternOf(scheme) is not null || PlainWords.Allow(scheme.StartsWith("99", StringComparison.Ordinal) ? scheme[2..] : scheme);
        return PatternOf(scheme) is { } pattern ? pattern.IsMatch(value) : PlainWords.Allow(value);
    }

    private static Regex? PatternOf(string scheme) => scheme switch
    {
        "SCT" => SnomedPattern(),
        "SRT" or "SNM3" or "99SDM" => SnomedRtPattern(),
        "DCM" => DcmPattern(),
        "UCUM" => UnitPattern(),
        "FMA" or "RADLEX" or "NCIt" or "UMLS" or "LN" or "ICD10" or "ICDO3" => PublicPattern(),
        _ => null,
    };

    [GeneratedRegex(@"^\d{6,18}$")]
    private static partial Regex SnomedPattern();

    [GeneratedRegex("^[A-Z][A-Z0-9]?-[A-F0-9]{4,6}$")]
    private static partial Regex SnomedRtPattern();

    [GeneratedRegex(@"^\d{5,6}$")]
    private static partial Regex DcmPattern();

    [GeneratedRegex(@"^([a-zA-Z%]{1,4}[0-9+-]{0,3}[./*]?){1,4}$|^1$|^\{[a-zA-Z]{1,12}\}$|^\[hnsf'U\]$")]
    private static partial Regex UnitPattern();

    [GeneratedRegex(@"^(RID|C|M)?\d{1,7}([.-]\d{1,2})?(/\d)?$")]
    private static partial Regex PublicPattern();

    [GeneratedRegex(@"^[0-9]{1,4}([._-]?[0-9]{1,2}){0,3}[a-z]?$|^V[0-9]{1,2}$")]
    private static partial Regex VersionPattern();
}
