using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Uploads;

/// <summary>Files that may name a person: shown masked to their site and the administrator, who deletes them.</summary>
public sealed class QuarantineService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, AuditLog audit, TimeProvider clock)
{
    /// <summary>So many files are shown at once; the others come when these are decided on.</summary>
    public const int MostListed = 5000;

    private const int Batch = 50;

    public static readonly Refusal ReasonMissing = new("reason-missing", "Say why the files are deleted; it stands in the audit.");

    public static readonly Refusal NotThere = new("not-there", "The file is no longer in quarantine.");

    public async Task<IReadOnlyList<HeldFile>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewQuarantine);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var days = (await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation)).Settings.QuarantineDays;
        var held = await (from file in Open(db, access).AsNoTracking()
                          join site in db.Sites on file.SiteId equals site.Id
                          join upload in db.Uploads on file.UploadId equals upload.Id
                          join subject in db.Subjects on file.SubjectId equals subject.Id into subjects
                          from subject in subjects.DefaultIfEmpty()
                          orderby upload.StartedAt descending
                          select new { file, site.Name, upload.StartedAt, Code = (string?)subject!.Code }).Take(MostListed).ToListAsync(cancellation);
        var uploads = held.Select(h => h.file.UploadId).Distinct().ToList();
        var numbers = (await db.UploadedFiles.AsNoTracking().Where(f => uploads.Contains(f.UploadId) && f.Result == UploadResult.Quarantined).Select(f => new { f.UploadId, f.Sha256, f.Number }).ToListAsync(cancellation))
            .ToLookup(f => (f.UploadId, f.Sha256), f => f.Number);
        return held.ConvertAll(h => new HeldFile(h.file.Id, h.file.UploadId, h.StartedAt, numbers[(h.file.UploadId, h.file.Sha256)].Select(n => (int?)n).Min(), h.Name, h.Code, h.file.CreatedAt.AddDays(days), h.file.Findings));
    }

    /// <summary>Deletes files for good; says how many. Stopped in between, what was deleted stays deleted. The administrator does it, not the site that sent them.</summary>
    /// <param name="progress">Told how many are deleted.</param>
    public async Task<Outcome<int>> DeleteAsync(StudyAccess access, IReadOnlyCollection<Guid> ids, string reason, IProgress<int>? progress, CancellationToken cancellation)
    {
        access.Demand(Right.DecideQuarantine);
        reason = reason.Trim();
        if (reason.Length == 0) return ReasonMissing;
        var deleted = 0;
        foreach (var batch in ids.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            // A batch that has begun is carried out, also if the person goes away.
            deleted += await DeleteBatchAsync(access, batch, reason);
            progress?.Report(deleted);
        }

        return deleted == 0 ? NotThere : deleted;
    }

    private async Task<int> DeleteBatchAsync(StudyAccess access, Guid[] ids, string reason)
    {
        await using var db = await databases.CreateDbContextAsync();
        var files = await Open(db, access).Where(f => ids.Contains(f.Id)).ToListAsync();
        foreach (var file in files)
        {
            await blobs.DeleteAsync(file.BlobKey, CancellationToken.None);
            (file.ResolvedAt, file.ResolvedBy, file.Resolution) = (clock.GetUtcNow(), access.PersonId, reason);
            audit.Add(db, access.PersonId, access.ResearchStudyId, "deleted from quarantine", nameof(QuarantinedFile), file.Id, new { reason });
        }

        await db.SaveChangesAsync();
        return files.Count;
    }

    /// <summary>What nobody has decided on yet; a coordinator sees that of the own site.</summary>
    private static IQueryable<QuarantinedFile> Open(PortalDb db, StudyAccess access) =>
        db.QuarantinedFiles.Where(f => f.ResearchStudyId == access.ResearchStudyId && f.ResolvedAt == null && (access.SiteId == null || f.SiteId == access.SiteId));
}
