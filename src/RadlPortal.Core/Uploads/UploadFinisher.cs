using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Dicom.Volumes;
using SeriesGeometry = RadlPortal.Core.Imaging.SeriesGeometry;

namespace RadlPortal.Core.Uploads;

/// <summary>Ends uploads: examines the series that were touched, opens them for reading, reconciles the counts.</summary>
public sealed class UploadFinisher(IDbContextFactory<PortalDb> databases, SeriesLoader loader, AuditLog audit, TimeProvider clock)
{
    public async Task<Outcome<UploadSummary>> FinishAsync(StudyAccess access, Guid uploadId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var upload = await db.Uploads.SingleOrDefaultAsync(u => u.Id == uploadId && u.ResearchStudyId == access.ResearchStudyId && u.SiteId == access.SiteId, cancellation);
        if (upload is null) return UploadRefusals.NoSuchUpload;
        if (upload.FinishedAt is null)
        {
            var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
            var touched = await db.UploadedFiles.Where(f => f.UploadId == uploadId && f.ImagingSeriesId != null).Select(f => f.ImagingSeriesId!.Value).Distinct().ToListAsync(cancellation);
            foreach (var series in await db.ImagingSeries.Where(s => touched.Contains(s.Id)).ToListAsync(cancellation)) await ExamineAsync(db, series, study.Settings, cancellation);
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
        var files = await db.UploadedFiles.AsNoTracking().Where(f => f.UploadId == uploadId).OrderBy(f => f.Number).ToListAsync(cancellation);
        var latest = files.GroupBy(f => f.Number).Select(g => g.MaxBy(f => f.ReceivedAt)!).ToList();
        var ids = latest.Where(f => f.ImagingSeriesId != null).Select(f => f.ImagingSeriesId!.Value).Distinct().ToList();
        var rows = await (from s in db.ImagingSeries.AsNoTracking()
                          where ids.Contains(s.Id)
                          join subject in db.Subjects on s.SubjectId equals subject.Id
                          orderby subject.Code
                          select new { s.Id, subject.Code, s.SeriesInstanceUid, s.InstanceCount, s.Geometry, s.GeometryMessage }).ToListAsync(cancellation);
        var series = rows.Select(r => new UploadedSeries(r.Code, r.SeriesInstanceUid, r.InstanceCount, latest.Count(f => f.ImagingSeriesId == r.Id), r.Geometry, r.GeometryMessage)).ToList();
        var messages = new List<string>();
        if (upload.FinishedAt is not null && latest.Count < upload.AnnouncedFiles) messages.Add($"{upload.AnnouncedFiles - latest.Count} of {upload.AnnouncedFiles} announced files did not arrive. Send the folder again; what is there already is recognised.");
        var subjects = series.Select(s => s.Subject).Distinct().ToList();
        if (subjects.Count > 1) messages.Add($"The folder held {subjects.Count} subjects ({string.Join(", ", subjects.Take(5))}). If that was not meant, tell the administrator.");
        return new UploadSummary(upload.Id, upload.StartedAt, upload.FinishedAt, upload.AnnouncedFiles, latest.CountBy(f => f.Result).ToDictionary(), series, [.. latest.Where(f => f.Result is UploadResult.Quarantined or UploadResult.Refused)], messages);
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

    private async Task ExamineAsync(PortalDb db, ImagingSeries series, StudySettings settings, CancellationToken cancellation)
    {
        // Segmentations and structure sets have no slices of their own.
        if (series.Modality != "CT")
        {
            series.InstanceCount = await db.ImagingInstances.CountAsync(i => i.ImagingSeriesId == series.Id, cancellation);
            series.Geometry = SeriesGeometry.Stack;
            return;
        }

        var slices = (await loader.DatasetsAsync(series.Id, cancellation)).Select(SliceHeader.Of).ToList();
        var examined = Dicom.Volumes.SeriesGeometry.Examine(slices);
        series.InstanceCount = slices.Count;
        series.Geometry = examined.Geometry is null ? SeriesGeometry.Stack : SeriesGeometry.Volume;
        series.GridJson = examined.Geometry is null ? null : SeriesGrid.Of(examined.Slices.Select(s => s.SopInstanceUid), examined.Geometry).ToJson();
        series.GeometryMessage = examined.Message ?? ProtocolWarning(series, settings);
        // A volume can be read; a stack waits for its missing slices.
        if (examined.Geometry is not null && !await db.ReadingAssignments.AnyAsync(r => r.ImagingSeriesId == series.Id, cancellation))
            db.ReadingAssignments.Add(new ReadingAssignment { ResearchStudyId = series.ResearchStudyId, SubjectId = series.SubjectId, ImagingSeriesId = series.Id, CreatedAt = clock.GetUtcNow() });
    }

    private static string? ProtocolWarning(ImagingSeries series, StudySettings settings)
    {
        if (series.SliceThicknessMm > settings.MaximumSliceThicknessMm) return FormattableString.Invariant($"The slices are {series.SliceThicknessMm} mm thick; the study asks for at most {settings.MaximumSliceThicknessMm} mm.");
        return series.InstanceCount < settings.MinimumSlices ? $"The series has {series.InstanceCount} slices; the study asks for at least {settings.MinimumSlices}." : null;
    }
}
