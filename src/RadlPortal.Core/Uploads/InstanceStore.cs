using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Deidentification;

namespace RadlPortal.Core.Uploads;

/// <summary>Stores what the gate let in. What is there already is recognised, and nothing is overwritten.</summary>
public sealed class InstanceStore(IDbContextFactory<PortalDb> databases, IBlobStore blobs, InstancePlaces places, InstanceCommitter committer, TimeProvider clock)
{
    /// <summary>Returns when everything is durable: bytes on the disk, rows committed.</summary>
    internal async Task<StoredFate[]> StoreAsync(UploadContext context, IReadOnlyList<ExaminedFile> files, CancellationToken cancellation)
    {
        var fates = new StoredFate[files.Count];
        var pending = new List<(int Index, PendingInstance Instance)>(files.Count);
        for (var i = 0; i < files.Count; i++)
        {
            var (place, refusal) = await places.FindAsync(context, files[i].Number, files[i].Prepared!, cancellation);
            if (place is null) fates[i] = refusal!.Of(files[i].Uids);
            else pending.Add((i, new PendingInstance(context, files[i], place)));
        }

        if (pending.Count == 0) return fates;
        var stored = await committer.StoreAsync([.. pending.Select(p => p.Instance)]);
        for (var k = 0; k < pending.Count; k++)
        {
            var (index, instance) = pending[k];
            fates[index] = (stored[k] ? FateOf(instance, instance.Result, instance.Message) : await NotNewAsync(instance, cancellation)).Of(instance.File.Uids);
        }

        return fates;
    }

    /// <summary>Stores one object that the gate has let in.</summary>
    internal async Task<StoredFate> StoreAsync(Upload upload, ResearchStudy study, int number, string sha256, string transferSyntaxUid, GateResult gate, CancellationToken cancellation)
    {
        try
        {
            var prepared = FileExaminer.Prepared(new UploadContext(upload, study), number, sha256, transferSyntaxUid, gate);
            return (await StoreAsync(new UploadContext(upload, study), [prepared], cancellation))[0];
        }
        catch (DicomException unusable)
        {
            return StoredFate.Refused(number, UploadFailure.Unreadable, UploadRefusals.Unreadable(unusable.Message));
        }
    }

    /// <summary>Which of these bytes the site has sent before, with what they belong to.</summary>
    internal async Task<IReadOnlyDictionary<string, StoredFate>> FindBySha256Async(Upload upload, IReadOnlyCollection<string> sha256, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await (from instance in db.ImagingInstances.AsNoTracking()
                           where instance.SiteId == upload.SiteId && sha256.Contains(instance.UploadedSha256) && instance.ResearchStudyId == upload.ResearchStudyId
                           join series in db.ImagingSeries on instance.ImagingSeriesId equals series.Id
                           join subject in db.Subjects on series.SubjectId equals subject.Id
                           select new { instance.UploadedSha256, SeriesId = series.Id, series.SeriesInstanceUid, series.SubjectId, subject.Code }).ToListAsync(cancellation);
        return found.DistinctBy(f => f.UploadedSha256).ToDictionary(f => f.UploadedSha256, f => new StoredFate(new FileResult(0, UploadResult.AlreadyThere, "", f.Code, f.SeriesInstanceUid, []), f.SubjectId, f.SeriesId));
    }

    private static StoredFate FateOf(PendingInstance instance, UploadResult result, string message) =>
        new(new FileResult(instance.File.Number, result, message, instance.Place.SubjectCode, instance.Place.SeriesInstanceUid, []), instance.Place.SubjectId, instance.Place.SeriesId);

    /// <summary>The site has an object of this UID: the same one, or another.</summary>
    private async Task<StoredFate> NotNewAsync(PendingInstance pending, CancellationToken cancellation)
    {
        var (upload, file, instance) = (pending.Context.Upload, pending.File, pending.File.Prepared!);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var there = await db.ImagingInstances.AsNoTracking().Where(i => i.ResearchStudyId == upload.ResearchStudyId && i.SiteId == upload.SiteId && i.SopInstanceUid == instance.SopInstanceUid)
            .Select(i => new { i.UploadedSha256, i.StoredSha256, i.BlobKey }).SingleAsync(cancellation);
        // Sent again after a lost answer: the answer of the first time.
        if (await db.UploadedFiles.AsNoTracking().FirstOrDefaultAsync(f => f.UploadId == upload.Id && f.Number == file.Number && f.Sha256 == file.Sha256, cancellation) is { } before)
            return FateOf(pending, before.Result, before.Message);
        var isSame = there.UploadedSha256 == file.Sha256 || there.StoredSha256 == Convert.ToHexStringLower(instance.StoredSha256);
        // The bytes that were written for it belong to nothing: their key holds the UID's content, which is another one.
        if (there.BlobKey != instance.BlobKey) await blobs.DeleteAsync(instance.BlobKey, cancellation);
        var fate = isSame ? FateOf(pending, UploadResult.AlreadyThere, "") : StoredFate.Refused(file.Number, UploadFailure.Conflict, UploadRefusals.Conflict);
        await RecordAsync(upload, [(file.Sha256, file.Bytes.Length, fate)], cancellation);
        return fate;
    }

    /// <summary>Keeps the fates of files that were not stored now.</summary>
    internal async Task RecordAsync(Upload upload, IReadOnlyList<(string Sha256, long Length, StoredFate Fate)> fates, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        foreach (var (sha256, length, fate) in fates)
        {
            db.UploadedFiles.Add(new UploadedFile
            {
                UploadId = upload.Id,
                Number = fate.Result.Number,
                Result = fate.Result.Result,
                Message = fate.Result.Message,
                SubjectId = fate.SubjectId,
                ImagingSeriesId = fate.SeriesId,
                Sha256 = sha256,
                Length = length,
                ReceivedAt = clock.GetUtcNow(),
            });
        }

        await db.SaveChangesAsync(cancellation);
    }
}
