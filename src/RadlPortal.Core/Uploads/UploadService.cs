using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Core.Uploads;

/// <summary>What became of one file.</summary>
public sealed record FileResult(int Number, UploadResult Result, string Message, string? Subject, string? SeriesInstanceUid, IReadOnlyList<QuarantineFinding> Findings);

/// <summary>Takes files in: each has a fate of its own, and what is acknowledged is on the disk and in the database.</summary>
public sealed class UploadService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, InstanceStore instances, UploadFinisher finisher, IDataProtectionProvider protection, AuditLog audit, TimeProvider clock)
{
    public const string QuarantinePurpose = "RadlPortal.Quarantine";

    /// <summary>Begins an upload at the coordinator's site; what the same person left unfinished is finished first.</summary>
    public async Task<Outcome<Guid>> StartAsync(StudyAccess access, int announcedFiles, CancellationToken cancellation)
    {
        access.Demand(Right.UploadImages);
        if (access.SiteId is not { } site) return UploadRefusals.NoSite;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var study = await db.ResearchStudies.SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        if (study.ClosedAt is not null) return UploadRefusals.StudyClosed;
        foreach (var left in await db.Uploads.Where(u => u.PersonId == access.PersonId && u.SiteId == site && u.FinishedAt == null).Select(u => u.Id).ToListAsync(cancellation))
            await finisher.FinishAsync(access, left, cancellation);
        var upload = new Upload { ResearchStudyId = study.Id, SiteId = site, PersonId = access.PersonId, AnnouncedFiles = announcedFiles, StartedAt = clock.GetUtcNow() };
        db.Uploads.Add(upload);
        audit.Add(db, access.PersonId, study.Id, "began", nameof(Upload), upload.Id, new { announcedFiles });
        await db.SaveChangesAsync(cancellation);
        return upload.Id;
    }

    /// <summary>Takes one file. The same number with the same bytes again gives the same answer.</summary>
    public async Task<Outcome<FileResult>> StoreAsync(StudyAccess access, Guid uploadId, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        access.Demand(Right.UploadImages);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == uploadId && u.ResearchStudyId == access.ResearchStudyId && u.SiteId == access.SiteId, cancellation);
        if (upload is null) return UploadRefusals.NoSuchUpload;
        if (upload.FinishedAt is not null) return UploadRefusals.UploadFinished;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        if (await db.UploadedFiles.AsNoTracking().FirstOrDefaultAsync(f => f.UploadId == uploadId && f.Number == number && f.Sha256 == sha256, cancellation) is { } before)
            return new FileResult(number, before.Result, before.Message, null, null, []);
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        var fate = await DecideAsync(db, upload, study, number, sha256, bytes, cancellation);
        db.UploadedFiles.Add(new UploadedFile
        {
            UploadId = uploadId,
            Number = number,
            Result = fate.Result.Result,
            Message = fate.Result.Message,
            SubjectId = fate.SubjectId,
            ImagingSeriesId = fate.SeriesId,
            Sha256 = sha256,
            Length = bytes.Length,
            ReceivedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellation);
        return fate.Result;
    }

    /// <summary>Ends an upload: counts are reconciled and the series that it touched are examined.</summary>
    public async Task<Outcome<UploadSummary>> FinishAsync(StudyAccess access, Guid uploadId, CancellationToken cancellation)
    {
        access.Demand(Right.UploadImages);
        return await finisher.FinishAsync(access, uploadId, cancellation);
    }

    private async Task<StoredFate> DecideAsync(PortalDb db, Upload upload, ResearchStudy study, int number, string sha256, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (await instances.FindBySha256Async(db, upload, sha256, cancellation) is { } there) return there.As(number, UploadResult.AlreadyThere, "");
        DicomFile file;
        try
        {
            file = DicomFile.Read(bytes);
        }
        catch (DicomException damaged)
        {
            return StoredFate.Refused(number, UploadRefusals.Unreadable(damaged.Message));
        }

        var gate = DeidentificationGate.Check(file, study.Settings.Gate());
        if (gate.Verdict == GateVerdict.Refuse) return StoredFate.Refused(number, gate.Notes[0]);
        if (gate.Verdict == GateVerdict.Quarantine) return await QuarantineAsync(db, upload, number, sha256, bytes, gate, cancellation);
        if (!CtVolume.CanDecode(file.TransferSyntaxUid)) return StoredFate.Refused(number, UploadRefusals.NotDecodable(file.TransferSyntaxUid));
        return await instances.StoreAsync(upload, study, number, sha256, file.TransferSyntaxUid, gate, cancellation);
    }

    private async Task<StoredFate> QuarantineAsync(PortalDb db, Upload upload, int number, string sha256, ReadOnlyMemory<byte> bytes, GateResult gate, CancellationToken cancellation)
    {
        List<QuarantineFinding> findings = [.. gate.Findings.Select(f => new QuarantineFinding(f.Tag, f.Keyword, f.MaskedValue, f.Reason))];
        const string message = "The file may name a person. It is held in quarantine, where only your site and the administrator see it.";
        var result = new StoredFate(new FileResult(number, UploadResult.Quarantined, message, null, null, findings), null, null);
        if (await db.QuarantinedFiles.AnyAsync(q => q.SiteId == upload.SiteId && q.Sha256 == sha256 && q.ResolvedAt == null, cancellation)) return result;
        var held = new QuarantinedFile
        {
            ResearchStudyId = upload.ResearchStudyId,
            SiteId = upload.SiteId,
            UploadId = upload.Id,
            Sha256 = sha256,
            Length = bytes.Length,
            BlobKey = $"quarantine/{Guid.CreateVersion7():N}",
            Findings = findings,
            CreatedAt = clock.GetUtcNow(),
        };
        // Encrypted at rest: whoever copies the folder finds no name in it.
        await blobs.WriteAsync(held.BlobKey, protection.CreateProtector(QuarantinePurpose).Protect(bytes.ToArray()), cancellation);
        db.QuarantinedFiles.Add(held);
        audit.Add(db, upload.PersonId, upload.ResearchStudyId, "quarantined", nameof(QuarantinedFile), held.Id, new { findings = findings.Count });
        return result;
    }
}
