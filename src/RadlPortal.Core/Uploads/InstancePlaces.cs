using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Sites;
using RadlPortal.Dicom;

namespace RadlPortal.Core.Uploads;

/// <summary>Where an object belongs.</summary>
internal sealed record InstancePlace(Guid SubjectId, string SubjectCode, Guid SeriesId, string SeriesInstanceUid);

/// <summary>Finds subject, DICOM study and series of an object at its site, making what is new. The slices of a series ask the database once.</summary>
public sealed class InstancePlaces(IDbContextFactory<PortalDb> databases, TimeProvider clock) : IDisposable
{
    private const int Attempts = 5;
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    internal async Task<(InstancePlace? Place, StoredFate? Refusal)> FindAsync(UploadContext context, int number, PreparedInstance instance, CancellationToken cancellation)
    {
        if (!SiteService.IsSubjectCode(instance.SubjectCode)) return (null, StoredFate.Refused(number, UploadFailure.NoSubjectCode, UploadRefusals.NoSubjectCode));
        var (studyUid, seriesUid) = (instance.Dataset.Text(DicomTags.StudyInstanceUid)!, instance.Dataset.Text(DicomTags.SeriesInstanceUid)!);
        var key = (context.Upload.ResearchStudyId, context.Upload.SiteId, instance.SubjectCode, studyUid, seriesUid);
        if (known.TryGetValue(key, out InstancePlace? place)) return (place, null);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var (found, refusal) = await PlaceAsync(db, context, number, instance, studyUid, seriesUid, cancellation);
            if (found is null) return (null, refusal);
            try
            {
                await db.SaveChangesAsync(cancellation);
                known.Set(key, found, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(5) });
                return (found, null);
            }
            catch (DbUpdateException met) when (met.IsUniqueViolation() && attempt < Attempts)
            {
                // Another file of the same series came first: look again.
            }
        }
    }

    public void Dispose() => known.Dispose();

    private async Task<(InstancePlace? Place, StoredFate? Refusal)> PlaceAsync(PortalDb db, UploadContext context, int number, PreparedInstance instance, string studyUid, string seriesUid, CancellationToken cancellation)
    {
        var (studyId, siteId) = (context.Upload.ResearchStudyId, context.Upload.SiteId);
        // The series first: who sees a series that another file just made sees its study and its subject too, and not the other way round.
        var series = await db.ImagingSeries.SingleOrDefaultAsync(s => s.ResearchStudyId == studyId && s.SiteId == siteId && s.SeriesInstanceUid == seriesUid, cancellation);
        var imagingStudy = await db.ImagingStudies.SingleOrDefaultAsync(s => s.ResearchStudyId == studyId && s.SiteId == siteId && s.StudyInstanceUid == studyUid, cancellation);
        var subject = await db.Subjects.SingleOrDefaultAsync(s => s.ResearchStudyId == studyId && s.Code == instance.SubjectCode, cancellation);
        if (subject is null && context.Study.Settings.CreateSubjectsOnUpload)
        {
            subject = new Subject { ResearchStudyId = studyId, SiteId = siteId, Code = instance.SubjectCode, CreatedAt = clock.GetUtcNow() };
            db.Subjects.Add(subject);
        }

        // A code of another site gets the answer of an unknown one.
        if (subject is null || subject.SiteId != siteId) return (null, StoredFate.Refused(number, UploadFailure.UnknownSubject, UploadRefusals.UnknownSubject));
        if (imagingStudy is null)
        {
            imagingStudy = new ImagingStudy { ResearchStudyId = studyId, SiteId = siteId, SubjectId = subject.Id, StudyInstanceUid = studyUid, StudyDate = instance.Dataset.Text(DicomTags.StudyDate), CreatedAt = clock.GetUtcNow() };
            db.ImagingStudies.Add(imagingStudy);
        }

        if (imagingStudy.SubjectId != subject.Id || (series is not null && (series.SubjectId != subject.Id || series.ImagingStudyId != imagingStudy.Id)))
            return (null, StoredFate.Refused(number, UploadFailure.OfAnotherSubject, UploadRefusals.SeriesOfAnother));
        if (series is null)
        {
            series = SeriesOf(instance.Dataset, imagingStudy, seriesUid);
            db.ImagingSeries.Add(series);
        }

        return (new InstancePlace(subject.Id, subject.Code, series.Id, seriesUid), null);
    }

    private ImagingSeries SeriesOf(DicomDataset dataset, ImagingStudy study, string seriesUid) => new()
    {
        ImagingStudyId = study.Id,
        ResearchStudyId = study.ResearchStudyId,
        SiteId = study.SiteId,
        SubjectId = study.SubjectId,
        SeriesInstanceUid = seriesUid,
        Modality = dataset.Text(DicomTags.Modality) ?? "CT",
        SeriesNumber = dataset.Integer(DicomTags.SeriesNumber),
        FrameOfReferenceUid = dataset.Text(DicomTags.FrameOfReferenceUid),
        Rows = dataset.Integer(DicomTags.Rows) ?? 0,
        Columns = dataset.Integer(DicomTags.Columns) ?? 0,
        SliceThicknessMm = dataset.Number(DicomTags.SliceThickness),
        PixelSpacingMm = dataset.Number(DicomTags.PixelSpacing),
        Manufacturer = dataset.Text(DicomTags.Manufacturer),
        ManufacturerModelName = dataset.Text(DicomTags.ManufacturerModelName),
        ConvolutionKernel = dataset.Text(DicomTags.ConvolutionKernel),
        Kvp = dataset.Number(DicomTags.Kvp),
        CreatedAt = clock.GetUtcNow(),
        LastStoredAt = clock.GetUtcNow(),
    };
}
