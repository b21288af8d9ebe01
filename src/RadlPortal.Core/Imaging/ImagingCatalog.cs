using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Imaging;

/// <summary>Where a stored object's bytes and frames are.</summary>
public sealed record StoredInstance(Guid Id, Guid SeriesId, string SeriesInstanceUid, string SopInstanceUid, string SopClassUid, string BlobKey, long Length, string TransferSyntaxUid, long[] FrameRanges)
{
    public int Frames => FrameRanges.Length / 2;
}

/// <summary>A series and how many instances it has.</summary>
public sealed record StoredSeries(Guid Id, string SeriesInstanceUid, int Instances);

/// <summary>Finds stored series and instances for somebody who may see them: a coordinator those of the own site. Answers are kept for 30 seconds.</summary>
public sealed class ImagingCatalog(IDbContextFactory<PortalDb> databases, IMemoryCache cache, AuditLog audit)
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(30);
    // Repeated requests within ten minutes are one opening.
    private static readonly TimeSpan OneOpening = TimeSpan.FromMinutes(10);

    /// <summary>The series of a DICOM study, or the one of them that is asked for; empty if there is none to see.</summary>
    public async Task<IReadOnlyList<StoredSeries>> SeriesAsync(StudyAccess access, string studyUid, string? seriesUid, CancellationToken cancellation)
    {
        access.Demand(Right.ViewImages);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var series = db.ImagingSeries.AsNoTracking().Where(s => s.ResearchStudyId == access.ResearchStudyId && s.ImagingStudy!.StudyInstanceUid == studyUid && s.InstanceCount > 0);
        if (access.SiteId is { } site) series = series.Where(s => s.SiteId == site);
        if (seriesUid is not null) series = series.Where(s => s.SeriesInstanceUid == seriesUid);
        return await series.OrderBy(s => s.SeriesNumber).ThenBy(s => s.Id).Select(s => new StoredSeries(s.Id, s.SeriesInstanceUid, s.InstanceCount)).ToListAsync(cancellation);
    }

    /// <summary>One page of the instances of a series, by position.</summary>
    public async Task<IReadOnlyList<StoredInstance>> InstancesAsync(StoredSeries series, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.ImagingInstances.AsNoTracking().Where(i => i.ImagingSeriesId == series.Id).OrderBy(i => i.PositionMm).ThenBy(i => i.Id).Skip(skip).Take(take)
            .Select(i => new StoredInstance(i.Id, i.ImagingSeriesId, series.SeriesInstanceUid, i.SopInstanceUid, i.SopClassUid, i.BlobKey, i.Length, i.TransferSyntaxUid, i.FrameRanges)).ToListAsync(cancellation);
    }

    public ValueTask<StoredInstance?> InstanceAsync(StudyAccess access, string studyUid, string seriesUid, string sopUid, CancellationToken cancellation)
    {
        access.Demand(Right.ViewImages);
        var key = (access.PersonId, access.ResearchStudyId, studyUid, seriesUid, sopUid);
        return cache.TryGetValue(key, out StoredInstance? known) ? ValueTask.FromResult(known) : new ValueTask<StoredInstance?>(LookAsync());

        async Task<StoredInstance?> LookAsync()
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var instances = db.ImagingInstances.AsNoTracking().Where(i => i.ResearchStudyId == access.ResearchStudyId && i.SopInstanceUid == sopUid);
            if (access.SiteId is { } site) instances = instances.Where(i => i.SiteId == site);
            var found = await (from instance in instances
                               join series in db.ImagingSeries on instance.ImagingSeriesId equals series.Id
                               where series.SeriesInstanceUid == seriesUid && series.ImagingStudy!.StudyInstanceUid == studyUid
                               select new StoredInstance(instance.Id, series.Id, series.SeriesInstanceUid, instance.SopInstanceUid, instance.SopClassUid, instance.BlobKey, instance.Length, instance.TransferSyntaxUid, instance.FrameRanges))
                .FirstOrDefaultAsync(cancellation);
            // What is not there may come at any moment.
            return found is null ? null : cache.Set(key, found, KnownFor);
        }
    }

    public async Task<string> MetadataAsync(StoredInstance instance, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.ImagingInstances.Where(i => i.Id == instance.Id).Select(i => i.MetadataJson).SingleAsync(cancellation);
    }

    /// <summary>One audit entry per person, series and opening.</summary>
    public async ValueTask RecordViewAsync(StudyAccess access, Guid seriesId, CancellationToken cancellation)
    {
        var key = ("viewed", access.PersonId, seriesId);
        if (cache.TryGetValue(key, out _)) return;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "viewed", nameof(ImagingSeries), seriesId);
        await db.SaveChangesAsync(cancellation);
        cache.Set(key, true, OneOpening);
    }
}
