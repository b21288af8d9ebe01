using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.DemoStudy;

/// <summary>One subject of the demo study: the coordinator uploads the synthetic CT, the readers open and save their VOIs.</summary>
public sealed class DemoCases(IDbContextFactory<PortalDb> databases, UploadService uploads, ReadService reads, VoiService vois, TimeProvider clock)
{
    public async Task MakeAsync(SyntheticSubject subject, StudyAccess coordinator, IReadOnlyList<StudyAccess> readers, CancellationToken cancellation)
    {
        var chest = new SyntheticChest(subject, SyntheticScanner.All[subject.SiteIndex]);
        var seriesUid = DemoUid(subject, "series");
        if (await SeriesAsync(seriesUid, cancellation) is null) await UploadAsync(subject, chest, seriesUid, coordinator, cancellation);
        var seriesId = await SeriesAsync(seriesUid, cancellation) ?? throw new JobRefusedException($"The CT of {subject.Code} was not taken.");
        for (var i = 0; i < readers.Count; i++) await ReadAsync(seriesId, subject, chest, readers[i], i + 1, cancellation);
    }

    private async Task UploadAsync(SyntheticSubject subject, SyntheticChest chest, string seriesUid, StudyAccess coordinator, CancellationToken cancellation)
    {
        var scanner = SyntheticScanner.All[subject.SiteIndex];
        var (x, y, z) = chest.Origin;
        var grid = new VolumeGeometry(SyntheticChest.Columns, SyntheticChest.Rows, SyntheticChest.Slices, new Vector3(chest.PixelSpacingMm, chest.PixelSpacingMm, chest.SliceSpacingMm), new Vector3(x, y, z));
        var files = CtSeriesWriter.Write(Volume.Of(grid, chest.Voxels()), new CtSeriesFacts
        {
            SubjectCode = subject.Code,
            StudyInstanceUid = DemoUid(subject, "study"),
            SeriesInstanceUid = seriesUid,
            FrameOfReferenceUid = DemoUid(subject, "frame"),
            Manufacturer = scanner.Manufacturer,
            Model = scanner.Model,
            Kernel = scanner.Kernel,
            Kvp = scanner.Kvp,
        }).ToList();
        var upload = await uploads.StartAsync(coordinator, files.Count, cancellation);
        if (!upload.Succeeded) throw new JobRefusedException(upload.Refusal.Message);
        await Parallel.ForAsync(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (i, token) =>
        {
            var stored = await uploads.StoreAsync(coordinator, upload.Value, i + 1, files[i], token);
            if (stored.Value?.Result is not (UploadResult.Accepted or UploadResult.AlreadyThere)) throw new JobRefusedException(stored.Value?.Message ?? stored.Refusal!.Message);
        });
        await uploads.FinishAsync(coordinator, upload.Value, cancellation);
    }

    private async Task ReadAsync(Guid seriesId, SyntheticSubject subject, SyntheticChest chest, StudyAccess reader, int readNumber, CancellationToken cancellation)
    {
        var read = await AssignmentAsync(seriesId, reader, readNumber, cancellation);
        if (read.State == ReadState.Done) return;
        var opened = await reads.OpenAsync(reader, read.Id, cancellation);
        if (!opened.Succeeded) throw new JobRefusedException(opened.Refusal.Message);
        var runs = LabelmapCodec.Encode(chest.Voi(readNumber));
        var saved = await vois.SaveAsync(reader, read.Id, new SaveRequest(runs, 0, "", $"demo-{subject.Code}-{readNumber}"), cancellation);
        if (!saved.Succeeded) throw new JobRefusedException(saved.Refusal.Message);
    }

    private async Task<ReadingAssignment> AssignmentAsync(Guid seriesId, StudyAccess reader, int readNumber, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var first = await db.ReadingAssignments.SingleAsync(r => r.ImagingSeriesId == seriesId && r.Purpose == ReadPurpose.First, cancellation);
        if (readNumber == 1) return first;
        var second = await db.ReadingAssignments.SingleOrDefaultAsync(r => r.ImagingSeriesId == seriesId && r.Purpose == (ReadPurpose)readNumber, cancellation);
        if (second is not null) return second;
        second = new ReadingAssignment { ResearchStudyId = first.ResearchStudyId, SubjectId = first.SubjectId, ImagingSeriesId = seriesId, ReaderId = reader.PersonId, Purpose = (ReadPurpose)readNumber, CreatedAt = clock.GetUtcNow() };
        db.ReadingAssignments.Add(second);
        await db.SaveChangesAsync(cancellation);
        return second;
    }

    private async Task<Guid?> SeriesAsync(string seriesUid, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // Examined means that its upload has ended.
        return await db.ImagingSeries.Where(s => s.SeriesInstanceUid == seriesUid && s.GridJson != null).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(cancellation);
    }

    private static string DemoUid(SyntheticSubject subject, string what) => DicomUid.From($"RadlPortal demo/{subject.Code}/{what}");
}
