using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Reads;

/// <summary>A case that the asking radiologist can adjudicate, or has.</summary>
/// <param name="ReadId">The radiologist's own read; null while nobody has begun.</param>
/// <param name="Beyond">In what the readers disagree. No reader's name, no volume of either.</param>
public sealed record AdjudicationCase(Guid SeriesId, Guid? ReadId, string Subject, int Slices, IReadOnlyList<string> Beyond, ReadState State);

/// <summary>A VOI as the adjudicator sees it: which reader drew it is hidden.</summary>
/// <param name="Runs">Run-lengths of 0 and 1.</param>
public sealed record AdjudicationVoi(string Name, int VoxelCount, double VolumeMl, byte[] Runs);

/// <summary>What the adjudicator decides between.</summary>
/// <param name="Vois">A, then B.</param>
/// <param name="Dice">0 to 1.</param>
/// <param name="Hausdorff95Mm">The larger of both 95th percentiles of surface distances.</param>
/// <param name="VolumeDifferencePercent">Of the mean volume, without sign.</param>
/// <param name="Beyond">The study's limits that are passed, in words.</param>
public sealed record AdjudicationState(IReadOnlyList<AdjudicationVoi> Vois, double? Dice, double? Hausdorff95Mm, double? AverageSurfaceDistanceMm, double VolumeDifferencePercent, IReadOnlyList<string> Beyond);

/// <summary>Disagreements beyond the study's limits, decided by a radiologist who read neither VOI.</summary>
public sealed class AdjudicationService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, AgreementService agreement, AuditLog audit, TimeProvider clock)
{
    /// <summary>What waits for this radiologist, and what the radiologist has begun or done.</summary>
    public async Task<IReadOnlyList<AdjudicationCase>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var own = await db.ReadingAssignments.AsNoTracking().Where(r => r.ResearchStudyId == access.ResearchStudyId && r.ReaderId == access.PersonId).ToListAsync(cancellation);
        var subjects = await db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == access.ResearchStudyId).ToDictionaryAsync(s => s.Id, s => s.Code, cancellation);
        var slices = await db.ImagingSeries.Where(s => s.ResearchStudyId == access.ResearchStudyId).ToDictionaryAsync(s => s.Id, s => s.InstanceCount, cancellation);
        var cases = new List<AdjudicationCase>();
        foreach (var compared in (await ComparedAsync(db, access, cancellation)).Where(c => !c.Pair.IsRepeat))
        {
            var seriesId = compared.Pair.First.SeriesId;
            var mine = own.Find(r => r.ImagingSeriesId == seriesId);
            if (mine is null ? !compared.IsAwaiting : mine.Purpose != ReadPurpose.Adjudication) continue;
            cases.Add(new AdjudicationCase(seriesId, mine?.Id, subjects[compared.Pair.First.SubjectId], slices[seriesId], compared.Beyond, mine?.State ?? ReadState.Assigned));
        }

        return [.. cases.OrderBy(c => c.State == ReadState.Done).ThenBy(c => c.ReadId is null).ThenBy(c => c.Subject, StringComparer.Ordinal)];
    }

    /// <summary>Begins the adjudication of a series, or finds the one that this radiologist has begun; gives the read to open.</summary>
    public async Task<Outcome<Guid>> OpenAsync(StudyAccess access, Guid seriesId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var reads = await db.ReadingAssignments.AsNoTracking().Where(r => r.ResearchStudyId == access.ResearchStudyId && r.ImagingSeriesId == seriesId).ToListAsync(cancellation);
        if (reads.Exists(r => r.ReaderId == access.PersonId && r.Purpose != ReadPurpose.Adjudication)) return AdjudicationRefusals.ReadItYourself;
        if (reads.Find(r => r.Purpose == ReadPurpose.Adjudication) is { } begun) return begun.ReaderId == access.PersonId ? begun.Id : AdjudicationRefusals.TakenByAnother;
        if (await db.ResearchStudies.AnyAsync(s => s.Id == access.ResearchStudyId && s.ClosedAt != null, cancellation)) return AdjudicationRefusals.StudyClosed;
        if ((await ComparedAsync(db, access, cancellation)).Find(c => c.IsAwaiting && c.Pair.First.SeriesId == seriesId) is not { } compared) return AdjudicationRefusals.NoSuchCase;
        return await BeginAsync(db, access, compared.Pair, cancellation);
    }

    private async Task<Outcome<Guid>> BeginAsync(PortalDb db, StudyAccess access, ReadPair pair, CancellationToken cancellation)
    {
        var read = new ReadingAssignment
        {
            ResearchStudyId = access.ResearchStudyId,
            SubjectId = pair.First.SubjectId,
            ImagingSeriesId = pair.First.SeriesId,
            ReaderId = access.PersonId,
            Purpose = ReadPurpose.Adjudication,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(read);
        db.Add(new Adjudication { ReadingAssignmentId = read.Id, ResearchStudyId = access.ResearchStudyId, FirstVersionId = pair.First.Version.Id, SecondVersionId = pair.Second.Version.Id, AdjudicatorId = access.PersonId, OpenedAt = read.CreatedAt });
        audit.Add(db, access.PersonId, access.ResearchStudyId, "began adjudication", nameof(ReadingAssignment), read.Id, new { pair.Versions.FirstVersionId, pair.Versions.SecondVersionId });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            return AdjudicationRefusals.TakenByAnother;
        }

        return read.Id;
    }

    /// <summary>Both VOIs, A and B, and by what they differ.</summary>
    public async Task<Outcome<AdjudicationState>> StateAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await OwnAsync(db, access, readId, cancellation) is not { } adjudication) return AdjudicationRefusals.NoAdjudication;
        if (await AdjudicationVoxels.ReadAsync(db, blobs, adjudication, cancellation) is not { } voxels) return AdjudicationRefusals.VoiGone;
        var (a, b) = adjudication.IsFirstShownAsB ? (voxels.Second, voxels.First) : (voxels.First, voxels.Second);
        AdjudicationVoi[] shown = [Shown("Reader A", a), Shown("Reader B", b)];
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        var pair = new VersionPair(adjudication.FirstVersionId, adjudication.SecondVersionId);
        var known = (await agreement.OfAsync(study.Id, [pair], cancellation)).GetValueOrDefault(pair);
        return new AdjudicationState(shown, known?.Dice, known?.Hausdorff95Mm, known?.AverageSurfaceDistanceMm, Math.Abs(AgreementLimits.VolumeDifferencePercent(shown[0].VolumeMl, shown[1].VolumeMl)),
            known is null ? [] : study.Settings.Agreement().Beyond(known, shown[0].VolumeMl, shown[1].VolumeMl));
    }

    /// <summary>What taking one, their union or their intersection gives: run-lengths of 0 and 1. Nothing is kept until the adjudicator saves.</summary>
    /// <param name="operation">A, B, union or intersection, as the adjudicator knows them.</param>
    public async Task<Outcome<byte[]>> ComputeAsync(StudyAccess access, Guid readId, AdjudicationChoice operation, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await OwnAsync(db, access, readId, cancellation) is not { } adjudication) return AdjudicationRefusals.NoAdjudication;
        if (await AdjudicationVoxels.ReadAsync(db, blobs, adjudication, cancellation) is not { } voxels) return AdjudicationRefusals.VoiGone;
        var made = voxels.Of(adjudication.OperationOf(operation));
        return made.Count == 0 ? AdjudicationRefusals.NothingInCommon : LabelmapCodec.Encode(made.Voxels);
    }

    private static AdjudicationVoi Shown(string name, Numerics.Segmentation.VoxelMask mask) => new(name, mask.Count, mask.Count * mask.Geometry.VoxelVolume / 1000, LabelmapCodec.Encode(mask.Voxels));

    private static async Task<Adjudication?> OwnAsync(PortalDb db, StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        return await db.Adjudications.AsNoTracking().SingleOrDefaultAsync(a => a.ReadingAssignmentId == readId && a.ResearchStudyId == access.ResearchStudyId && a.AdjudicatorId == access.PersonId, cancellation);
    }

    private async Task<List<ComparedPair>> ComparedAsync(PortalDb db, StudyAccess access, CancellationToken cancellation)
    {
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        return await new PairComparison(agreement).OfAsync(db, study, db.Subjects.Where(s => s.ResearchStudyId == access.ResearchStudyId).Select(s => s.Id), cancellation);
    }
}

/// <summary>What the adjudicator chooses from.</summary>
public enum AdjudicationChoice
{
    A,
    B,
    Union,
    Intersection,
}
