using System.Globalization;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>The de-identifier's walk over one file.</summary>
internal sealed class DeidentificationWalk(DeidentificationKey key, DeidentificationProfile profile, GateOptions options, GateTables rules, string subject, int shiftDays, IdentityTokens identity)
{
    private const string StandardRoot = "1.2.840.10008.";
    private const int OldestAgeYears = 90;
    private static readonly DicomTag PatientAge = DicomDictionary.TagOf("PatientAge");
    private readonly List<DeidentificationAction> actions = [];

    public IReadOnlyList<DeidentificationAction> Actions => actions;

    public void Note(string tag, string keyword, string action) => actions.Add(new DeidentificationAction(tag, keyword, action));

    public DicomDataset Clean(DicomDataset dataset, string path)
    {
        var cleaned = new DicomDataset { Encoding = dataset.Encoding, TransferSyntaxUid = dataset.TransferSyntaxUid };
        foreach (var element in dataset.Elements)
        {
            if (element.Tag.Element == 0 && !element.Tag.IsPrivate) continue;
            if (Treat(dataset, element, path) is { } kept) cleaned.Set(kept);
        }

        return cleaned;
    }

    private DicomElement? Treat(DicomDataset dataset, DicomElement given, string path)
    {
        var element = ValueForm.Known(given);
        if (element.Tag.IsPrivate) return SafePrivate.Keeps(dataset, element) ? element : Resolved(dataset, element, path);
        if (element.Tag == DicomTags.PatientId || element.Tag == DicomTags.PatientName) return Replaced(dataset, element, path, subject);
        var rule = rules.RuleOf(element.Tag);
        if (element.Items is not null) return rule == GateRule.Keep && DicomDictionary.VrOf(element.Tag) == "SQ" ? Items(element, path) : Resolved(dataset, element, path);
        if (rule is GateRule.Drop or GateRule.Stop || !IsRetained(element.Tag)) return Resolved(dataset, element, path);
        return DicomDictionary.VrOf(element.Tag) switch
        {
            _ when element.Value.Length == 0 && element.Fragments is null => element,
            "UI" => Uid(dataset, element, path),
            "DA" or "DT" or "TM" => Date(dataset, element, path),
            _ => Value(dataset, element, path),
        };
    }

    // What the table removes stays only by an option that the profile has.
    private bool IsRetained(DicomTag tag)
    {
        if (ConfidentialityTable.Find(tag) is not { } row) return true;
        if (row.Basic.Contains('U')) return true;
        return (profile.PatientCharacteristics && row.Options.ContainsKey("patient"))
            || (profile.Descriptors && row.Options.ContainsKey("descriptors"))
            || ((profile.ModifiedDates || profile.FullDates) && row.Options.ContainsKey("modified-dates"))
            // An identifier that is a plain number, such as a study id of 1, names nobody.
            || tag == DicomTags.StudyId;
    }

    private DicomElement Items(DicomElement element, string path)
    {
        var items = new List<DicomDataset>(element.Items!.Count);
        for (var i = 0; i < element.Items.Count; i++)
        {
            var item = Clean(element.Items[i], $"{path}{element.Tag}[{i + 1}]");
            if (item.Count > 0) items.Add(item);
        }

        return new DicomElement(element.Tag, items);
    }

    private DicomElement? Uid(DicomDataset dataset, DicomElement element, string path)
    {
        if (profile.Uids) return Value(dataset, element, path);
        var uids = dataset.TextOf(element).Split('\\');
        if (!uids.All(u => u.Length == 0 || DicomUid.IsValid(u))) return Resolved(dataset, element, path);
        // UIDs of the standard and of classes say what something is, not whose.
        var isClass = element.Tag.Keyword is var keyword && (keyword.EndsWith("ClassUID", StringComparison.Ordinal) || keyword is "ContextUID" or "MappingResourceUID" or "CodingSchemeUID");
        var mapped = uids.Select(u => u.Length == 0 || isClass || u.StartsWith(StandardRoot, StringComparison.Ordinal) ? u : key.Uid(u)).ToArray();
        if (mapped.SequenceEqual(uids)) return element;
        Note(path + element.Tag, element.Tag.Keyword, "new UID");
        return new DicomDataset().Set(element.Tag, mapped)[element.Tag];
    }

    private DicomElement? Date(DicomDataset dataset, DicomElement element, string path)
    {
        if (!profile.ModifiedDates && !profile.FullDates) return Resolved(dataset, element, path);
        if (profile.FullDates || element.Vr == "TM") return Value(dataset, element, path);
        if (DateShift.Moved(dataset.TextOf(element), shiftDays) is not { } moved) return Resolved(dataset, element, path);
        Note(path + element.Tag, element.Tag.Keyword, "shifted");
        return new DicomDataset().Set(element.Tag, moved)[element.Tag];
    }

    private DicomElement? Value(DicomDataset dataset, DicomElement element, string path)
    {
        if (element.Tag == PatientAge && dataset.TextOf(element) is [var a, var b, var c, 'Y'] && int.TryParse([a, b, c], NumberStyles.None, CultureInfo.InvariantCulture, out var years) && years > OldestAgeYears)
            return Replaced(dataset, element, path, "090Y");
        var isListed = rules.RuleOf(element.Tag) == GateRule.KeepIfListed;
        var text = element.Vr is "LO" or "SH" or "ST" or "LT" or "UT" or "UC" or "CS" or "UN" ? dataset.TextOf(element) : null;
        var kept = text is not null && identity.Touch(text) ? null
            : isListed ? options.Descriptions.Contains(text ?? "") ? element : null
            : CodedEntry.Has(element.Tag) ? CodedEntry.IsPlain(dataset, element.Tag) ? element : null
            : ValueForm.Of(dataset, element, options);
        if (kept is null) return Resolved(dataset, element, path);
        if (kept.Value.Length != element.Value.Length) Note(path + element.Tag, element.Tag.Keyword, "cleaned");
        return kept;
    }

    private DicomElement Replaced(DicomDataset dataset, DicomElement element, string path, string value)
    {
        if (dataset.TextOf(element) != value) Note(path + element.Tag, element.Tag.Keyword, "replaced");
        return new DicomDataset().Set(element.Tag, value)[element.Tag]!;
    }

    // X, Z or D by what the object's definition requires here (PS3.15 E.1, note on types).
    private DicomElement? Resolved(DicomDataset dataset, DicomElement element, string path)
    {
        var hasContent = element.Items is { Count: > 0 } || element.Fragments is not null || element.Value.Length > 0;
        if (rules.NeedsValue(element.Tag))
        {
            var placeholder = Placeholder.Of(element.Tag, dataset);
            if (!Placeholder.IsOne(element, dataset)) Note(path + element.Tag, element.Tag.Keyword, "replaced");
            return placeholder;
        }

        var isEmptied = rules.MayBeEmptied(element.Tag);
        if (hasContent) Note(path + element.Tag, element.Tag.Keyword, isEmptied ? "emptied" : "removed");
        return isEmptied ? new DicomElement(element.Tag, DicomDictionary.VrOf(element.Tag), ReadOnlyMemory<byte>.Empty) : null;
    }
}
