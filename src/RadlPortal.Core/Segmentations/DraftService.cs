using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Segmentations;

/// <summary>Labelmap bytes with the number by which the browser recognises them.</summary>
public sealed record NumberedLabelmap(int Number, byte[] Runs);

/// <summary>The reader's own labelmaps: last saved version and autosaved draft.</summary>
public sealed class DraftService(IDbContextFactory<PortalDb> databases, IBlobStore blobs, TimeProvider clock)
{
    /// <summary>Last saved version; null if nothing was saved.</summary>
    public async Task<NumberedLabelmap?> SavedAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var version = await db.VoiVersions.AsNoTracking().Where(v => v.Voi!.ReadingAssignmentId == readId && v.Voi.ResearchStudyId == access.ResearchStudyId && v.Voi.ReaderId == access.PersonId)
            .OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellation);
        return version is null ? null : new NumberedLabelmap(version.Number, await blobs.ReadAllAsync(version.LabelmapBlobKey, cancellation));
    }

    /// <summary>The draft; null if there is none.</summary>
    public async Task<NumberedLabelmap?> DraftAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var draft = await db.VoiDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.ReadingAssignmentId == readId && d.ReaderId == access.PersonId, cancellation);
        return draft is null ? null : new NumberedLabelmap(draft.Revision, draft.Labelmap);
    }

    /// <summary>The bytes of the last SEG; null if nothing was saved.</summary>
    public async Task<byte[]?> SegmentationAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var key = await db.VoiVersions.Where(v => v.Voi!.ReadingAssignmentId == readId && v.Voi.ResearchStudyId == access.ResearchStudyId && (access.May(Right.ViewAllVois) || v.Voi.ReaderId == access.PersonId))
            .OrderByDescending(v => v.Number).Select(v => v.SegBlobKey).FirstOrDefaultAsync(cancellation);
        return key is null ? null : await blobs.ReadAllAsync(key, cancellation);
    }

    /// <summary>Keeps the draft; one that was begun on an older draft is refused.</summary>
    public async Task<Outcome<DraftState>> KeepAsync(StudyAccess access, Guid readId, byte[] runs, int onRevision, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var series = await (from read in db.ReadingAssignments
                            where read.Id == readId && read.ResearchStudyId == access.ResearchStudyId && read.ReaderId == access.PersonId
                            join s in db.ImagingSeries on read.ImagingSeriesId equals s.Id
                            select s).AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (series is null) return ReadRefusals.NoSuchRead;
        if (SeriesGrid.Parse(series.GridJson) is not { } grid) return ReadRefusals.NotAVolume;
        if (LabelmapCodec.Decode(runs, grid.ToGeometry().VoxelCount) is null) return ReadRefusals.WrongGrid;
        var draft = await db.VoiDrafts.SingleOrDefaultAsync(d => d.ReadingAssignmentId == readId, cancellation);
        if (draft is not null && draft.Revision != onRevision) return ReadRefusals.NewerDraft(draft.Revision);
        if (draft is null) db.VoiDrafts.Add(draft = new VoiDraft { ReadingAssignmentId = readId, ReaderId = access.PersonId, Revision = onRevision, Labelmap = runs });
        (draft.Revision, draft.Labelmap, draft.UpdatedAt) = (onRevision + 1, runs, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met is DbUpdateConcurrencyException || met.IsUniqueViolation())
        {
            return ReadRefusals.NewerDraft(onRevision + 1);
        }

        return new DraftState(draft.Revision, draft.UpdatedAt);
    }
}
