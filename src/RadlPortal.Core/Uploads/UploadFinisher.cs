using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Uploads;

/// <summary>Ends uploads: examines the series that were touched, opens them for reading, reconciles the counts.</summary>
public sealed class UploadFinisher(IDbContextFactory<PortalDb> databases, SeriesExaminer examiner, AuditLog audit, TimeProvider clock)
{
    private const int MostProblems = 500;

    public async Task<Outcome<UploadSummary>> FinishAsync(StudyAccess access, Guid uploadId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var upload = await db.Uploads.SingleOrDefaultAsync(u => u.Id == uploadId && u.ResearchStudyId == access.ResearchStudyId && u.SiteId == access.SiteId, cancellation);
        if (upload is null) return UploadRefusals.NoSuchUpload;
        if (upload.FinishedAt is null)
        {
            var touched = await db.UploadedFiles.Where(f => f.UploadId == uploadId && f.ImagingSeriesId != null).Select(f => f.ImagingSeriesId!.Value).Distinct().ToListAsync(cancellation);
            foreach (var series in touched) await examiner.ExamineAsync(series, cancellation);
            upload.FinishedAt = clock.GetUtcNow();
            audit.Add(db, access.PersonId, access.ResearchStudyId, "finished", nameof(Upload), upload.Id);
            await db.SaveChangesAsync(cancellation);
        }

        return (await SummariseAsync(access, uploadId, cancellation))!;
    }

    /// <summary>Null if the upload is none of this site's; an administrator sees every site's.</summary>
    public async Task<UploadSummary?> SummariseAsync(StudyAccess access, Guid uploadId, CancellationToken cancellation)
    {
        access.Demand(Right.ViewQuarantine);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == uploadId && u.ResearchStudyId == access.ResearchStudyId && (access.SiteId == null || u.SiteId == access.SiteId), cancellation);
        if (upload is null) return null;
        // Of a file that was sent several times the last answer counts. The database counts: an upload may have thousands of files.
        var latest = db.UploadedFiles.FromSql($"SELECT DISTINCT ON (number) * FROM uploaded_files WHERE upload_id = {uploadId} ORDER BY number, received_at DESC").AsNoTracking();
        var counts = await latest.GroupBy(f => new { f.Result, f.ImagingSeriesId }).Select(g => new { g.Key.Result, g.Key.ImagingSeriesId, Files = g.Count() }).ToListAsync(cancellation);
        var problems = await latest.Where(f => f.Result == UploadResult.Quarantined || f.Result == UploadResult.Refused).OrderBy(f => f.Number).Take(MostProblems).ToListAsync(cancellation);
        var ids = counts.Where(c => c.ImagingSeriesId != null).Select(c => c.ImagingSeriesId!.Value).Distinct().ToList();
        var arrived = counts.Sum(c => c.Files);
        var rows = await (from s in db.ImagingSeries.AsNoTracking()
                          where ids.Contains(s.Id)
                          join subject in db.Subjects on s.SubjectId equals subject.Id
                          orderby subject.Code
                          select new { s.Id, subject.Code, s.SeriesInstanceUid, s.InstanceCount, s.Geometry, s.GeometryMessage }).ToListAsync(cancellation);
        var series = rows.Select(r => new UploadedSeries(r.Code, r.SeriesInstanceUid, r.InstanceCount, counts.Where(c => c.ImagingSeriesId == r.Id).Sum(c => c.Files), r.Geometry, r.GeometryMessage)).ToList();
        var messages = new List<string>();
        if (upload.FinishedAt is not null && arrived < upload.AnnouncedFiles) messages.Add($"{upload.AnnouncedFiles - arrived} of {upload.AnnouncedFiles} announced files did not arrive. Send the folder again; what is there already is recognised.");
        var subjects = series.Select(s => s.Subject).Distinct().ToList();
        if (subjects.Count > 1) messages.Add($"The folder held {subjects.Count} subjects ({string.Join(", ", subjects.Take(5))}). If that was not meant, tell the administrator.");
        return new UploadSummary(upload.Id, upload.StartedAt, upload.FinishedAt, upload.AnnouncedFiles, counts.GroupBy(c => c.Result).ToDictionary(g => g.Key, g => g.Sum(c => c.Files)), series, problems, messages);
    }

    public async Task<IReadOnlyList<UploadSummary>> RecentAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.UploadImages);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var ids = await db.Uploads.Where(u => u.ResearchStudyId == access.ResearchStudyId && u.SiteId == access.SiteId).OrderByDescending(u => u.StartedAt).Take(10).Select(u => u.Id).ToListAsync(cancellation);
        var uploads = new List<UploadSummary>();
        foreach (var id in ids) uploads.Add((await SummariseAsync(access, id, cancellation))!);
        return uploads;
    }
}
