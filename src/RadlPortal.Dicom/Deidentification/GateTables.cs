using System.Collections.Frozen;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>What the portal does with an attribute.</summary>
internal enum GateRule
{
    /// <summary>Taken out of the stored copy.</summary>
    Drop,

    /// <summary>Stays if its value has the right form.</summary>
    Keep,

    /// <summary>Stays if its value is on the study's list.</summary>
    KeepIfListed,

    /// <summary>Content shows that de-identification failed.</summary>
    Stop,
}

/// <summary>The portal's rules for one SOP class, from gate-rules.txt.</summary>
internal sealed class GateTables
{
    private static readonly Dictionary<string, List<string>> Sections = Load();
    private static readonly FrozenDictionary<string, GateTables> BySopClass = new Dictionary<string, GateTables>
    {
        [SopClass.CtImage] = new("CT", hasPixels: true),
        [SopClass.Segmentation] = new("SEG", hasPixels: true),
        [RtStructureSet] = new("RTSTRUCT", hasPixels: false),
        [LabelmapSegmentation] = new("SEG", hasPixels: true),
        [SecondaryCapture] = new("SC", hasPixels: true),
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<uint, GateRule> rules;
    private readonly FrozenSet<uint> type1;
    private readonly FrozenSet<uint> type2;
    private readonly DicomTag[] required;

    private GateTables(string name, bool hasPixels)
    {
        Name = name;
        var byTag = new Dictionary<uint, GateRule>();
        foreach (var section in (string[])["keep *", $"keep {name}", .. hasPixels ? (string[])["keep pixels"] : []]) Fill(section, GateRule.Keep);
        Fill("listed", GateRule.KeepIfListed);
        Fill("stop", GateRule.Stop);
        Fill("drop", GateRule.Drop);
        rules = byTag.ToFrozenDictionary();
        type1 = TagsOf($"type1 {name}").ToFrozenSet();
        type2 = TagsOf("type2 *", $"type2 {name}", $"inner2 {name}").ToFrozenSet();
        required = [.. TagsOf("type2 *", $"type2 {name}").Select(DicomTag.FromValue)];

        void Fill(string section, GateRule rule)
        {
            foreach (var tag in TagsOf(section)) byTag[tag] = rule;
        }
    }

    /// <summary>RT Structure Set Storage.</summary>
    public const string RtStructureSet = "1.2.840.10008.5.1.4.1.1.481.3";

    /// <summary>Label Map Segmentation Storage.</summary>
    public const string LabelmapSegmentation = "1.2.840.10008.5.1.4.1.1.66.7";

    /// <summary>Secondary Capture Image Storage.</summary>
    public const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

    /// <summary>Short name of the class, as the sections of the table have it.</summary>
    public string Name { get; }

    /// <summary>The rules of a SOP class; null for a class that is not taken.</summary>
    public static GateTables? For(string? sopClassUid) => sopClassUid is null ? null : BySopClass.GetValueOrDefault(sopClassUid);

    /// <summary>The rule for a public attribute; person names that no rule mentions stop a file as well.</summary>
    public GateRule RuleOf(DicomTag tag) => rules.TryGetValue(tag.Value, out var rule) ? rule : DicomDictionary.VrOf(tag) == "PN" ? GateRule.Stop : GateRule.Drop;

    /// <summary>True if the object is not valid without a value.</summary>
    public bool NeedsValue(DicomTag tag) => type1.Contains(tag.Value);

    /// <summary>True if the object is not valid without the attribute, which may be empty.</summary>
    public bool MayBeEmptied(DicomTag tag) => type2.Contains(tag.Value);

    /// <summary>Adds, empty, what an object of the class must have.</summary>
    public void Complete(DicomDataset dataset)
    {
        foreach (var tag in required)
            if (dataset[tag] is null) dataset.Set(tag, "");
        // The two go together (PS3.3 C.7.4.1).
        if (dataset[DicomTags.FrameOfReferenceUid] is not null && dataset[DicomTags.PositionReferenceIndicator] is null) dataset.Set(DicomTags.PositionReferenceIndicator, "");
    }

    private static IEnumerable<uint> TagsOf(params string[] sections) =>
        sections.SelectMany(s => Sections.GetValueOrDefault(s) ?? []).Select(keyword => DicomDictionary.TagOf(keyword).Value);

    private static Dictionary<string, List<string>> Load()
    {
        var sections = new Dictionary<string, List<string>>();
        var current = new List<string>();
        foreach (var line in TableText.Lines("gate-rules.txt"))
        {
            if (line[0] == '[') sections[line.Trim('[', ']')] = current = [];
            else current.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return sections;
    }
}
