using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Core.Uploads;

/// <summary>What became of a quarantined file that was sent on.</summary>
public sealed record DecidedFile(Guid Id, UploadResult Result, string Message);

/// <summary>The administrator's decisions on quarantined files: de-identified and through the gate again, or pixels looked at. No file leaves as it is.</summary>
public sealed class QuarantineDecisions(IDbContextFactory<PortalDb> databases, IBlobStore blobs, InstanceStore instances, UploadFinisher finisher, IDataProtectionProvider protection, AuditLog audit, TimeProvider clock)
{
    public const string KeyPurpose = "RadlPortal.Deidentification";

    public static readonly Refusal NoSubjectCode = new("no-subject-code", "This is no subject code: letters, digits, hyphens, underscores and dots, up to 64. Leave it empty to take the code that stands in the files, if it is one of the site's.");

    private const string NotACode = "What stands here is no subject code of the site and may be a hospital's number. Give the subject's code.";

    public static readonly Refusal NotAboutPixels = new("not-about-pixels", "The file is not held for its pixels alone. De-identify it first; its pixels are then judged again.");

    public static readonly Refusal MixedSubjects = new("mixed-subjects", "These files are of several subjects; one code for all would mix them up. Choose the files of one subject, or leave the code empty.");

    public static readonly Refusal NoPicture = new("no-picture", "The pixels of this file cannot be shown, so that nobody can vouch for them. De-identify it at the site, or delete it.");

    /// <summary>The pixels of a file as PNG; each look is in the audit.</summary>
    public async Task<Outcome<byte[]>> LookAsync(StudyAccess access, Guid id, bool isLungWindow, CancellationToken cancellation)
    {
        access.Demand(Right.DecideQuarantine);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await OpenAsync(db, access, id, cancellation) is not { } file) return QuarantineService.NotThere;
        try
        {
            var picture = QuarantinePicture.Render((await ReadAsync(file, cancellation)).Dataset, isLungWindow);
            audit.Add(db, access.PersonId, access.ResearchStudyId, "looked at quarantined pixels", nameof(QuarantinedFile), file.Id);
            await db.SaveChangesAsync(cancellation);
            return picture;
        }
        catch (DicomException)
        {
            return NoPicture;
        }
    }

    /// <summary>Says that a person has looked and found no text; the file goes through the gate again.</summary>
    public async Task<Outcome<DecidedFile>> PassPixelsAsync(StudyAccess access, Guid id, CancellationToken cancellation)
    {
        access.Demand(Right.DecideQuarantine);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await OpenAsync(db, access, id, cancellation) is not { } file) return QuarantineService.NotThere;
        // Nobody vouches for what nobody saw.
        if (!await db.AuditEntries.AnyAsync(a => a.PersonId == access.PersonId && a.Action == "looked at quarantined pixels" && a.EntityId == id.ToString(), cancellation)) return NoPicture;
        file.PixelsSeenBy = access.PersonId;
        audit.Add(db, access.PersonId, access.ResearchStudyId, "found no text in quarantined pixels", nameof(QuarantinedFile), file.Id);
        await db.SaveChangesAsync(cancellation);
        if (!file.Findings.TrueForAll(f => GateFinding.IsAboutPixels(f.Keyword))) return NotAboutPixels;
        var decided = await SendOnAsync(access, [file.Id], (held, gateOptions, _) => DeidentificationGate.Check(held, gateOptions), null, null, cancellation);
        return decided[0];
    }

    /// <summary>Sends files through the server-side de-identifier and the gate again; each has a result like any upload.</summary>
    /// <param name="subject">Code of the subject for all of them; empty to keep the code in the files, which then must be one of the site's already: what stands in a file that failed the gate may be a hospital's number.</param>
    /// <param name="reason">Kept in the audit of each.</param>
    public async Task<Outcome<List<DecidedFile>>> DeidentifyAsync(StudyAccess access, IReadOnlyCollection<Guid> ids, string? subject, IProgress<int>? progress, CancellationToken cancellation, string? reason = null)
    {
        access.Demand(Right.DecideQuarantine);
        subject = string.IsNullOrWhiteSpace(subject) ? null : subject.Trim();
        if (subject is not null && !SiteService.IsSubjectCode(subject)) return NoSubjectCode;
        if (subject is not null && await IsMixedAsync(access, ids, cancellation)) return MixedSubjects;
        var key = await KeyAsync(access.ResearchStudyId, cancellation);
        var known = await KnownSubjectsAsync(access, ids, cancellation);
        var decided = await SendOnAsync(access, ids, (held, gateOptions, file) => (subject ?? CodeIn(held, known[file.SiteId])) is { } code ? Deidentified(held, new Deidentifier(key, DeidentificationProfile.Study, gateOptions), gateOptions, code) : StaysWithoutCode(file), progress, reason, cancellation);
        return decided.Count == 0 ? QuarantineService.NotThere : decided;
    }

    private async Task<bool> IsMixedAsync(StudyAccess access, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.QuarantinedFiles.Where(f => ids.Contains(f.Id) && f.ResearchStudyId == access.ResearchStudyId && f.SubjectId != null).Select(f => f.SubjectId).Distinct().CountAsync(cancellation) > 1;
    }

    /// <summary>The subject codes of each site of the files.</summary>
    private async Task<ILookup<Guid, string>> KnownSubjectsAsync(StudyAccess access, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var sites = db.QuarantinedFiles.Where(f => ids.Contains(f.Id) && f.ResearchStudyId == access.ResearchStudyId).Select(f => f.SiteId);
        return (await db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == access.ResearchStudyId && sites.Contains(s.SiteId)).Select(s => new { s.SiteId, s.Code }).ToListAsync(cancellation)).ToLookup(s => s.SiteId, s => s.Code);
    }

    private static string? CodeIn(DicomFile held, IEnumerable<string> known) => held.Dataset.Text(DicomTags.PatientId) is { } code && known.Contains(code) ? code : null;

    private static GateResult StaysWithoutCode(QuarantinedFile file) =>
        new(GateVerdict.Quarantine, [.. file.Findings.Where(f => f.Reason != NotACode).Select(f => new GateFinding(f.Tag, f.Keyword, f.MaskedValue, f.Reason)), new GateFinding("(0010,0020)", "PatientID", "****", NotACode)], [], null);

    private static GateResult Deidentified(DicomFile held, Deidentifier deidentifier, GateOptions gateOptions, string subject)
    {
        var result = deidentifier.Apply(held, subject);
        if (result.Dataset is null) return new GateResult(result.Findings.Count > 0 ? GateVerdict.Quarantine : GateVerdict.Refuse, result.Findings, [result.Refusal!], null);
        return DeidentificationGate.Check(DicomFile.Read(DicomWriter.Write(result.Dataset, held.TransferSyntaxUid).Bytes), gateOptions);
    }

    private async Task<List<DecidedFile>> SendOnAsync(StudyAccess access, IReadOnlyCollection<Guid> ids, Func<DicomFile, GateOptions, QuarantinedFile, GateResult> check, IProgress<int>? progress, string? reason, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        var files = await db.QuarantinedFiles.Where(f => ids.Contains(f.Id) && f.ResearchStudyId == access.ResearchStudyId && f.ResolvedAt == null).OrderBy(f => f.CreatedAt).ToListAsync(cancellation);
        var decided = new List<DecidedFile>();
        foreach (var ofSite in files.GroupBy(f => f.SiteId))
        {
            var upload = new Upload { ResearchStudyId = study.Id, SiteId = ofSite.Key, PersonId = access.PersonId, AnnouncedFiles = ofSite.Count(), StartedAt = clock.GetUtcNow() };
            db.Uploads.Add(upload);
            await db.SaveChangesAsync(cancellation);
            var number = 0;
            foreach (var file in ofSite)
            {
                cancellation.ThrowIfCancellationRequested();
                // A decision that has begun is carried out, also if the person goes away.
                decided.Add(await OneAsync(db, access, study, upload, ++number, file, check, reason, CancellationToken.None));
                progress?.Report(decided.Count);
            }

            await finisher.FinishAsync(access with { SiteId = ofSite.Key }, upload.Id, CancellationToken.None);
        }

        return decided;
    }

    private async Task<DecidedFile> OneAsync(PortalDb db, StudyAccess access, ResearchStudy study, Upload upload, int number, QuarantinedFile file, Func<DicomFile, GateOptions, QuarantinedFile, GateResult> check, string? reason, CancellationToken cancellation)
    {
        var held = await ReadAsync(file, cancellation);
        var gate = check(held, study.Settings.Gate(pixelsSeen: file.PixelsSeenBy is not null), file);
        StoredFate fate;
        if (gate.Verdict == GateVerdict.Quarantine)
        {
            file.Findings = [.. gate.Findings.Select(f => new QuarantineFinding(f.Tag, f.Keyword, f.MaskedValue, f.Reason))];
            fate = new StoredFate(new FileResult(number, UploadResult.Quarantined, "The file stays in quarantine: " + string.Join(' ', gate.Findings.Select(f => $"{f.Keyword}: {f.Reason}").Distinct()), null, null, []), null, null);
        }
        else
        {
            fate = gate.Cleaned is null ? StoredFate.Refused(number, gate.Notes[0]) : await instances.StoreAsync(upload, study, number, file.Sha256, held.TransferSyntaxUid, gate, cancellation);
        }

        var result = fate.Result;
        db.UploadedFiles.Add(new UploadedFile { UploadId = upload.Id, Number = number, Result = result.Result, Message = result.Message, SubjectId = fate.SubjectId, ImagingSeriesId = fate.SeriesId, Sha256 = file.Sha256, Length = file.Length, ReceivedAt = clock.GetUtcNow() });
        audit.Add(db, access.PersonId, access.ResearchStudyId, "sent on from quarantine", nameof(QuarantinedFile), file.Id, new { result = result.Result.ToString(), reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim() });
        if (result.Result is UploadResult.Accepted or UploadResult.AcceptedWithWarnings or UploadResult.AlreadyThere)
        {
            await blobs.DeleteAsync(file.BlobKey, cancellation);
            (file.ResolvedAt, file.ResolvedBy, file.Resolution) = (clock.GetUtcNow(), access.PersonId, $"Sent on: {result.Result}");
        }

        await db.SaveChangesAsync(cancellation);
        return new DecidedFile(file.Id, result.Result, result.Message);
    }

    private static Task<QuarantinedFile?> OpenAsync(PortalDb db, StudyAccess access, Guid id, CancellationToken cancellation) =>
        db.QuarantinedFiles.SingleOrDefaultAsync(f => f.Id == id && f.ResearchStudyId == access.ResearchStudyId && f.ResolvedAt == null, cancellation);

    private async Task<DicomFile> ReadAsync(QuarantinedFile file, CancellationToken cancellation) =>
        DicomFile.Read(protection.CreateProtector(UploadService.QuarantinePurpose).Unprotect(await blobs.ReadAllAsync(file.BlobKey, cancellation)));

    private async Task<DeidentificationKey> KeyAsync(Guid studyId, CancellationToken cancellation)
    {
        var protector = protection.CreateProtector(KeyPurpose);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.DeidentificationSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.ResearchStudyId == studyId, cancellation) is { } there) return new DeidentificationKey(protector.Unprotect(there.ProtectedKey));
        db.DeidentificationSecrets.Add(new DeidentificationSecret { ResearchStudyId = studyId, ProtectedKey = protector.Protect(RandomNumberGenerator.GetBytes(32)) });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            // Another decision made the key first.
        }

        return await KeyAsync(studyId, cancellation);
    }
}
