using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Imaging;

/// <summary>Reads the stored objects of a series back: their data sets, and the volume in Hounsfield units.</summary>
public sealed class SeriesLoader(IDbContextFactory<PortalDb> databases, StoredObjects objects)
{
    public async Task<IReadOnlyList<DicomDataset>> DatasetsAsync(Guid seriesId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var keys = await db.ImagingInstances.Where(i => i.ImagingSeriesId == seriesId).OrderBy(i => i.PositionMm).Select(i => i.BlobKey).ToListAsync(cancellation);
        var datasets = new List<DicomDataset>(keys.Count);
        foreach (var key in keys) datasets.Add(await objects.DatasetAsync(key, cancellation));
        return datasets;
    }

    /// <summary>Where the slices lie; reads the headers only, one after the other.</summary>
    public async Task<IReadOnlyList<SliceHeader>> SlicesAsync(Guid seriesId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var stored = await db.ImagingInstances.Where(i => i.ImagingSeriesId == seriesId).OrderBy(i => i.PositionMm).Select(i => new { i.BlobKey, i.FrameRanges }).ToListAsync(cancellation);
        var slices = new List<SliceHeader>(stored.Count);
        foreach (var instance in stored) slices.Add(SliceHeader.Of(await objects.HeaderAsync(instance.BlobKey, instance.FrameRanges, cancellation)));
        return slices;
    }

    /// <exception cref="DicomException">The slices make no volume.</exception>
    public async Task<Volume> VolumeAsync(Guid seriesId, CancellationToken cancellation) => CtVolume.Build(await DatasetsAsync(seriesId, cancellation));
}
