using System.Collections.Frozen;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>The portal's rules by attribute: what is kept and what stops a file. Anything else is dropped. They follow PS3.15 Table E.1-1, edition 2025a, with the options Retain Longitudinal Temporal Information and Retain Patient Characteristics.</summary>
internal static class GateTables
{
    public static readonly FrozenSet<string> AllowedForCt = Load("allowed-ct.txt");
    public static readonly FrozenSet<string> Stopping = Load("stopping.txt");

    private static FrozenSet<string> Load(string name)
    {
        using var reader = new StreamReader(typeof(GateTables).Assembly.GetManifestResourceStream(name)!);
        var keywords = new HashSet<string>();
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#')) keywords.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return keywords.ToFrozenSet();
    }
}
