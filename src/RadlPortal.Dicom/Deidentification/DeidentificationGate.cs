using System.Diagnostics.CodeAnalysis;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>What the gate says of a file.</summary>
public enum GateVerdict
{
    /// <summary>Stored as it is.</summary>
    Accept,

    /// <summary>Stored; the warnings say what was left out.</summary>
    AcceptWithWarnings,

    /// <summary>May name a person.</summary>
    Quarantine,

    /// <summary>Nothing that the portal takes.</summary>
    Refuse,
}

/// <summary>An attribute that stops a file.</summary>
/// <param name="Tag">Tag, with the sequences that lead to it: (0040,0275)[1](0032,1060).</param>
/// <param name="Keyword">Keyword of PS3.6.</param>
/// <param name="MaskedValue">How long the value is; never the value.</param>
/// <param name="Reason">Why it stops the file and what to do.</param>
public sealed record GateFinding(string Tag, string Keyword, string MaskedValue, string Reason);

/// <summary>The gate's answer.</summary>
/// <param name="Verdict">What happens to the file.</param>
/// <param name="Findings">What stops it; empty unless quarantined.</param>
/// <param name="Notes">What was dropped, or why the file is refused; sentences.</param>
/// <param name="Cleaned">The data set as it may be stored; null unless accepted.</param>
public sealed record GateResult(GateVerdict Verdict, IReadOnlyList<GateFinding> Findings, IReadOnlyList<string> Notes, DicomDataset? Cleaned);

/// <summary>Decides whether a file that claims to be de-identified may enter, and takes out what is not allowed (PS3.15 annex E).</summary>
public static class DeidentificationGate
{
    private static readonly HashSet<string> Neutral = new(StringComparer.OrdinalIgnoreCase)
        { "", "ANONYMOUS", "ANONYMIZED", "ANONYMISED", "ANON", "NONE", "N/A", "NA", "UNKNOWN", "REMOVED", "DEIDENTIFIED", "DE-IDENTIFIED" };

    // Type 2: must be there, may be empty (CT Image IOD, PS3.3 A.3).
    private static readonly DicomTag[] MayBeEmpty =
        [DicomTags.StudyDate, DicomTags.StudyTime, DicomTags.AccessionNumber, DicomTags.ReferringPhysicianName, DicomTags.PatientBirthDate, DicomTags.PatientSex, DicomTags.StudyId, DicomTags.SeriesNumber, DicomTags.AcquisitionNumber, DicomTags.InstanceNumber, DicomTags.Manufacturer, DicomTags.PositionReferenceIndicator, DicomTags.Kvp, DicomTags.SliceThickness];

    /// <summary>Checks a CT image.</summary>
    /// <param name="file">The file as it was sent.</param>
    /// <param name="identityRemovedWaived">Files without (0012,0062) Patient Identity Removed = YES are checked all the same.</param>
    public static GateResult Check(DicomFile file, bool identityRemovedWaived = false)
    {
        var dataset = file.Dataset;
        if (RefusalOf(file) is { } refusal) return new GateResult(GateVerdict.Refuse, [], [refusal], null);
        var subject = dataset.Text(DicomTags.PatientId)!;
        var check = new Walk(subject);
        if (!identityRemovedWaived && dataset.Text(DicomTags.PatientIdentityRemoved) != "YES")
            check.Stop(DicomTags.PatientIdentityRemoved, "", "absent or not YES", "The file does not say that the identity was removed. De-identify it with a tool that sets (0012,0062) to YES.");
        if (dataset.Text(DicomTags.BurnedInAnnotation) == "YES")
            check.Stop(DicomTags.BurnedInAnnotation, "", "YES", "Text is burned into the pixels. Send the images without it.");
        if (dataset.Texts(DicomTags.ImageType).Any(value => value.Contains("SCREEN", StringComparison.OrdinalIgnoreCase) || value.Contains("DOSE", StringComparison.OrdinalIgnoreCase)))
            check.Stop(DicomTags.ImageType, "", "a screenshot", "A screenshot or dose sheet may show a name. Leave it out.");
        if (PixelFrames.CanDecode(file.TransferSyntaxUid))
        {
            if (!TryPixels(dataset, out var pixels, out var damage)) return new GateResult(GateVerdict.Refuse, [], [damage], null);
            if (BurnedInText.IsSuspected(pixels, dataset.Number(DicomTags.RescaleSlope) ?? 1, dataset.Number(DicomTags.RescaleIntercept) ?? 0))
                check.Stop(DicomTags.PixelData, "", "bright sharp edges in air", "There seems to be text in the picture itself. If it is text, send the images without it.");
        }

        var cleaned = check.Clean(dataset, "");
        if (file.HasPreambleContent) check.Drop("the 128 bytes before the file");
        if (file.Meta.Elements.Any(e => e.Tag.Element >= 0x0100)) check.Drop("private information of the file meta group");
        if (check.Findings.Count > 0) return new GateResult(GateVerdict.Quarantine, check.Findings, [], null);
        Complete(cleaned, subject);
        return new GateResult(check.Dropped.Count > 0 ? GateVerdict.AcceptWithWarnings : GateVerdict.Accept, [], check.Notes(), cleaned);
    }

    private static string? RefusalOf(DicomFile file)
    {
        var dataset = file.Dataset;
        if (dataset.Text(DicomTags.SopClassUid) is not SopClass.CtImage)
            return dataset.Text(DicomTags.Modality) is { Length: > 0 and <= 16 } modality ? $"This is no CT image (modality {modality}). Only CT images are taken; leave the file out." : "This is no CT image. Only CT images are taken; leave the file out.";
        foreach (var tag in (DicomTag[])[DicomTags.SopInstanceUid, DicomTags.SeriesInstanceUid, DicomTags.StudyInstanceUid])
            if (!DicomUid.IsValid(dataset.Text(tag))) return $"{tag.Keyword} is missing or is no valid UID.";
        if (string.IsNullOrEmpty(dataset.Text(DicomTags.PatientId))) return "The subject code is missing: (0010,0020) is empty. Set it to the subject's code when de-identifying.";
        return dataset[DicomTags.PixelData] is null ? "The image has no pixels." : null;
    }

    private static bool TryPixels(DicomDataset dataset, [NotNullWhen(true)] out StoredPixels? pixels, [NotNullWhen(false)] out string? damage)
    {
        (pixels, damage) = (null, null);
        try
        {
            pixels = StoredPixels.Of(dataset);
            return true;
        }
        catch (DicomException unreadable)
        {
            damage = unreadable.Message;
            return false;
        }
    }

    private static void Complete(DicomDataset cleaned, string subject)
    {
        cleaned.Set(DicomTags.PatientName, subject).Set(DicomTags.PatientIdentityRemoved, "YES").Set(DicomTags.DeidentificationMethod, "De-identified by the site; checked by RadlPortal");
        foreach (var tag in MayBeEmpty)
            if (cleaned[tag] is null) cleaned.Set(tag, "");
    }

    /// <summary>The walk over one file.</summary>
    private sealed class Walk(string subject)
    {
        public List<GateFinding> Findings { get; } = [];

        public SortedSet<string> Dropped { get; } = new(StringComparer.Ordinal);

        public void Stop(DicomTag tag, string path, string masked, string reason) => Findings.Add(new GateFinding(path + tag, tag.Keyword, masked, reason));

        public void Drop(string what) => Dropped.Add(what);

        public IReadOnlyList<string> Notes() => Dropped.Count == 0 ? [] : [$"Left out of the stored copy: {string.Join(", ", Dropped)}."];

        public DicomDataset Clean(DicomDataset dataset, string path)
        {
            var cleaned = new DicomDataset { Encoding = dataset.Encoding };
            foreach (var element in dataset.Elements)
            {
                // Group lengths are retired and say nothing once something is left out.
                if (element.Tag.Element == 0) continue;
                if (element.Tag.IsPrivate)
                {
                    Drop("private attributes");
                    continue;
                }

                var keyword = element.Tag.Keyword;
                if (GateTables.Stopping.Contains(keyword)) StopIfFilled(dataset, element, path);
                else if (GateTables.AllowedForCt.Contains(keyword)) cleaned.Set(Keep(element, path));
                else DropUnlessEmpty(element, path);
            }

            return cleaned;
        }

        private void StopIfFilled(DicomDataset dataset, DicomElement element, string path)
        {
            if (element.Items is { Count: > 0 })
            {
                Stop(element.Tag, path, $"{element.Items.Count} items", $"{element.Tag.Keyword} may name a person or a request. Remove it when de-identifying.");
                return;
            }

            var value = element.Items is null ? dataset.TextOf(element).Replace("^", " ").Trim() : "";
            if (Neutral.Contains(value) || string.Equals(value, subject, StringComparison.Ordinal)) return;
            Stop(element.Tag, path, $"{value.Length} characters", $"{element.Tag.Keyword} has a value that may name a person. Empty it when de-identifying, or write the subject code there.");
        }

        private DicomElement Keep(DicomElement element, string path) =>
            element.Items is null ? element : new DicomElement(element.Tag, [.. element.Items.Select((item, i) => Clean(item, $"{path}{element.Tag}[{i + 1}]"))]);

        private void DropUnlessEmpty(DicomElement element, string path)
        {
            if (element.Items is { } items)
            {
                // What is dropped is searched all the same: a name inside shows that de-identification failed.
                for (var i = 0; i < items.Count; i++) Clean(items[i], $"{path}{element.Tag}[{i + 1}]");
                if (items.Count > 0) Drop(element.Tag.Keyword);
            }
            else if ((element.Value.Length > 0 || element.Fragments is not null) && element.Tag != DicomTags.DeidentificationMethod)
            {
                Drop(element.Tag.Keyword);
            }
        }
    }
}
