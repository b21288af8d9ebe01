using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Segmentations;

/// <summary>A save as the reading room is told of it.</summary>
public sealed record SavedVersion(int Version, int VoxelCount, double VolumeMl, DateTimeOffset SavedAt, Guid JobId);

/// <summary>What the browser sends to save.</summary>
/// <param name="Labelmap">Run-lengths in the order of the case's slices.</param>
/// <param name="BaseVersion">The version on which the work was begun; 0 = none.</param>
/// <param name="Reason">Why, from the second version on.</param>
/// <param name="IdempotencyKey">The same save sent twice is one version.</param>
public sealed record SaveRequest(byte[] Labelmap, int BaseVersion, string Reason, string IdempotencyKey);

/// <summary>Saves VOIs: each save is a version that is never changed, with a DICOM SEG of it, and queues its features.</summary>
public sealed class VoiService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, SeriesLoader loader, FeatureJobs features, AuditLog audit, TimeProvider clock)
{
    public async Task<Outcome<SavedVersion>> SaveAsync(StudyAccess access, Guid readId, SaveRequest request, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var read = await db.ReadingAssignments.SingleOrDefaultAsync(r => r.Id == readId && r.ResearchStudyId == access.ResearchStudyId && r.ReaderId == access.PersonId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        var series = await db.ImagingSeries.AsNoTracking().SingleAsync(s => s.Id == read.ImagingSeriesId, cancellation);
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        if (study.ClosedAt is not null) return ReadRefusals.StudyClosed;
        if (SeriesGrid.Parse(series.GridJson) is not { } grid) return ReadRefusals.NotAVolume;
        var geometry = grid.ToGeometry();
        if (LabelmapCodec.Decode(request.Labelmap, geometry.VoxelCount) is not { } labels) return ReadRefusals.WrongGrid;
        var labelmap = new Labelmap(geometry, labels);
        var count = labelmap.Count(1);
        if (count == 0) return ReadRefusals.NoVoxel;
        if (count < study.Settings.MinimumVoiVoxels) return ReadRefusals.TooFewVoxels(count, study.Settings.MinimumVoiVoxels);
        var voi = await db.Vois.SingleOrDefaultAsync(v => v.ReadingAssignmentId == readId && v.Label == 1, cancellation);
        var last = voi is null ? null : await db.VoiVersions.AsNoTracking().Where(v => v.VoiId == voi.Id).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellation);
        if (voi is not null && await db.VoiVersions.AsNoTracking().SingleOrDefaultAsync(v => v.VoiId == voi.Id && v.IdempotencyKey == request.IdempotencyKey, cancellation) is { } same)
            return new SavedVersion(same.Number, same.VoxelCount, same.VolumeMl, same.CreatedAt, Guid.Empty);
        if (last is not null && request.BaseVersion != last.Number) return ReadRefusals.NewerVersion(last.Number);
        if (last is not null && string.IsNullOrWhiteSpace(request.Reason)) return ReadRefusals.ReasonMissing;
        if (voi is null)
        {
            voi = new Voi { ResearchStudyId = study.Id, SubjectId = read.SubjectId, ImagingSeriesId = series.Id, ReadingAssignmentId = read.Id, ReaderId = access.PersonId };
            db.Vois.Add(voi);
        }

        var version = await WriteAsync(voi, (last?.Number ?? 0) + 1, labelmap, count, access, read, request, cancellation);
        db.VoiVersions.Add(version);
        (read.State, read.DoneAt) = (ReadState.Done, clock.GetUtcNow());
        await db.VoiDrafts.Where(d => d.ReadingAssignmentId == readId).ExecuteDeleteAsync(cancellation);
        audit.Add(db, access.PersonId, study.Id, "saved", nameof(VoiVersion), version.Id, new { version.Number, version.VoxelCount, request.Reason });
        var job = await features.AddAsync(db, study.Id, version, access.PersonId, cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            return ReadRefusals.NewerVersion(version.Number);
        }

        await features.EnqueueAsync(job, cancellation);
        return new SavedVersion(version.Number, version.VoxelCount, version.VolumeMl, version.CreatedAt, job.Id);
    }

    private async Task<VoiVersion> WriteAsync(Voi voi, int number, Labelmap labelmap, int count, StudyAccess access, ReadingAssignment read, SaveRequest request, CancellationToken cancellation)
    {
        var runs = LabelmapCodec.Encode(labelmap.Labels);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(runs));
        var id = Guid.CreateVersion7();
        var now = clock.GetUtcNow();
        var datasets = await loader.DatasetsAsync(read.ImagingSeriesId, cancellation);
        var slices = Dicom.Volumes.SeriesGeometry.Examine(datasets.Select(SliceHeader.Of)).Slices;
        var facts = new SegmentationFacts
        {
            SopInstanceUid = DicomUid.New(),
            SeriesInstanceUid = DicomUid.From($"{voi.Id}/seg"),
            Label = voi.Name,
            ReaderCode = $"reader-{access.PersonId.ToString("N")[^8..]}",
            Version = number,
            SavedAt = now,
        };
        var segmentation = SegmentationWriter.Write(labelmap, 1, slices, datasets[0], facts);
        var version = new VoiVersion
        {
            Id = id,
            VoiId = voi.Id,
            Number = number,
            LabelmapBlobKey = $"labelmaps/{voi.Id:N}/{id:N}",
            LabelmapSha256 = sha256,
            SegBlobKey = $"segmentations/{voi.Id:N}/{id:N}.dcm",
            SegSopInstanceUid = facts.SopInstanceUid,
            VoxelCount = count,
            VolumeMl = count * labelmap.Geometry.VoxelVolume / 1000,
            Reason = request.Reason.Trim(),
            IdempotencyKey = request.IdempotencyKey,
            CreatedBy = access.PersonId,
            CreatedAt = now,
        };
        await blobs.WriteAsync(version.LabelmapBlobKey, runs, cancellation);
        await blobs.WriteAsync(version.SegBlobKey, segmentation, cancellation);
        return version;
    }
}
