using System.Collections.Frozen;
using System.Globalization;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Private attributes that are known to name nobody (safe-private.txt), found by their creator (PS3.5 section 7.8).</summary>
internal static class SafePrivate
{
    private static readonly FrozenDictionary<(string Creator, ushort Group, byte Element), string> Known = TableText.Lines("safe-private.txt").Select(line => line.Split('|')).ToFrozenDictionary(
        p => (p[0], ushort.Parse(p[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), byte.Parse(p[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture)), p => p[3]);

    private static readonly FrozenSet<string> Creators = Known.Keys.Select(k => k.Creator).ToFrozenSet();

    /// <summary>True if a private element may stay: a value of numbers, or the creator of a block in which one stays.</summary>
    public static bool Keeps(DicomDataset dataset, DicomElement element)
    {
        if (element.Items is not null || element.Fragments is not null) return false;
        var (group, number) = (element.Tag.Group, element.Tag.Element);
        if (number is >= 0x10 and <= 0xFF) return Creators.Contains(dataset.TextOf(element)) && element.Value.Length <= 64 && dataset.OfGroup(group).Any(e => e.Tag.Element >> 8 == number && Keeps(dataset, e));
        if (number < 0x1000 || dataset.Text(new DicomTag(group, (ushort)(number >> 8))) is not { } creator) return false;
        return Known.TryGetValue((creator, group, (byte)number), out var vr) && vr == element.Vr && IsNumbers(element);
    }

    private static bool IsNumbers(DicomElement element) => element.Vr switch
    {
        "SS" => element.Value.Length == 2,
        "SL" or "FL" => element.Value.Length == 4,
        "CS" => element.Value.Length <= 16 && PlainWords.Allow(System.Text.Encoding.Latin1.GetString(element.Value.Span).Trim(' ', '\0')),
        _ => element.Value.Length <= 16 && !element.Value.Span.ContainsAnyExcept("0123456789+-.:eE \0"u8),
    };
}
