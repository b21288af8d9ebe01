using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reads;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Segmentations;

/// <summary>A save as the reading room is told of it; voxels and volume are those of the primary tumour.</summary>
public sealed record SavedVersion(int Version, int VoxelCount, double VolumeMl, DateTimeOffset SavedAt, Guid JobId);

/// <summary>What the browser sends to save.</summary>
/// <param name="Labelmap">Run-lengths in the order of the case's slices.</param>
/// <param name="BaseVersion">The version on which the work was begun; 0 = none.</param>
/// <param name="Reason">Why, from the second version on.</param>
/// <param name="IdempotencyKey">The same save sent twice is one version.</param>
/// <param name="Acts">In an adjudication, what the adjudicator took in this case, the last first.</param>
public sealed record SaveRequest(byte[] Labelmap, int BaseVersion, string Reason, string IdempotencyKey, IReadOnlyList<AdjudicationChoice>? Acts = null);

/// <summary>Saves the VOIs of a case: each save is a version of those that changed, never changed itself, with a DICOM SEG of it, and queues its features.</summary>
public sealed class VoiService(IDbContextFactory<PortalDb> databases, VoiVersionWriter writer, FeatureJobs features, AuditLog audit, TimeProvider clock)
{
    public async Task<Outcome<SavedVersion>> SaveAsync(StudyAccess access, Guid readId, SaveRequest request, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Two windows that save at once take turns, so that the second one meets the first one's version.
        await ReadLock.TakeTurnAsync(db, readId, cancellation);
        var read = await db.ReadsOpenTo(access, clock.GetUtcNow()).SingleOrDefaultAsync(r => r.Id == readId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        if (read.IsClosed() && !await ReadLock.IsLockedAsync(db, readId, cancellation)) return ReadRefusals.Closed;
        var series = await db.ImagingSeries.AsNoTracking().SingleAsync(s => s.Id == read.ImagingSeriesId, cancellation);
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        if (study.ClosedAt is not null) return ReadRefusals.StudyClosed;
        if (SeriesGrid.Parse(series.GridJson) is not { } grid) return ReadRefusals.NotAVolume;
        var geometry = grid.ToGeometry();
        if (LabelmapCodec.Decode(request.Labelmap, geometry.VoxelCount) is not { } labels) return ReadRefusals.WrongGrid;
        var vois = await db.Vois.Where(v => v.ReadingAssignmentId == readId && v.WithdrawnAt == null).OrderBy(v => v.Label).ToListAsync(cancellation);
        if (vois.Count == 0) db.Vois.Add(AddTo(vois, StructureService.New(read, access.PersonId, 1)));
        var versions = await db.VoiVersions.AsNoTracking().Where(v => v.Voi!.ReadingAssignmentId == readId).ToListAsync(cancellation);
        if (versions.Where(v => v.IdempotencyKey == request.IdempotencyKey).ToList() is { Count: > 0 } same) return Told(same, versions, vois, Guid.Empty);
        if (await ReadLock.IsLockedAsync(db, readId, cancellation)) return ApprovalRefusals.Locked;
        var last = versions.Count == 0 ? 0 : versions.Max(v => v.Number);
        if (last > 0 && request.BaseVersion != last) return ReadRefusals.NewerVersion(last);
        if (RefusalOf(new Labelmap(geometry, labels), vois, versions, study.Settings.MinimumVoiVoxels) is { } refusal) return refusal;
        if (last > 0 && string.IsNullOrWhiteSpace(request.Reason)) return ReadRefusals.ReasonMissing;

        var made = await writer.WriteAsync(db, read, ChangedOf(labels, vois, versions), geometry, last + 1, request, cancellation);
        // In a plan the reader says when a read is done; without one it is done when it is saved.
        if (read.ReadingPlanId is null) read.Finish(PrimaryVersionOf(vois, [.. versions, .. made]), clock.GetUtcNow());
        var jobs = await KeepAsync(db, read, made, request.Reason, access, cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var job in jobs) await features.EnqueueAsync(job, cancellation);
        return Told(made, [.. versions, .. made], vois, jobs[0].Id);
    }

    private async Task<List<Job>> KeepAsync(PortalDb db, ReadingAssignment read, IReadOnlyList<VoiVersion> made, string reason, StudyAccess access, CancellationToken cancellation)
    {
        db.VoiVersions.AddRange(made);
        await db.VoiDrafts.Where(d => d.ReadingAssignmentId == read.Id).ExecuteDeleteAsync(cancellation);
        var jobs = new List<Job>();
        foreach (var version in made)
        {
            audit.Add(db, access.PersonId, access.ResearchStudyId, "saved", nameof(VoiVersion), version.Id, new { version.Number, version.VoxelCount, Reason = reason, Adjudicated = version.Adjudicated?.Word() });
            jobs.Add(await features.AddAsync(db, access.ResearchStudyId, version, access.PersonId, cancellation));
            // The first of them makes the study's extraction profile when there is none yet; the next ones must see it.
            await db.SaveChangesAsync(cancellation);
        }

        return jobs;
    }

    private static Guid PrimaryVersionOf(List<Voi> vois, List<VoiVersion> versions) =>
        versions.Where(v => v.VoiId == vois.Find(voi => voi.IsPrimary)!.Id).MaxBy(v => v.Number)!.Id;

    private static Voi AddTo(List<Voi> vois, Voi voi)
    {
        vois.Add(voi);
        return voi;
    }

    /// <summary>What must be mended before anything is saved.</summary>
    private static Refusal? RefusalOf(Labelmap labelmap, List<Voi> vois, List<VoiVersion> versions, int minimum)
    {
        var present = labelmap.PresentLabels();
        if (present.Any(label => label > LabelmapCodec.LastLabel)) return StructureRefusals.Unconfirmed;
        if (present.Any(label => vois.TrueForAll(v => v.Label != label))) return StructureRefusals.UnknownLabel;
        var primary = vois.Find(v => v.IsPrimary);
        var count = primary is null ? 0 : labelmap.Count(primary.Label);
        if (count == 0) return ReadRefusals.NoVoxel;
        if (count < minimum) return ReadRefusals.TooFewVoxels(count, minimum);
        return vois.Find(v => !present.Contains(v.Label) && versions.Any(version => version.VoiId == v.Id)) is { } emptied ? StructureRefusals.Emptied(emptied.Name) : null;
    }

    /// <summary>The VOIs whose voxels differ from their last version; the primary one if none does, since its reader asked for a version.</summary>
    private static List<SavedVoxels> ChangedOf(byte[] labels, List<Voi> vois, List<VoiVersion> versions)
    {
        var drawn = vois.Where(v => labels.AsSpan().Contains(v.Label)).Select(v => SavedVoxels.Of(v, labels)).ToList();
        var changed = drawn.Where(d => versions.Where(v => v.VoiId == d.Voi.Id).MaxBy(v => v.Number)?.LabelmapSha256 != d.Sha256).ToList();
        return changed.Count > 0 ? changed : [drawn.First(d => d.Voi.IsPrimary)];
    }

    private static SavedVersion Told(IReadOnlyList<VoiVersion> made, IReadOnlyList<VoiVersion> all, List<Voi> vois, Guid job)
    {
        var primary = vois.Find(v => v.IsPrimary)?.Id;
        var shown = all.Where(v => v.VoiId == primary && v.Number <= made[0].Number).MaxBy(v => v.Number) ?? made[0];
        return new SavedVersion(made[0].Number, shown.VoxelCount, shown.VolumeMl, made[0].CreatedAt, job);
    }
}
