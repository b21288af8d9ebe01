using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Json;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Core.Uploads;

/// <summary>Stores what the gate let in: bytes first, durably, then the rows. Two writers that meet at a key try again and find what the other made.</summary>
public sealed class InstanceStore(IDbContextFactory<PortalDb> databases, IBlobStore blobs, TimeProvider clock)
{
    private const int Attempts = 5;

    internal async Task<StoredFate?> FindBySha256Async(PortalDb db, Upload upload, string sha256, CancellationToken cancellation) =>
        await FateOfAsync(db, db.ImagingInstances.Where(i => i.ResearchStudyId == upload.ResearchStudyId && i.SiteId == upload.SiteId && i.UploadedSha256 == sha256), cancellation);

    internal async Task<StoredFate> StoreAsync(Upload upload, ResearchStudy study, int number, string sha256, string transferSyntaxUid, GateResult gate, CancellationToken cancellation)
    {
        var dataset = gate.Cleaned!;
        WrittenDicomFile written;
        double? position;
        try
        {
            written = DicomWriter.Write(dataset, transferSyntaxUid);
            position = dataset.Text(DicomTags.SopClassUid) == SopClass.CtImage ? SliceHeader.Of(dataset).PositionMm : null;
        }
        catch (DicomException unusable)
        {
            return StoredFate.Refused(number, UploadRefusals.Unreadable(unusable.Message));
        }

        var storedSha256 = Convert.ToHexStringLower(SHA256.HashData(written.Bytes));
        var key = $"dicom/{upload.ResearchStudyId:N}/{upload.SiteId:N}/{storedSha256[..2]}/{storedSha256}";
        var isWritten = false;
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var place = await PlaceAsync(db, upload, study, number, dataset, cancellation);
            if (place.Refusal is { } refusal) return refusal;
            var sop = dataset.Text(DicomTags.SopInstanceUid)!;
            if (await FateOfAsync(db, db.ImagingInstances.Where(i => i.ResearchStudyId == upload.ResearchStudyId && i.SiteId == upload.SiteId && i.SopInstanceUid == sop), cancellation) is { } there)
            {
                var same = await db.ImagingInstances.AnyAsync(i => i.ResearchStudyId == upload.ResearchStudyId && i.SiteId == upload.SiteId && i.SopInstanceUid == sop && i.StoredSha256 == storedSha256, cancellation);
                return same ? there.As(number, UploadResult.AlreadyThere, "") : StoredFate.Refused(number, UploadRefusals.Conflict);
            }

            if (!isWritten) await blobs.WriteAsync(key, written.Bytes, cancellation);
            isWritten = true;
            db.ImagingInstances.Add(new ImagingInstance
            {
                ImagingSeriesId = place.Series!.Id,
                ResearchStudyId = upload.ResearchStudyId,
                SiteId = upload.SiteId,
                SopInstanceUid = sop,
                SopClassUid = dataset.Text(DicomTags.SopClassUid)!,
                TransferSyntaxUid = written.TransferSyntaxUid,
                InstanceNumber = dataset.Integer(DicomTags.InstanceNumber),
                PositionMm = position,
                UploadedSha256 = sha256,
                StoredSha256 = storedSha256,
                Length = written.Bytes.Length,
                BlobKey = key,
                FrameRanges = written.FrameRanges,
                MetadataJson = DicomJson.Write(dataset),
                UploadId = upload.Id,
                StoredAt = clock.GetUtcNow(),
            });
            try
            {
                await db.SaveChangesAsync(cancellation);
                var verdict = gate.Verdict == GateVerdict.Accept ? UploadResult.Accepted : UploadResult.AcceptedWithWarnings;
                return new StoredFate(new FileResult(number, verdict, string.Join(" ", gate.Notes), place.Subject!.Code, place.Series.SeriesInstanceUid, []), place.Subject.Id, place.Series.Id);
            }
            catch (DbUpdateException met) when (met.IsUniqueViolation() && attempt < Attempts)
            {
                // Another file of the same series came first: look again.
            }
        }
    }

    private async Task<(Subject? Subject, ImagingSeries? Series, StoredFate? Refusal)> PlaceAsync(PortalDb db, Upload upload, ResearchStudy study, int number, DicomDataset dataset, CancellationToken cancellation)
    {
        var code = dataset.Text(DicomTags.PatientId)!;
        if (!SiteService.IsSubjectCode(code)) return (null, null, StoredFate.Refused(number, UploadRefusals.NoSubjectCode));
        var subject = await db.Subjects.SingleOrDefaultAsync(s => s.ResearchStudyId == study.Id && s.Code == code, cancellation);
        if (subject is null && study.Settings.CreateSubjectsOnUpload)
        {
            subject = new Subject { ResearchStudyId = study.Id, SiteId = upload.SiteId, Code = code, CreatedAt = clock.GetUtcNow() };
            db.Subjects.Add(subject);
        }

        // A code of another site gets the answer of an unknown one.
        if (subject is null || subject.SiteId != upload.SiteId) return (null, null, StoredFate.Refused(number, UploadRefusals.UnknownSubject));
        var (studyUid, seriesUid) = (dataset.Text(DicomTags.StudyInstanceUid)!, dataset.Text(DicomTags.SeriesInstanceUid)!);
        // The series first: who sees a series that another file just made sees its study too, and not the other way round.
        var series = await db.ImagingSeries.SingleOrDefaultAsync(s => s.ResearchStudyId == study.Id && s.SiteId == upload.SiteId && s.SeriesInstanceUid == seriesUid, cancellation);
        var imagingStudy = await db.ImagingStudies.SingleOrDefaultAsync(s => s.ResearchStudyId == study.Id && s.SiteId == upload.SiteId && s.StudyInstanceUid == studyUid, cancellation);
        if (imagingStudy is null)
        {
            imagingStudy = new ImagingStudy { ResearchStudyId = study.Id, SiteId = upload.SiteId, SubjectId = subject.Id, StudyInstanceUid = studyUid, StudyDate = dataset.Text(DicomTags.StudyDate), CreatedAt = clock.GetUtcNow() };
            db.ImagingStudies.Add(imagingStudy);
        }

        if (imagingStudy.SubjectId != subject.Id || (series is not null && (series.SubjectId != subject.Id || series.ImagingStudyId != imagingStudy.Id)))
            return (null, null, StoredFate.Refused(number, UploadRefusals.SeriesOfAnother));
        if (series is null)
        {
            series = SeriesOf(dataset, imagingStudy, seriesUid);
            db.ImagingSeries.Add(series);
        }

        return (subject, series, null);
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
    };

    private static async Task<StoredFate?> FateOfAsync(PortalDb db, IQueryable<ImagingInstance> found, CancellationToken cancellation)
    {
        var fate = await (from instance in found
                          join series in db.ImagingSeries on instance.ImagingSeriesId equals series.Id
                          join subject in db.Subjects on series.SubjectId equals subject.Id
                          select new { series.Id, series.SeriesInstanceUid, series.SubjectId, subject.Code }).FirstOrDefaultAsync(cancellation);
        return fate is null ? null : new StoredFate(new FileResult(0, UploadResult.AlreadyThere, "", fate.Code, fate.SeriesInstanceUid, []), fate.SubjectId, fate.Id);
    }
}
