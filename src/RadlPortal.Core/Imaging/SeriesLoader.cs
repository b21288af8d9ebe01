using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Imaging;

/// <summary>Reads the stored objects of a series back: their data sets, and the volume in Hounsfield units.</summary>
public sealed class SeriesLoader(IDbContextFactory<PortalDb> databases, IBlobStore blobs)
{
    public async Task<IReadOnlyList<DicomDataset>> DatasetsAsync(Guid seriesId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var keys = await db.ImagingInstances.Where(i => i.ImagingSeriesId == seriesId).OrderBy(i => i.PositionMm).Select(i => i.BlobKey).ToListAsync(cancellation);
        var datasets = new List<DicomDataset>(keys.Count);
        foreach (var key in keys) datasets.Add(DicomFile.Read(await blobs.ReadAllAsync(key, cancellation)).Dataset);
        return datasets;
    }

    /// <exception cref="DicomException">The slices make no volume.</exception>
    public async Task<Volume> VolumeAsync(Guid seriesId, CancellationToken cancellation) => CtVolume.Build(await DatasetsAsync(seriesId, cancellation));
}
