using System.Collections.Frozen;

namespace RadlPortal.Dicom;

/// <summary>Facts of one attribute (PS3.6): keyword and value representation.</summary>
/// <param name="Keyword">Keyword, such as PatientID.</param>
/// <param name="Vr">Value representation; the first where the standard allows several.</param>
public sealed record DicomAttribute(string Keyword, string Vr);

/// <summary>The data dictionary of PS3.6, from the project's own table of facts (its edition stands in its first line).</summary>
public static class DicomDictionary
{
    private static readonly FrozenDictionary<uint, DicomAttribute> Attributes = Load();
    private static readonly Lazy<FrozenDictionary<string, DicomTag>> Tags = new(() => Attributes.Where(a => a.Value.Keyword.Length > 0).DistinctBy(a => a.Value.Keyword).ToFrozenDictionary(a => a.Value.Keyword, a => DicomTag.FromValue(a.Key)));

    /// <summary>Every keyword.</summary>
    internal static IEnumerable<string> Keywords => Tags.Value.Keys;

    /// <summary>The facts of a public attribute; null for private and unknown ones.</summary>
    public static DicomAttribute? Find(DicomTag tag)
    {
        if (Attributes.TryGetValue(tag.Value, out var attribute)) return attribute;
        // Repeating groups: curves (50xx) and overlays (60xx) share the facts of the first.
        return (tag.Group & 0xFF00) is 0x5000 or 0x6000 && !tag.IsPrivate && Attributes.TryGetValue(((uint)(tag.Group & 0xFF00) << 16) | tag.Element, out attribute) ? attribute : null;
    }

    /// <summary>The value representation that implicit transfer syntaxes leave out; UN for what is unknown.</summary>
    public static string VrOf(DicomTag tag) =>
        tag.Element == 0 ? "UL" : tag.IsPrivate ? (tag.Element is >= 0x10 and <= 0xFF ? "LO" : "UN") : Find(tag)?.Vr ?? "UN";

    /// <summary>The attribute of a keyword.</summary>
    /// <exception cref="ArgumentException">There is no such keyword.</exception>
    internal static DicomTag TagOf(string keyword) => Tags.Value.TryGetValue(keyword, out var tag) ? tag : throw new ArgumentException($"PS3.6 has no keyword {keyword}.", nameof(keyword));

    private static FrozenDictionary<uint, DicomAttribute> Load()
    {
        using var reader = new StreamReader(typeof(DicomDictionary).Assembly.GetManifestResourceStream("attributes.txt")!);
        var attributes = new Dictionary<uint, DicomAttribute>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split(' ');
            attributes[DicomTag.Parse(parts[0]).Value] = new DicomAttribute(parts[1], parts[2]);
        }

        return attributes.ToFrozenDictionary();
    }
}
