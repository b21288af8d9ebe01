using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;

namespace RadlPortal.Core.Segmentations;

/// <summary>Labelmap bytes with the number by which the browser recognises them.</summary>
public sealed record NumberedLabelmap(int Number, byte[] Runs);

/// <summary>Where a read stands, in a few bytes: an open window asks for it now and then, and so learns of what another one did.</summary>
/// <param name="Version">The newest save; 0 = none.</param>
/// <param name="IsLocked">Approved and not unlocked.</param>
/// <param name="IsClosed">Said to be done, in a plan.</param>
public sealed record ReadPulse(int Version, DateTimeOffset? SavedAt, DraftState? Draft, bool IsLocked, bool IsClosed);

/// <summary>The reader's autosaved draft.</summary>
public sealed class DraftService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    /// <summary>The draft; null if there is none.</summary>
    public async Task<NumberedLabelmap?> DraftAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var open = db.ReadsOpenTo(access, clock.GetUtcNow());
        var draft = await db.VoiDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.ReadingAssignmentId == readId && open.Any(r => r.Id == readId), cancellation);
        return draft is null ? null : new NumberedLabelmap(draft.Revision, draft.Labelmap);
    }

    /// <summary>Null when the read is not open to the asking reader.</summary>
    public async Task<ReadPulse?> PulseAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.ReadsOpenTo(access, clock.GetUtcNow()).AsNoTracking().SingleOrDefaultAsync(r => r.Id == readId, cancellation) is not { } read) return null;
        var saved = await db.VoiVersions.Where(v => v.Voi!.ReadingAssignmentId == readId).OrderByDescending(v => v.Number).Select(v => new { v.Number, v.CreatedAt }).FirstOrDefaultAsync(cancellation);
        var draft = await db.VoiDrafts.Where(d => d.ReadingAssignmentId == readId).Select(d => new DraftState(d.Revision, d.UpdatedAt)).SingleOrDefaultAsync(cancellation);
        return new ReadPulse(saved?.Number ?? 0, saved?.CreatedAt, draft, await ReadLock.IsLockedAsync(db, readId, cancellation), read.IsClosed());
    }

    /// <summary>Keeps the draft; one that was begun on an older draft, or on an older saved version, is refused: opened again it would pass for work on the newest.</summary>
    public async Task<Outcome<DraftState>> KeepAsync(StudyAccess access, Guid readId, byte[] runs, int onRevision, int baseVersion, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var series = await (from read in db.ReadsOpenTo(access, clock.GetUtcNow())
                            where read.Id == readId && (read.ReadingPlanId == null || read.State != ReadState.Done)
                            join s in db.ImagingSeries on read.ImagingSeriesId equals s.Id
                            select s).AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (series is null) return ReadRefusals.NoSuchRead;
        if (SeriesGrid.Parse(series.GridJson) is not { } grid) return ReadRefusals.NotAVolume;
        if (LabelmapCodec.Decode(runs, grid.ToGeometry().VoxelCount) is null) return ReadRefusals.WrongGrid;
        var last = await db.VoiVersions.Where(v => v.Voi!.ReadingAssignmentId == readId).MaxAsync(v => (int?)v.Number, cancellation) ?? 0;
        if (baseVersion != last) return ReadRefusals.NewerVersion(last);
        var draft = await db.VoiDrafts.SingleOrDefaultAsync(d => d.ReadingAssignmentId == readId, cancellation);
        if (draft is not null && draft.Revision != onRevision) return ReadRefusals.NewerDraft(draft.Revision);
        if (draft is null) db.VoiDrafts.Add(draft = new VoiDraft { ReadingAssignmentId = readId, ReaderId = access.PersonId, Revision = onRevision, Labelmap = runs });
        (draft.Revision, draft.BaseVersion, draft.Labelmap, draft.UpdatedAt) = (onRevision + 1, baseVersion, runs, clock.GetUtcNow());
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

    /// <summary>Gives the draft up; one that another window wrote since <paramref name="onRevision"/> stays. Without a draft there is nothing to do.</summary>
    public async Task<Outcome<Done>> DiscardAsync(StudyAccess access, Guid readId, int onRevision, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!await db.ReadingAssignments.AnyAsync(r => r.Id == readId && r.ResearchStudyId == access.ResearchStudyId && r.ReaderId == access.PersonId, cancellation)) return ReadRefusals.NoSuchRead;
        if (await db.VoiDrafts.SingleOrDefaultAsync(d => d.ReadingAssignmentId == readId, cancellation) is not { } draft) return new Done();
        if (draft.Revision != onRevision) return ReadRefusals.NewerDraft(draft.Revision);
        db.VoiDrafts.Remove(draft);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "discarded draft", nameof(ReadingAssignment), readId, new { draft.Revision, draft.BaseVersion });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ReadRefusals.NewerDraft(onRevision + 1);
        }

        return new Done();
    }
}
