using System.Collections.Frozen;
using System.Globalization;

namespace RadlPortal.Dicom;

/// <summary>Facts of one attribute (PS3.6).</summary>
/// <param name="Keyword">Keyword, such as PatientID.</param>
/// <param name="Vr">Value representation; where the standard allows several, the one that implicit transfer syntaxes mean: OW before OB, US before SS.</param>
/// <param name="Vrs">Every value representation that the standard allows.</param>
/// <param name="Vm">Value multiplicity, such as 1 or 2-n.</param>
/// <param name="IsRetired">The standard no longer has it.</param>
public sealed record DicomAttribute(string Keyword, string Vr, IReadOnlyList<string> Vrs, string Vm, bool IsRetired);

/// <summary>The data dictionary of PS3.6, built in from the project's own table of facts.</summary>
public static class DicomDictionary
{
    private static readonly (string Edition, Dictionary<uint, FrozenDictionary<uint, DicomAttribute>> ByMask) Table = Load();
    private static readonly FrozenDictionary<uint, DicomAttribute> Single = Table.ByMask[uint.MaxValue];
    private static readonly KeyValuePair<uint, FrozenDictionary<uint, DicomAttribute>>[] Repeating = [.. Table.ByMask.Where(m => m.Key != uint.MaxValue)];
    private static readonly Lazy<FrozenDictionary<string, DicomTag>> Tags = new(() => Single.DistinctBy(a => a.Value.Keyword).ToFrozenDictionary(a => a.Value.Keyword, a => DicomTag.FromValue(a.Key)));

    /// <summary>Every keyword of a single attribute.</summary>
    internal static IEnumerable<string> Keywords => Tags.Value.Keys;

    /// <summary>Edition of the standard that the table is of, such as 2025a.</summary>
    public static string Edition => Table.Edition;

    /// <summary>How many attributes and repeating groups (PS3.5 section 7.6) the table has.</summary>
    public static int Count => Table.ByMask.Values.Sum(d => d.Count);

    /// <summary>The facts of a public attribute, those of repeating groups (curves, overlays) included; null for private and unknown ones.</summary>
    public static DicomAttribute? Find(DicomTag tag)
    {
        if (tag.IsPrivate) return null;
        if (Single.TryGetValue(tag.Value, out var attribute)) return attribute;
        foreach (var (mask, attributes) in Repeating)
            if (attributes.TryGetValue(tag.Value & mask, out attribute)) return attribute;
        return null;
    }

    /// <summary>The value representation that implicit transfer syntaxes leave out (PS3.5 annex A.1, PS3.6): UL for group lengths, LO for private creators (PS3.5 section 7.8.1), UN for what is unknown.</summary>
    public static string VrOf(DicomTag tag) =>
        tag.Element == 0 ? "UL" : tag.IsPrivate ? (tag.Element is >= 0x10 and <= 0xFF ? "LO" : "UN") : Find(tag)?.Vr ?? "UN";

    /// <summary>The attribute of a keyword.</summary>
    /// <exception cref="ArgumentException">There is no such keyword.</exception>
    internal static DicomTag TagOf(string keyword) => Tags.Value.TryGetValue(keyword, out var tag) ? tag : throw new ArgumentException($"PS3.6 has no keyword {keyword}.", nameof(keyword));

    private static (string Edition, Dictionary<uint, FrozenDictionary<uint, DicomAttribute>> ByMask) Load()
    {
        using var reader = new StreamReader(typeof(DicomDictionary).Assembly.GetManifestResourceStream("attributes.txt")!);
        var head = reader.ReadLine()!;
        var edition = head.Split("edition ")[1].Split(':')[0];
        var attributes = new Dictionary<uint, Dictionary<uint, DicomAttribute>>();
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            var value = uint.Parse(parts[0].Replace('X', '0'), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var mask = uint.Parse(string.Concat(parts[0].Select(c => c == 'X' ? '0' : 'F')), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var vrs = parts[2].Split('/');
            if (!attributes.TryGetValue(mask, out var group)) attributes[mask] = group = [];
            group[value] = new DicomAttribute(parts[1], vrs.Contains("OW") ? "OW" : vrs[0], vrs, parts[3], parts.Length > 4);
        }

        return (edition, attributes.ToDictionary(g => g.Key, g => g.Value.ToFrozenDictionary()));
    }
}
