using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Storage;
using RadlPortal.Numerics.Segmentation;

namespace RadlPortal.Core.Segmentations;

/// <summary>The voxels of a stored version.</summary>
internal static class VersionMask
{
    /// <summary>Null when the labelmap does not fit its series any more.</summary>
    public static async Task<VoxelMask?> ReadAsync(PortalDb db, IBlobStore blobs, Guid versionId, CancellationToken cancellation)
    {
        var found = await (
            from version in db.VoiVersions
            join series in db.ImagingSeries on version.Voi!.ImagingSeriesId equals series.Id
            where version.Id == versionId
            select new { version.LabelmapBlobKey, version.Voi!.Label, series.GridJson }).SingleOrDefaultAsync(cancellation);
        if (found is null || SeriesGrid.Parse(found.GridJson) is not { } grid) return null;
        var geometry = grid.ToGeometry();
        if (LabelmapCodec.Decode(await blobs.ReadAllAsync(found.LabelmapBlobKey, cancellation), geometry.VoxelCount) is not { } labels) return null;
        for (var i = 0; i < labels.Length; i++) labels[i] = labels[i] == found.Label ? (byte)1 : (byte)0;
        return new VoxelMask(geometry, labels);
    }
}
