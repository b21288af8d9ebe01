using System.Collections.Frozen;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>The gate's walk over one file: what stops it, what is left out, and the cleaned copy.</summary>
internal sealed class GateWalk(string subject, GateTables rules, GateOptions options)
{
    private static readonly FrozenSet<string> Neutral = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "ANONYMOUS", "ANONYMIZED", "ANONYMISED", "ANON", "NONE", "N/A", "NA", "UNKNOWN", "REMOVED", "DEIDENTIFIED", "DE-IDENTIFIED", "NOT APPLICABLE", "0");

    private const int LongestName = 64 * 1024;

    public List<GateFinding> Findings { get; } = [];

    public SortedSet<string> Dropped { get; } = new(StringComparer.Ordinal);

    public void Stop(DicomTag tag, string path, string masked, string reason) => Findings.Add(new GateFinding(path + tag, tag.Keyword, masked, reason));

    /// <summary>Nothing was left out but descriptions in free text, as of nearly every scanner.</summary>
    public bool DropsOnlyDescriptions { get; private set; } = true;

    public void Drop(string what, bool isDescription = false)
    {
        Dropped.Add(what);
        DropsOnlyDescriptions &= isDescription;
    }

    public IReadOnlyList<string> Notes() => Dropped.Count == 0 ? [] : [$"{(DropsOnlyDescriptions ? "Descriptions in free text were left" : "Left")} out of the stored copy: {string.Join(", ", Dropped)}."];

    /// <summary>The data set without what may not be stored; an item of a sequence has the path that leads to it.</summary>
    public DicomDataset Clean(DicomDataset dataset, string path, bool isSearchedOnly = false)
    {
        var cleaned = new DicomDataset { Encoding = dataset.Encoding, TransferSyntaxUid = dataset.TransferSyntaxUid };
        foreach (var element in dataset.Elements)
        {
            // Group lengths are retired and say nothing once something is left out.
            if (element.Tag.Element == 0 && !element.Tag.IsPrivate) continue;
            var kept = Judge(dataset, ValueForm.Known(element), path, isSearchedOnly);
            if (kept is not null) cleaned.Set(kept);
        }

        return cleaned;
    }

    private DicomElement? Judge(DicomDataset dataset, DicomElement element, string path, bool isSearchedOnly)
    {
        if (element.Tag.IsPrivate)
        {
            if (SafePrivate.Keeps(dataset, element)) return element;
            Search(element, path);
            if (!isSearchedOnly) Drop("private attributes");
            return null;
        }

        switch (rules.RuleOf(element.Tag))
        {
            case GateRule.Stop:
                StopIfFilled(dataset, element, path);
                return rules.NeedsValue(element.Tag) ? Placeholder.Of(element.Tag, dataset) : rules.MayBeEmptied(element.Tag) ? Emptied(element) : null;
            case GateRule.Keep when element.Items is not null && DicomDictionary.VrOf(element.Tag) == "SQ":
                return new DicomElement(element.Tag, CleanItems(element, path, isSearchedOnly));
            case GateRule.Keep when element.Items is null && IsKept(dataset, element, path) is { } kept:
                return kept;
            case GateRule.KeepIfListed when element.Items is null && options.Descriptions.Contains(dataset.TextOf(element)):
                return element;
            default:
                return Left(dataset, element, path, isSearchedOnly);
        }
    }

    private List<DicomDataset> CleanItems(DicomElement element, string path, bool isSearchedOnly)
    {
        var items = new List<DicomDataset>(element.Items!.Count);
        for (var i = 0; i < element.Items.Count; i++)
        {
            var cleaned = Clean(element.Items[i], $"{path}{element.Tag}[{i + 1}]", isSearchedOnly);
            if (cleaned.Count > 0 || element.Items[i].Count == 0) items.Add(cleaned);
        }

        return items;
    }

    private DicomElement? IsKept(DicomDataset dataset, DicomElement element, string path)
    {
        if (options.DatesForbidden && (DicomDictionary.VrOf(element.Tag) is "DA" or "DT" or "TM"))
        {
            if (element.Value.Length == 0 || dataset.TextOf(element) is "" or "19000101" or "00010101" or "19000101000000") return element;
            if (DicomDictionary.VrOf(element.Tag) == "TM") return dataset.TextOf(element) == "000000" ? element : null;
            Stop(element.Tag, path, "a date", "The study takes no dates. Remove them when de-identifying, or replace them by 19000101.");
            return null;
        }

        if (CodedEntry.Has(element.Tag)) return CodedEntry.IsPlain(dataset, element.Tag) ? element : null;
        return ValueForm.Of(dataset, element, options);
    }

    private void StopIfFilled(DicomDataset dataset, DicomElement element, string path)
    {
        if (element.Items is not null)
        {
            if (element.Items.Any(HasContent)) Stop(element.Tag, path, $"{element.Items.Count} items", "May name a person or a request. Remove it when de-identifying.");
            return;
        }

        if (element.Value.Length > LongestName)
        {
            Stop(element.Tag, path, $"{element.Value.Length} bytes", "May name a person. Empty it when de-identifying.");
            return;
        }

        if (IsNeutral(dataset, element)) return;
        Stop(element.Tag, path, $"{dataset.TextOf(element).Length} characters", element.Vr == "PN" ? "May name a person. Empty it when de-identifying, or write the subject code there." : "May lead to a person. Empty it when de-identifying.");
    }

    private bool HasContent(DicomDataset item) => item.Elements.Any(e => e.Items is not null ? e.Items.Any(HasContent) : !IsNeutral(item, e));

    // Every component of a name (family, given … in each of its three writings) has to be neutral or the subject's code.
    private bool IsNeutral(DicomDataset dataset, DicomElement element)
    {
        if (element.Fragments is not null || element.Value.Length > LongestName) return false;
        if (element.Value.Length == 0) return true;
        var text = dataset.TextOf(element);
        if (IsNeutralPart(text) || text.Replace("^", " ").Trim() == subject) return true;
        return text.Split('^', '=', '\\').All(part => IsNeutralPart(part.Trim(' ', '\0')));
    }

    private bool IsNeutralPart(string part) => part.Length == 0 || part == subject || Neutral.Contains(part);

    private DicomElement? Left(DicomDataset dataset, DicomElement element, string path, bool isSearchedOnly)
    {
        var hasContent = element.Items is { } items ? items.Count > 0 : element.Value.Length > 0 || element.Fragments is not null;
        if (element.Tag == DicomTags.DeidentificationMethod) return null;
        if (Placeholder.IsOne(element, dataset) && rules.NeedsValue(element.Tag)) return element;
        Search(element, path);
        if (hasContent && !isSearchedOnly) Drop(NameOf(element.Tag), element.Items is null && rules.RuleOf(element.Tag) == GateRule.KeepIfListed);
        if (rules.NeedsValue(element.Tag)) return Placeholder.Of(element.Tag, dataset);
        return rules.MayBeEmptied(element.Tag) ? Emptied(element) : null;
    }

    private static string NameOf(DicomTag tag) => (tag.Group & 0xFF00) switch
    {
        0x5000 => "curves",
        0x6000 => "overlays",
        _ => tag.Keyword,
    };

    // What is dropped is searched all the same: a name inside shows that de-identification failed.
    private void Search(DicomElement element, string path)
    {
        if (element.Items is not { } items) return;
        for (var i = 0; i < items.Count; i++) Clean(items[i], $"{path}{element.Tag}[{i + 1}]", isSearchedOnly: true);
    }

    private static DicomElement Emptied(DicomElement element) => new(element.Tag, DicomDictionary.VrOf(element.Tag), ReadOnlyMemory<byte>.Empty);
}
