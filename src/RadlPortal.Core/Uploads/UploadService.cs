using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom.Deidentification;

namespace RadlPortal.Core.Uploads;

/// <summary>Takes files in: each has a fate of its own, and what is acknowledged is on the disk and in the database.</summary>
public sealed class UploadService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, InstanceStore instances, UploadFinisher finisher, IDataProtectionProvider protection, AuditLog audit, TimeProvider clock) : IDisposable
{
    public const string QuarantinePurpose = "RadlPortal.Quarantine";
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(5);

    /// <summary>An upload into which nothing came for so long is left behind.</summary>
    private static readonly TimeSpan LeftBehindAfter = TimeSpan.FromMinutes(10);
    private readonly MemoryCache open = new(new MemoryCacheOptions());

    public void Dispose() => open.Dispose();

    /// <summary>Begins an upload at the coordinator's site; what the same person left behind is finished first.</summary>
    public async Task<Outcome<Guid>> StartAsync(StudyAccess access, int announcedFiles, CancellationToken cancellation)
    {
        access.Demand(Right.UploadImages);
        if (access.SiteId is not { } site) return UploadRefusals.NoSite;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var study = await db.ResearchStudies.SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        if (study.ClosedAt is not null) return UploadRefusals.StudyClosed;
        // What was left behind is ended; another window or program of the person may still be sending.
        var idle = clock.GetUtcNow() - LeftBehindAfter;
        foreach (var left in await db.Uploads.Where(u => u.PersonId == access.PersonId && u.SiteId == site && u.FinishedAt == null && u.AnnouncedFiles > 0 && u.StartedAt < idle && !db.UploadedFiles.Any(f => f.UploadId == u.Id && f.ReceivedAt > idle)).Select(u => u.Id).ToListAsync(cancellation))
            await FinishAsync(access, left, cancellation);
        return (await BeginAsync(db, study, access, site, announcedFiles, cancellation)).Id;
    }

    /// <summary>The upload into which a DICOMweb sender's objects go: one as long as they keep coming.</summary>
    public async Task<Outcome<UploadContext>> SittingAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.UploadImages);
        if (access.SiteId is not { } site) return UploadRefusals.NoSite;
        if (open.TryGetValue((access.PersonId, site), out UploadContext? sitting)) return sitting!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        if (study.ClosedAt is not null) return UploadRefusals.StudyClosed;
        sitting = new UploadContext(await BeginAsync(db, study, access, site, 0, cancellation), study);
        return open.Set((access.PersonId, site), sitting, TimeSpan.FromSeconds(30));
    }

    /// <summary>The open upload of that id at the coordinator's site.</summary>
    public async Task<Outcome<UploadContext>> OpenAsync(StudyAccess access, Guid uploadId, CancellationToken cancellation)
    {
        access.Demand(Right.UploadImages);
        if (open.TryGetValue(uploadId, out UploadContext? known) && known!.Upload.SiteId == access.SiteId && known.Upload.ResearchStudyId == access.ResearchStudyId) return known;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == uploadId && u.ResearchStudyId == access.ResearchStudyId && u.SiteId == access.SiteId, cancellation);
        if (upload is null) return UploadRefusals.NoSuchUpload;
        if (upload.FinishedAt is not null) return UploadRefusals.UploadFinished;
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        return open.Set(uploadId, new UploadContext(upload, study), KnownFor);
    }

    /// <summary>Takes one file. The same number with the same bytes again gives the same answer.</summary>
    /// <param name="sha256">Of the bytes as the sender has them, lower-case hexadecimal; null = not known.</param>
    public async Task<Outcome<FileResult>> StoreAsync(StudyAccess access, Guid uploadId, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancellation, string? sha256 = null)
    {
        var opened = await OpenAsync(access, uploadId, cancellation);
        if (!opened.Succeeded) return opened.Refusal;
        var examined = Examine(opened.Value, number, bytes);
        if (sha256 is not null && sha256 != examined.Sha256) return UploadRefusals.ArrivedDamaged;
        return (await StoreAsync(opened.Value, [examined], cancellation))[0];
    }

    /// <summary>Looks at a file; nothing is stored. Takes the processor for some milliseconds.</summary>
    /// <param name="onlyStudyUid">The DICOM study to which the sender sends; null = any.</param>
    public ExaminedFile Examine(UploadContext context, int number, ReadOnlyMemory<byte> bytes, string? onlyStudyUid = null) => FileExaminer.Examine(context, number, bytes, onlyStudyUid);

    /// <summary>Stores examined files; returns when everything is durable.</summary>
    public async Task<IReadOnlyList<FileResult>> StoreAsync(UploadContext context, IReadOnlyList<ExaminedFile> files, CancellationToken cancellation)
    {
        var results = new FileResult[files.Count];
        var ready = Enumerable.Range(0, files.Count).Where(i => files[i].Prepared is not null).ToList();
        var stored = await instances.StoreAsync(context, [.. ready.Select(i => files[i])], cancellation);
        var notStored = new List<(string Sha256, long Length, StoredFate Fate)>();
        for (var k = 0; k < ready.Count; k++)
        {
            results[ready[k]] = stored[k].Result;
            if (stored[k].SeriesId is null && stored[k].Result.Failure != UploadFailure.Conflict) notStored.Add((files[ready[k]].Sha256, files[ready[k]].Bytes.Length, stored[k]));
        }

        for (var i = 0; i < files.Count; i++)
        {
            if (files[i].Prepared is not null) continue;
            var fate = files[i].Refusal ?? await QuarantineAsync(context.Upload, files[i], cancellation);
            fate = fate.Of(files[i].Uids);
            results[i] = fate.Result;
            notStored.Add((files[i].Sha256, files[i].Bytes.Length, fate));
        }

        if (notStored.Count > 0) await instances.RecordAsync(context.Upload, notStored, cancellation);
        return results;
    }

    /// <summary>Takes files as already there without their bytes, by the SHA-256 that the sender computed. Gives the numbers of those that are.</summary>
    public async Task<Outcome<IReadOnlyList<FileResult>>> RecogniseAsync(StudyAccess access, Guid uploadId, IReadOnlyDictionary<int, string> sha256ByNumber, CancellationToken cancellation)
    {
        var opened = await OpenAsync(access, uploadId, cancellation);
        if (!opened.Succeeded) return opened.Refusal;
        var there = await instances.FindBySha256Async(opened.Value.Upload, [.. sha256ByNumber.Values], cancellation);
        var known = sha256ByNumber.Where(f => there.ContainsKey(f.Value)).Select(f => (f.Value, 0L, there[f.Value].As(f.Key, UploadResult.AlreadyThere, ""))).ToList();
        await instances.RecordAsync(opened.Value.Upload, known, cancellation);
        return known.ConvertAll(k => k.Item3.Result);
    }

    /// <summary>Ends an upload: counts are reconciled and the series that it touched are examined.</summary>
    public async Task<Outcome<UploadSummary>> FinishAsync(StudyAccess access, Guid uploadId, CancellationToken cancellation)
    {
        access.Demand(Right.UploadImages);
        open.Remove(uploadId);
        return await finisher.FinishAsync(access, uploadId, cancellation);
    }

    private async Task<Upload> BeginAsync(PortalDb db, ResearchStudy study, StudyAccess access, Guid site, int announcedFiles, CancellationToken cancellation)
    {
        var upload = new Upload { ResearchStudyId = study.Id, SiteId = site, PersonId = access.PersonId, AnnouncedFiles = announcedFiles, StartedAt = clock.GetUtcNow() };
        db.Uploads.Add(upload);
        audit.Add(db, access.PersonId, study.Id, "began", nameof(Upload), upload.Id, new { announcedFiles });
        await db.SaveChangesAsync(cancellation);
        return upload;
    }

    private async Task<StoredFate> QuarantineAsync(Upload upload, ExaminedFile file, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        List<QuarantineFinding> findings = [.. file.Held!.Findings.Select(f => new QuarantineFinding(f.Tag, f.Keyword, f.MaskedValue, f.Reason))];
        var subject = file.HeldSubject is null ? null : await db.Subjects.Where(s => s.ResearchStudyId == upload.ResearchStudyId && s.SiteId == upload.SiteId && s.Code == file.HeldSubject).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(cancellation);
        var refused = StoredFate.Refused(file.Number, UploadFailure.MayNamePerson, UploadRefusals.MayNamePerson, UploadResult.Quarantined);
        var result = refused with { Result = refused.Result with { Findings = findings }, SubjectId = subject };
        if (await db.QuarantinedFiles.AnyAsync(q => q.SiteId == upload.SiteId && q.Sha256 == file.Sha256 && q.ResolvedAt == null, cancellation)) return result;
        var held = new QuarantinedFile
        {
            ResearchStudyId = upload.ResearchStudyId,
            SiteId = upload.SiteId,
            UploadId = upload.Id,
            SubjectId = subject,
            Sha256 = file.Sha256,
            Length = file.Bytes.Length,
            BlobKey = $"quarantine/{Guid.CreateVersion7():N}",
            Findings = findings,
            CreatedAt = clock.GetUtcNow(),
        };
        // Encrypted at rest: whoever copies the folder finds no name in it.
        await blobs.WriteAsync(held.BlobKey, protection.CreateProtector(QuarantinePurpose).Protect(file.Bytes.ToArray()), cancellation);
        db.QuarantinedFiles.Add(held);
        audit.Add(db, upload.PersonId, upload.ResearchStudyId, "quarantined", nameof(QuarantinedFile), held.Id, new { findings = findings.Count });
        await db.SaveChangesAsync(cancellation);
        return result;
    }
}
