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
