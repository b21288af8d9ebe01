using System.Text.RegularExpressions;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>What the gate says of a file: the portal's own rule, beyond PS3.15 annex E.</summary>
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
public sealed record GateFinding(string Tag, string Keyword, string MaskedValue, string Reason)
{
    /// <summary>True for the attributes under which text in the pixels is suspected; a person who looks can decide about these.</summary>
    public static bool IsAboutPixels(string keyword) => keyword is "PixelData" or "BurnedInAnnotation" or "ImageType" or "SOPClassUID" or "ConversionType" or "SamplesPerPixel";
}

/// <summary>The gate's answer about one file (PS3.15 annex E and the portal's rules per SOP class).</summary>
/// <param name="Verdict">What happens to the file.</param>
/// <param name="Findings">What stops it; empty unless quarantined.</param>
/// <param name="Notes">What was dropped, or why the file is refused; sentences.</param>
/// <param name="Cleaned">The data set as it may be stored; null unless accepted.</param>
public sealed record GateResult(GateVerdict Verdict, IReadOnlyList<GateFinding> Findings, IReadOnlyList<string> Notes, DicomDataset? Cleaned)
{
    /// <summary>True where nothing was dropped but descriptions in free text: to be noted, but nothing that the sender has to look at.</summary>
    public bool DropsOnlyDescriptions { get; init; }
}

/// <summary>Decides whether a file that claims to be de-identified may enter, and takes out what is not allowed (PS3.15 annex E and the portal's rules per SOP class).</summary>
public static partial class DeidentificationGate
{
    private const string NoMeta = "The file has no preamble and no file meta information; the stored copy has them.";

    /// <summary>True for the SOP classes (PS3.4 annex B) that pass the gate: CT Image, Segmentation and RT Structure Set; Secondary Capture after a person has looked at it.</summary>
    public static bool Takes(string? sopClassUid) => GateTables.For(sopClassUid) is not null;

    /// <summary>Checks a file.</summary>
    /// <param name="file">The file as it was sent.</param>
    /// <param name="options">What the study decides; null for the portal's rules alone.</param>
    /// <returns>Never an exception for what a file holds: damage is a refusal with its sentence.</returns>
    public static GateResult Check(DicomFile file, GateOptions? options = null)
    {
        options ??= GateOptions.Default;
        var dataset = file.Dataset;
        if (RefusalOf(dataset) is { } refusal) return new GateResult(GateVerdict.Refuse, [], [refusal], null);
        var (rules, subject) = (GateTables.For(dataset.Text(DicomTags.SopClassUid))!, dataset.Text(DicomTags.PatientId)!);
        var walk = new GateWalk(subject, rules, options);
        StoredPixels? pixels = null;
        (DicomElement Pixels, string? Found) clean = default;
        try
        {
            if (rules.Name == "CT" && PixelFrames.CanDecode(file.TransferSyntaxUid) && (dataset.Integer(DicomTags.SamplesPerPixel) ?? 1) == 1) pixels = StoredPixels.Of(dataset);
            if (dataset[DicomTags.PixelData] is { } stored) clean = PixelResidue.Clean(dataset, stored, file.TransferSyntaxUid);
        }
        catch (DicomException damage)
        {
            return new GateResult(GateVerdict.Refuse, [], [damage.Message], null);
        }

        if (!options.IdentityRemovedWaived && dataset.Text(DicomTags.PatientIdentityRemoved) != "YES")
            walk.Stop(DicomTags.PatientIdentityRemoved, "", "absent or not YES", "The file does not say that the identity was removed. De-identify it with a tool that sets (0012,0062) to YES.");
        if (!options.PixelsSeen) BurnedInRisk.Examine(file, pixels, walk);
        var cleaned = walk.Clean(dataset, "");
        if (walk.Findings.Count > 0) return new GateResult(GateVerdict.Quarantine, walk.Findings, [], null);
        if (file.HasPreambleContent) walk.Drop("the 128 bytes before the file");
        if (file.Meta.Elements.Any(e => e.Tag.Element >= 0x0100)) walk.Drop("private information of the file meta group");
        if (clean.Found is not null) walk.Drop(clean.Found);
        if (clean.Pixels is not null && cleaned[DicomTags.PixelData] is not null) cleaned.Set(clean.Pixels);
        Complete(cleaned, subject, rules, options);
        return new GateResult(walk.Dropped.Count > 0 || file.IsBare ? GateVerdict.AcceptWithWarnings : GateVerdict.Accept, [], [.. walk.Notes(), .. file.IsBare ? (string[])[NoMeta] : []], cleaned) { DropsOnlyDescriptions = walk.DropsOnlyDescriptions };
    }

    private static string? RefusalOf(DicomDataset dataset)
    {
        if (dataset.Text(DicomTags.SopClassUid) is "1.2.840.10008.5.1.4.1.1.2.1" or "1.2.840.10008.5.1.4.1.1.2.2") return "This is a multi-frame (enhanced) CT image, which this version does not take. Send the series as single slices.";
        if (GateTables.For(dataset.Text(DicomTags.SopClassUid)) is not { } rules)
            return dataset.Text(DicomTags.Modality) is { Length: > 0 and <= 16 } modality && PlainWords.Allow(modality)
                ? $"This is no CT image, segmentation or structure set (modality {modality}). Only these are taken; leave the file out."
                : "This is no CT image, segmentation or structure set. Only these are taken; leave the file out.";
        foreach (var tag in (DicomTag[])[DicomTags.SopInstanceUid, DicomTags.SeriesInstanceUid, DicomTags.StudyInstanceUid])
            if (!DicomUid.IsValid(dataset.Text(tag))) return $"{tag.Keyword} is missing or is no valid UID.";
        var subject = dataset.Text(DicomTags.PatientId);
        if (string.IsNullOrEmpty(subject)) return "The subject code is missing: (0010,0020) is empty. Set it to the subject's code when de-identifying.";
        if (!SubjectPattern().IsMatch(subject)) return "What stands in (0010,0020) is no subject code: letters, digits, hyphens, underscores and dots, up to 64. It may be a hospital's own number: replace it by the study's code.";
        return rules.Name != "RTSTRUCT" && dataset[DicomTags.PixelData] is null ? "The image has no pixels." : null;
    }

    private static void Complete(DicomDataset cleaned, string subject, GateTables rules, GateOptions options)
    {
        cleaned.Set(DicomTags.PatientName, subject).Set(DicomTags.PatientIdentityRemoved, "YES").Set(DicomTags.DeidentificationMethod, "De-identified by the site; checked by RadlPortal");
        if (options.PixelsSeen && cleaned[DicomTags.BurnedInAnnotation] is not null) cleaned.Set(DicomTags.BurnedInAnnotation, "NO");
        rules.Complete(cleaned);
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex SubjectPattern();
}
