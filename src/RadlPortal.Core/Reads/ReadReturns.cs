using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>Gives done reads back to their readers, and reads that are not begun to other readers.</summary>
public sealed class ReadReturns(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    private const int LongestReason = 500;

    /// <summary>Gives a done read back: its reader finds it on top of the worklist with the reason, and changes it as a new version.</summary>
    public async Task<Outcome<Done>> ReturnAsync(StudyAccess access, Guid readId, string reason, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        reason = reason.Trim();
        if (reason.Length is 0 or > LongestReason) return ReadRefusals.WhyMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var read = await db.ReadingAssignments.SingleOrDefaultAsync(r => r.Id == readId && r.ResearchStudyId == access.ResearchStudyId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        if (read.State != ReadState.Done) return ReadRefusals.NotDone;
        if (await ReadLock.IsLockedAsync(db, readId, cancellation)) return ApprovalRefusals.LockedForReturn;
        var repeat = read.Purpose == ReadPurpose.First ? await db.ReadingAssignments.SingleOrDefaultAsync(r => r.ImagingSeriesId == read.ImagingSeriesId && r.Purpose == ReadPurpose.Repeat, cancellation) : null;
        if (repeat?.State is ReadState.InProgress or ReadState.Returned) return ReadRefusals.RepeatBegun;
        read.Return(reason, clock.GetUtcNow());
        // The days until the repeat are counted anew when the first read is done again.
        if (repeat?.State == ReadState.Assigned) repeat.NotBefore = null;
        audit.Add(db, access.PersonId, access.ResearchStudyId, "returned", nameof(ReadingAssignment), readId, new { reason, read.DoneVersionId });
        await db.SaveChangesAsync(cancellation);
        return new Done();
    }

    /// <summary>Gives a read of a plan that is not begun to another reader; the repeat read goes with the first.</summary>
    public async Task<Outcome<Done>> ReassignAsync(StudyAccess access, Guid readId, Guid readerId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await BlindedReaders.RefusalAsync(db, access.ResearchStudyId, [readerId], cancellation) is { } refusal) return refusal;
        // Locked, so that nobody opens one of them meanwhile.
        var ofCase = await db.ReadingAssignments.FromSql($"SELECT * FROM reading_assignments WHERE imaging_series_id = (SELECT imaging_series_id FROM reading_assignments WHERE id = {readId}) FOR UPDATE").ToListAsync(cancellation);
        if (ofCase.Find(r => r.Id == readId && r.ResearchStudyId == access.ResearchStudyId) is not { } read) return ReadRefusals.NoSuchRead;
        if (read.ReadingPlanId is null) return ReadRefusals.NotInPlan;
        if (read.Purpose == ReadPurpose.Repeat) return ReadRefusals.RepeatFollows;
        if (read.State != ReadState.Assigned) return ReadRefusals.AlreadyBegun;
        if (ofCase.Exists(r => r.ReaderId == readerId)) return ReadRefusals.SameReader;
        audit.Add(db, access.PersonId, access.ResearchStudyId, "reassigned", nameof(ReadingAssignment), readId, new { before = read.ReaderId, after = readerId });
        read.ReaderId = readerId;
        if (read.Purpose == ReadPurpose.First && ofCase.Find(r => r.Purpose == ReadPurpose.Repeat) is { } repeat) repeat.ReaderId = readerId;
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new Done();
    }
}
