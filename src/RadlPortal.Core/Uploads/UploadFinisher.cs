using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Uploads;

/// <summary>Ends uploads: examines the series that were touched, opens them for reading, reconciles the counts.</summary>
public sealed class UploadFinisher(IDbContextFactory<PortalDb> databases, SeriesExaminer examiner, AuditLog audit, TimeProvider clock)
{
    private const int MostProblems = 5000;

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
        var series = await SeriesAsync(db, counts.Where(c => c.ImagingSeriesId is not null).GroupBy(c => c.ImagingSeriesId!.Value).ToDictionary(g => g.Key, g => g.Sum(c => c.Files)), cancellation);
        var notes = await latest.Where(f => f.Result == UploadResult.Accepted && f.Message != "").GroupBy(f => f.Message).Select(g => new UploadNote(g.Key, g.Count(), null)).ToListAsync(cancellation);
        var sender = await db.Users.Where(p => p.Id == upload.PersonId).Select(p => p.DisplayName).SingleOrDefaultAsync(cancellation) ?? "a program";
        var site = await db.Sites.Where(s => s.Id == upload.SiteId).Select(s => s.Name).SingleAsync(cancellation);
        return new UploadSummary(upload.Id, sender, site, upload.StartedAt, upload.FinishedAt, upload.AnnouncedFiles, counts.GroupBy(c => c.Result).ToDictionary(g => g.Key, g => g.Sum(c => c.Files)), series,
            await ProblemsAsync(db, latest, cancellation), [.. await WarningsAsync(latest, cancellation), .. notes.OrderByDescending(n => n.Files)], [.. MessagesOf(upload, counts.Sum(c => c.Files), series)]);
    }

    private static async Task<List<UploadedSeries>> SeriesAsync(PortalDb db, Dictionary<Guid, int> filesOf, CancellationToken cancellation)
    {
        var ids = filesOf.Keys.ToList();
        var rows = await (from s in db.ImagingSeries.AsNoTracking()
                          where ids.Contains(s.Id)
                          join subject in db.Subjects on s.SubjectId equals subject.Id
                          orderby subject.Code
                          select new { Series = s, subject.Code, s.ImagingStudy!.StudyDate }).ToListAsync(cancellation);
        return rows.ConvertAll(r => new UploadedSeries(r.Code, UploadedSeries.NameOf(r.Series.Modality, r.StudyDate, r.Series.SeriesNumber, r.Series.SliceThicknessMm, r.Series.ConvolutionKernel),
            r.Series.SeriesInstanceUid, r.Series.InstanceCount, filesOf[r.Series.Id], r.Series.Modality == "CT" ? r.Series.Geometry : null, r.Series.GeometryMessage));
    }

    private static async Task<IEnumerable<UploadNote>> WarningsAsync(IQueryable<UploadedFile> latest, CancellationToken cancellation)
    {
        var files = await latest.Where(f => f.Result == UploadResult.AcceptedWithWarnings).OrderBy(f => f.Number).Select(f => new { f.Number, f.Message }).Take(MostProblems).ToListAsync(cancellation);
        return files.GroupBy(f => f.Message).Select(g => new UploadNote(g.Key, g.Count(), [.. g.Select(f => f.Number)])).OrderByDescending(n => n.Files);
    }

    private static async Task<List<UploadProblem>> ProblemsAsync(PortalDb db, IQueryable<UploadedFile> latest, CancellationToken cancellation)
    {
        var files = await (from file in latest
                           where file.Result == UploadResult.Quarantined || file.Result == UploadResult.Refused
                           join subject in db.Subjects on file.SubjectId equals subject.Id into subjects
                           from subject in subjects.DefaultIfEmpty()
                           orderby file.Number
                           select new { file.Number, file.Result, file.Message, Code = (string?)subject!.Code }).Take(MostProblems).ToListAsync(cancellation);
        return [.. files.GroupBy(f => (f.Result, f.Message, f.Code)).Select(g => new UploadProblem(g.Key.Result, g.Key.Message, g.Key.Code, [.. g.Select(f => f.Number)]))];
    }

    private static IEnumerable<string> MessagesOf(Upload upload, int arrived, List<UploadedSeries> series)
    {
        if (upload.FinishedAt is not null && arrived < upload.AnnouncedFiles) yield return $"{upload.AnnouncedFiles - arrived} of {upload.AnnouncedFiles} announced files did not arrive. Send the folder again; what is there already is recognised.";
        var subjects = series.Select(s => s.Subject).Distinct().ToList();
        if (subjects.Count > 1) yield return $"The folder held {subjects.Count} subjects ({string.Join(", ", subjects.Take(5))}). If that was not meant, tell the administrator.";
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
