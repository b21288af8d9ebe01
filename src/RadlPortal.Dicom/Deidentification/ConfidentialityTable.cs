using System.Collections.Frozen;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>One row of PS3.15 Table E.1-1.</summary>
/// <param name="Basic">Action of the basic profile: X remove, Z empty, D dummy, U other UID; alternatives by what the object's definition requires (X/Z/D).</param>
/// <param name="Options">What an option makes of it: K keep, C clean; by the option's name in the table's file.</param>
internal sealed record ConfidentialityRow(string Basic, IReadOnlyDictionary<string, char> Options);

/// <summary>The facts of PS3.15 Table E.1-1 (edition in the first line of confidentiality.txt).</summary>
internal static class ConfidentialityTable
{
    /// <summary>The edition of the table, for logs and stamps.</summary>
    public const string Edition = "PS3.15 2024e";

    private static readonly FrozenDictionary<uint, ConfidentialityRow> Rows = Load();
    private static readonly ConfidentialityRow Graphics = new("X", new Dictionary<string, char> { ["graphics"] = 'C' });

    /// <summary>The row of an attribute; null if the table does not name it.</summary>
    public static ConfidentialityRow? Find(DicomTag tag)
    {
        if (Rows.TryGetValue(tag.Value, out var row)) return row;
        // (50xx,xxxx), (60xx,3000) and (60xx,4000).
        return (tag.Group & 0xFF00) == 0x5000 || ((tag.Group & 0xFF00) == 0x6000 && tag.Element is 0x3000 or 0x4000) ? Graphics : null;
    }

    private static FrozenDictionary<uint, ConfidentialityRow> Load()
    {
        var rows = new Dictionary<uint, ConfidentialityRow>();
        foreach (var line in TableText.Lines("confidentiality.txt"))
        {
            var parts = line.Split(' ');
            if (parts[0].Contains('x') || parts[0] == "private") continue;
            rows[DicomTag.Parse(parts[0]).Value] = new ConfidentialityRow(parts[1], parts.Skip(2).Select(o => o.Split(':')).ToFrozenDictionary(o => o[0], o => o[1][0]));
        }

        return rows.ToFrozenDictionary();
    }
}
