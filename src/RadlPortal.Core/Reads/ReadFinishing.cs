using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Reads;

/// <summary>A reader says that a read of a plan is done, and how long it took is counted.</summary>
public sealed class ReadFinishing(IDbContextFactory<PortalDb> databases, VersionFileService versions, AuditLog audit, TimeProvider clock)
{
    private const int LongestStepSeconds = 120;

    /// <summary>Closes the read on its newest saved version; from then on the days until a repeat read are counted.</summary>
    public async Task<Outcome<Done>> FinishAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Takes turns with a save in another window.
        await ReadLock.TakeTurnAsync(db, readId, cancellation);
        var now = clock.GetUtcNow();
        var read = await db.ReadsOpenTo(access, now).SingleOrDefaultAsync(r => r.Id == readId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        if (read.ReadingPlanId is null) return ReadRefusals.NotInPlan;
        if (read.State == ReadState.Done) return ReadRefusals.Closed;
        var saved = await db.VoiVersions.Where(v => v.Voi!.ReadingAssignmentId == readId && v.Voi.IsPrimary && v.Voi.WithdrawnAt == null).OrderByDescending(v => v.Number).Select(v => (Guid?)v.Id).FirstOrDefaultAsync(cancellation);
        if (saved is not { } version) return ReadRefusals.NothingSaved;
        if (await HasUnsavedAsync(db, access, readId, cancellation)) return ReadRefusals.Unsaved;
        read.Finish(version, now);
        await db.VoiDrafts.Where(d => d.ReadingAssignmentId == readId).ExecuteDeleteAsync(cancellation);
        if (read.Purpose == ReadPurpose.First) await ScheduleRepeatAsync(db, read, cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "finished", nameof(ReadingAssignment), readId, new { voiVersion = version, read.ActiveSeconds });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new Done();
    }

    /// <summary>Adds seconds in which the case was on the screen and its reader at work. No more than have passed since the last step count, so that two windows are not two times.</summary>
    public async Task<Outcome<Done>> CountTimeAsync(StudyAccess access, Guid readId, int seconds, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        if (seconds is < 1 or > LongestStepSeconds) return ReadRefusals.TimeOutOfRange;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var read = await db.ReadsOpenTo(access, now).SingleOrDefaultAsync(r => r.Id == readId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        if (read.State != ReadState.InProgress) return new Done();
        var passed = (int)Math.Ceiling((now - (read.TimedAt ?? read.OpenedAt ?? now)).TotalSeconds);
        var counted = Math.Min(seconds, passed);
        if (counted <= 0) return new Done();
        // Two windows that count at once: the second one finds the time moved and counts nothing.
        await db.ReadingAssignments.Where(r => r.Id == readId && r.TimedAt == read.TimedAt)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.ActiveSeconds, x => x.ActiveSeconds + counted).SetProperty(x => x.TimedAt, now), cancellation);
        return new Done();
    }

    internal static Task ScheduleRepeatAsync(PortalDb db, ReadingAssignment first, CancellationToken cancellation) =>
        db.ReadingAssignments.Where(r => r.ImagingSeriesId == first.ImagingSeriesId && r.Purpose == ReadPurpose.Repeat && r.State == ReadState.Assigned)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.NotBefore, x => first.DoneAt!.Value.AddDays(x.RepeatAfterDays!.Value)), cancellation);

    /// <summary>A draft that holds the voxels of the newest version has nothing unsaved in it.</summary>
    private async Task<bool> HasUnsavedAsync(PortalDb db, StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        var draft = await db.VoiDrafts.AsNoTracking().Where(d => d.ReadingAssignmentId == readId).Select(d => d.Labelmap).SingleOrDefaultAsync(cancellation);
        return draft is not null && (await versions.NewestAsync(access, readId, cancellation))?.Runs.AsSpan().SequenceEqual(draft) != true;
    }
}
