using System.Collections.Frozen;

namespace RadlPortal.Dicom.Reading;

/// <summary>The value representations of PS3.5 section 6.2.</summary>
internal static class ValueRepresentation
{
    private const int Letters = 26;
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW", "PN", "SH",
        "SL", "SQ", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV",
    ]);

    // Every pair of letters once, so that reading makes no strings.
    private static readonly string[] Pairs = [.. Enumerable.Range(0, Letters * Letters).Select(i => $"{(char)('A' + i / Letters)}{(char)('A' + i % Letters)}")];
    private static readonly bool[] AreKnown = [.. Pairs.Select(Known.Contains)];

    /// <summary>Two capital letters as text; null for anything else.</summary>
    public static string? Of(byte first, byte second) => IndexOf(first, second) is var index and >= 0 ? Pairs[index] : null;

    /// <summary>True for the representations of the standard.</summary>
    public static bool IsKnown(byte first, byte second) => IndexOf(first, second) is var index and >= 0 && AreKnown[index];

    /// <summary>True where the explicit form has two reserved bytes and a length of 32 bits.</summary>
    public static bool HasLongLength(string vr) => vr is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "SQ" or "SV" or "UC" or "UN" or "UR" or "UT" or "UV";

    /// <summary>True for text that is padded with a space; UI is padded with a zero byte.</summary>
    public static bool IsText(string vr) => vr is "AE" or "AS" or "CS" or "DA" or "DS" or "DT" or "IS" or "LO" or "LT" or "PN" or "SH" or "ST" or "TM" or "UC" or "UR" or "UT";

    private static int IndexOf(byte first, byte second) =>
        (uint)(first - 'A') < Letters && (uint)(second - 'A') < Letters ? (first - 'A') * Letters + second - 'A' : -1;
}
