using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>What was done to one attribute.</summary>
/// <param name="Tag">Tag, with the sequences that lead to it.</param>
/// <param name="Keyword">Keyword of PS3.6.</param>
/// <param name="Action">removed, emptied, replaced, shifted, new UID, cleaned.</param>
public sealed record DeidentificationAction(string Tag, string Keyword, string Action);

/// <summary>A de-identified file (PS3.15 annex E.1), or why there is none.</summary>
/// <param name="Dataset">What may leave the site; null if refused.</param>
/// <param name="Subject">The code that stands in it.</param>
/// <param name="Actions">What was done, in the order of the file; no values.</param>
/// <param name="Refusal">Why there is no result, and what to do; null otherwise.</param>
/// <param name="Findings">What the gate still stops at; empty otherwise.</param>
public sealed record DeidentifiedFile(DicomDataset? Dataset, string Subject, IReadOnlyList<DeidentificationAction> Actions, string? Refusal, IReadOnlyList<GateFinding> Findings);

/// <summary>
/// Removes identity from CT, SEG and RTSTRUCT objects (PS3.15 annex E, basic profile with options) so that they stay valid and pass the portal's gate:
/// keyed UIDs, shifted dates, actions that depend on what the object's definition requires, sequences to any depth.
/// </summary>
public sealed class Deidentifier(DeidentificationKey key, DeidentificationProfile profile, GateOptions? options = null)
{
    private readonly GateOptions options = options ?? GateOptions.Default;

    /// <summary>De-identifies a file; the given one is not changed.</summary>
    /// <param name="file">The file as the scanner or workstation made it.</param>
    /// <param name="subject">The subject's code; null for one made from the patient id by the key.</param>
    /// <returns>Never an exception for what a file holds: damage and doubts are a refusal with its sentence.</returns>
    public DeidentifiedFile Apply(DicomFile file, string? subject = null)
    {
        var dataset = file.Dataset;
        if (GateTables.For(dataset.Text(DicomTags.SopClassUid)) is not { } rules) return Refused("Only CT images, segmentations, structure sets and secondary captures are de-identified; what other objects may hold is not known here. Leave the file out.");
        var patient = dataset.Text(DicomTags.PatientId) ?? "";
        if (patient.Length == 0 && subject is null) return Refused("The patient id (0010,0020) is empty, so that the file belongs to nobody. Name the subject's code.");
        subject ??= key.SubjectCode(patient);
        var walk = new DeidentificationWalk(key, profile, options, rules, subject, key.ShiftDays(patient), new IdentityTokens(dataset, rules));
        var result = walk.Clean(dataset, "");
        try
        {
            CleanPixels(file, result, walk);
        }
        catch (DicomException damage)
        {
            return Refused(damage.Message);
        }

        if (file.HasPreambleContent) walk.Note("", "preamble", "removed");
        Stamp(result, subject, rules);
        return Judged(result, file.TransferSyntaxUid, subject, walk.Actions);
    }

    private static void CleanPixels(DicomFile file, DicomDataset result, DeidentificationWalk walk)
    {
        if (result[DicomTags.PixelData] is not { } pixels) return;
        var (clean, found) = PixelResidue.Clean(file.Dataset, pixels, file.TransferSyntaxUid);
        result.Set(clean);
        if (found is not null) walk.Note(DicomTags.PixelData.ToString(), DicomTags.PixelData.Keyword, $"cleaned: {found}");
    }

    private void Stamp(DicomDataset result, string subject, GateTables rules)
    {
        result.Set(DicomTags.PatientId, subject).Set(DicomTags.PatientName, subject).Set(DicomTags.PatientIdentityRemoved, "YES")
            .Set(DicomTags.DeidentificationMethod, $"RadlPortal {ConfidentialityTable.Edition}")
            .Set(DicomTags.DeidentificationMethodCodeSequence, [.. profile.Codes().Select(c => new DicomDataset().Set(DicomTags.CodeValue, c.Value).Set(DicomTags.CodingSchemeDesignator, "DCM").Set(DicomTags.CodeMeaning, c.Meaning))])
            .Set(DicomTags.LongitudinalTemporalInformationModified, profile.FullDates ? "UNMODIFIED" : profile.ModifiedDates ? "MODIFIED" : "REMOVED");
        rules.Complete(result);
    }

    // The gate has the last word, so that what leaves the site is what the portal takes.
    private DeidentifiedFile Judged(DicomDataset result, string transferSyntaxUid, string subject, IReadOnlyList<DeidentificationAction> actions)
    {
        var written = DicomFile.Read(DicomWriter.Write(result, transferSyntaxUid).Bytes);
        var gate = DeidentificationGate.Check(written, options);
        return gate.Verdict switch
        {
            GateVerdict.Accept => new DeidentifiedFile(result, subject, actions, null, []),
            GateVerdict.AcceptWithWarnings => new DeidentifiedFile(gate.Cleaned, subject, [.. actions, new DeidentificationAction("", "gate", gate.Notes[0])], null, []),
            GateVerdict.Quarantine => new DeidentifiedFile(null, subject, actions, string.Join(' ', gate.Findings.Select(f => $"{f.Tag} {f.Keyword} ({f.MaskedValue}): {f.Reason}")), gate.Findings),
            _ => new DeidentifiedFile(null, subject, actions, gate.Notes[0], []),
        };
    }

    private static DeidentifiedFile Refused(string why) => new(null, "", [], why, []);
}
