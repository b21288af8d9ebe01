using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Segmentation;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Segmentations;

/// <summary>The voxels of one VOI as a save found them.</summary>
public sealed record SavedVoxels(Voi Voi, byte[] Labels, byte[] Runs, string Sha256)
{
    public static SavedVoxels Of(Voi voi, byte[] labels)
    {
        var own = Array.ConvertAll(labels, label => label == voi.Label ? label : (byte)0);
        var runs = LabelmapCodec.Encode(own);
        return new SavedVoxels(voi, own, runs, Convert.ToHexStringLower(SHA256.HashData(runs)));
    }
}

/// <summary>Writes a version of a VOI: labelmap and SEG into the blob store, and what the database says of them.</summary>
public sealed class VoiVersionWriter(IBlobStore blobs, SeriesLoader loader, TimeProvider clock)
{
    public async Task<IReadOnlyList<VoiVersion>> WriteAsync(PortalDb db, ReadingAssignment read, IReadOnlyList<SavedVoxels> changed, VolumeGeometry geometry, int number, SaveRequest request, CancellationToken cancellation)
    {
        var personId = read.ReaderId!.Value;
        var datasets = await loader.DatasetsAsync(changed[0].Voi.ImagingSeriesId, cancellation);
        var slices = Dicom.Volumes.SeriesGeometry.Examine(datasets.Select(SliceHeader.Of)).Slices;
        var versions = new List<VoiVersion>();
        foreach (var one in changed)
        {
            var labelmap = new Labelmap(geometry, one.Labels);
            var facts = FactsOf(one.Voi, number, personId, clock.GetUtcNow());
            var segmentation = SegmentationWriter.Write(labelmap, one.Voi.Label, slices, datasets[0], facts);
            var version = VersionOf(one, labelmap, facts, request, personId, one.Voi.IsPrimary ? await AdjudicatedAsync(db, read, one, request.Acts, cancellation) : null);
            await blobs.WriteAsync(version.LabelmapBlobKey, one.Runs, cancellation);
            await blobs.WriteAsync(version.SegBlobKey, segmentation, cancellation);
            versions.Add(version);
        }

        return versions;
    }

    /// <summary>How the adjudicator's VOI came about; null in every other read.</summary>
    private async Task<AdjudicationOperation?> AdjudicatedAsync(PortalDb db, ReadingAssignment read, SavedVoxels one, IReadOnlyList<AdjudicationChoice>? acts, CancellationToken cancellation)
    {
        if (read.Purpose != ReadPurpose.Adjudication) return null;
        var adjudication = await db.Adjudications.AsNoTracking().SingleAsync(a => a.ReadingAssignmentId == read.Id, cancellation);
        return await AdjudicationVoxels.ReadAsync(db, blobs, adjudication, cancellation) is { } voxels ? voxels.OperationOf(one.Labels, one.Voi.Label, (acts ?? []).Distinct().Select(adjudication.OperationOf)) : AdjudicationOperation.Redrawn;
    }

    private static SegmentationFacts FactsOf(Voi voi, int number, Guid personId, DateTimeOffset now) => new()
    {
        SopInstanceUid = DicomUid.New(),
        SeriesInstanceUid = DicomUid.From($"{voi.Id}/seg"),
        Label = voi.Name,
        ReaderCode = VersionFileService.ReaderCode(personId),
        Version = number,
        SavedAt = now,
    };

    private static VoiVersion VersionOf(SavedVoxels one, Labelmap labelmap, SegmentationFacts facts, SaveRequest request, Guid personId, AdjudicationOperation? adjudicated)
    {
        var id = Guid.CreateVersion7();
        var count = labelmap.Count(one.Voi.Label);
        var diameters = AxialDiameters.Of(VoxelMask.Of(labelmap, one.Voi.Label));
        return new VoiVersion
        {
            Id = id,
            VoiId = one.Voi.Id,
            Number = facts.Version,
            LabelmapBlobKey = $"labelmaps/{one.Voi.Id:N}/{id:N}",
            LabelmapSha256 = one.Sha256,
            SegBlobKey = $"segmentations/{one.Voi.Id:N}/{id:N}.dcm",
            SegSopInstanceUid = facts.SopInstanceUid,
            VoxelCount = count,
            VolumeMl = count * labelmap.Geometry.VoxelVolume / 1000,
            LongestAxialMm = diameters?.LongestMm,
            ShortAxisMm = diameters?.ShortMm,
            Reason = request.Reason.Trim(),
            Adjudicated = adjudicated,
            IdempotencyKey = request.IdempotencyKey,
            CreatedBy = personId,
            CreatedAt = facts.SavedAt,
        };
    }
}
