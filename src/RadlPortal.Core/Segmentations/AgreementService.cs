using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Storage;
using RadlPortal.Numerics.Statistics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Segmentations;

/// <summary>Two versions of the same structure in the same series.</summary>
public readonly record struct VersionPair(Guid FirstVersionId, Guid SecondVersionId);

/// <summary>Agreement of readers' VOIs. Versions never change, so each pair is computed once and kept.</summary>
public sealed class AgreementService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, TimeProvider clock)
{
    /// <summary>Agreement of the pairs; one whose masks cannot be compared (one is gone, another grid) is not in the answer.</summary>
    public async Task<IReadOnlyDictionary<VersionPair, VoiAgreement>> OfAsync(Guid researchStudyId, IReadOnlyCollection<VersionPair> pairs, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var firsts = pairs.Select(p => p.FirstVersionId).ToList();
        var known = (await db.VoiAgreements.AsNoTracking().Where(a => a.ResearchStudyId == researchStudyId && firsts.Contains(a.FirstVersionId)).ToListAsync(cancellation))
            .ToDictionary(a => new VersionPair(a.FirstVersionId, a.SecondVersionId));
        foreach (var pair in pairs.Where(p => !known.ContainsKey(p)))
        {
            if (await ComputeAsync(db, researchStudyId, pair, cancellation) is { } computed) known[pair] = await KeepAsync(computed, cancellation);
        }

        return known;
    }

    private async Task<VoiAgreement?> ComputeAsync(PortalDb db, Guid researchStudyId, VersionPair pair, CancellationToken cancellation)
    {
        if (await MaskAsync(db, pair.FirstVersionId, cancellation) is not { } first || await MaskAsync(db, pair.SecondVersionId, cancellation) is not { } second || first.Geometry.DifferenceFrom(second.Geometry) is not null) return null;
        if (MaskOverlap.Of(first, second).Value is not { } overlap || SurfaceDistance.Of(first, second).Value is not { } surface) return null;
        return new VoiAgreement
        {
            FirstVersionId = pair.FirstVersionId,
            SecondVersionId = pair.SecondVersionId,
            ResearchStudyId = researchStudyId,
            Dice = overlap.Dice,
            Hausdorff95Mm = surface.Hausdorff95OfDirections,
            AverageSurfaceDistanceMm = surface.AverageSymmetric,
            SoftwareVersion = SoftwareVersion.Current,
            ComputedAt = clock.GetUtcNow(),
        };
    }

    /// <summary>The version's voxels as label 1.</summary>
    private async Task<Labelmap?> MaskAsync(PortalDb db, Guid versionId, CancellationToken cancellation)
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
        return new Labelmap(geometry, labels);
    }

    private async Task<VoiAgreement> KeepAsync(VoiAgreement computed, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.VoiAgreements.Add(computed);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return computed;
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            // Somebody computed the same pair meanwhile.
            await using var fresh = await databases.CreateDbContextAsync(cancellation);
            return await fresh.VoiAgreements.AsNoTracking().SingleAsync(a => a.FirstVersionId == computed.FirstVersionId && a.SecondVersionId == computed.SecondVersionId, cancellation);
        }
    }
}
