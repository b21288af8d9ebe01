using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
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
        if (await VersionMask.ReadAsync(db, blobs, pair.FirstVersionId, cancellation) is not { } one || await VersionMask.ReadAsync(db, blobs, pair.SecondVersionId, cancellation) is not { } other || one.Geometry.DifferenceFrom(other.Geometry) is not null) return null;
        Labelmap first = new(one.Geometry, one.Voxels), second = new(other.Geometry, other.Voxels);
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
