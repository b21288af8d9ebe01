using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom.Deidentification;

namespace RadlPortal.Core.Uploads;

/// <summary>A held file as the page shows it.</summary>
public sealed record HeldFile(Guid Id, string Site, DateTimeOffset CreatedAt, DateTimeOffset DeletedOn, IReadOnlyList<QuarantineFinding> Findings)
{
    /// <summary>Held, among other things, for what its pixels may show.</summary>
    public bool IsAboutPixels => Findings.Any(f => GateFinding.IsAboutPixels(f.Keyword));
}

/// <summary>Files that may name a person: shown masked to their site and the administrator, and deleted.</summary>
public sealed class QuarantineService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, AuditLog audit, TimeProvider clock)
{
    public static readonly Refusal ReasonMissing = new("reason-missing", "Say why the file is deleted; it stands in the audit.");

    public static readonly Refusal NotThere = new("not-there", "The file is no longer in quarantine.");

    public async Task<IReadOnlyList<HeldFile>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewQuarantine);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var days = (await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation)).Settings.QuarantineDays;
        return [.. (await (from file in db.QuarantinedFiles.AsNoTracking()
                           where file.ResearchStudyId == access.ResearchStudyId && file.ResolvedAt == null && (access.SiteId == null || file.SiteId == access.SiteId)
                           join site in db.Sites on file.SiteId equals site.Id
                           orderby file.CreatedAt descending
                           select new { file, site.Name }).Take(500).ToListAsync(cancellation))
            .Select(x => new HeldFile(x.file.Id, x.Name, x.file.CreatedAt, x.file.CreatedAt.AddDays(days), x.file.Findings))];
    }

    public async Task<Outcome<Done>> DeleteAsync(StudyAccess access, IReadOnlyCollection<Guid> ids, string reason, CancellationToken cancellation)
    {
        access.Demand(Right.ViewQuarantine);
        if (string.IsNullOrWhiteSpace(reason)) return ReasonMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var files = await db.QuarantinedFiles.Where(f => ids.Contains(f.Id) && f.ResearchStudyId == access.ResearchStudyId && f.ResolvedAt == null && (access.SiteId == null || f.SiteId == access.SiteId)).ToListAsync(cancellation);
        if (files.Count == 0) return NotThere;
        foreach (var file in files)
        {
            await blobs.DeleteAsync(file.BlobKey, cancellation);
            (file.ResolvedAt, file.ResolvedBy, file.Resolution) = (clock.GetUtcNow(), access.PersonId, reason.Trim());
            audit.Add(db, access.PersonId, access.ResearchStudyId, "deleted from quarantine", nameof(QuarantinedFile), file.Id, new { reason = reason.Trim() });
        }

        await db.SaveChangesAsync(cancellation);
        return new Done();
    }
}
