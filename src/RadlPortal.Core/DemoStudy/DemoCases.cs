using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.DemoStudy;

/// <summary>One subject of the demo study: the coordinator uploads the synthetic CT.</summary>
public sealed class DemoCases(IDbContextFactory<PortalDb> databases, UploadService uploads)
{
    /// <summary>Uploads the subject's CT unless it is there.</summary>
    public async Task UploadAsync(SyntheticSubject subject, StudyAccess coordinator, CancellationToken cancellation)
    {
        var seriesUid = DemoUid(subject, "series");
        if (await SeriesAsync(subject, cancellation) is not null) return;
        await UploadAsync(subject, new SyntheticChest(subject, SyntheticScanner.All[subject.SiteIndex]), seriesUid, coordinator, cancellation);
        if (await SeriesAsync(subject, cancellation) is null) throw new JobRefusedException($"The CT of {subject.Code} was not taken.");
    }

    /// <summary>The subject's series; null while its upload has not ended.</summary>
    internal async Task<Guid?> SeriesAsync(SyntheticSubject subject, CancellationToken cancellation)
    {
        var seriesUid = DemoUid(subject, "series");
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // Examined means that its upload has ended.
        return await db.ImagingSeries.Where(s => s.SeriesInstanceUid == seriesUid && s.GridJson != null).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(cancellation);
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

    private static string DemoUid(SyntheticSubject subject, string what) => DicomUid.From($"RadlPortal demo/{subject.Code}/{what}");
}
