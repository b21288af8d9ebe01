using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>An approval with what was asked and decided about it.</summary>
/// <param name="IsLocked">False: an administrator unlocked it.</param>
/// <param name="RequestId">The last request; null when nobody asked.</param>
/// <param name="IsGranted">Null while nobody has decided.</param>
public sealed record ApprovalLine(string Subject, ReadPurpose Purpose, int Number, string PersonName, DateTimeOffset SignedAt, string ContentSha256, bool IsLocked, Guid? RequestId, string? RequestReason, DateTimeOffset? RequestedAt, bool? IsGranted, string? DecidedBy, string? DecisionReason)
{
    public bool AwaitsDecision => RequestId is not null && IsGranted is null;
}

/// <summary>Readers ask to unlock approved VOIs; administrators grant or decline.</summary>
public sealed class UnlockService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    public async Task<Outcome<ApprovalState>> RequestAsync(StudyAccess access, Guid readId, string reason, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        reason = reason.Trim();
        if (reason.Length is 0 or > ApprovalRefusals.LongestReason) return ApprovalRefusals.ReasonMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await ReadLock.TakeTurnAsync(db, readId, cancellation);
        if (!await db.ReadsOf(access).AnyAsync(r => r.Id == readId, cancellation)) return ReadRefusals.NoSuchRead;
        if (await ReadLock.Holding(db).SingleOrDefaultAsync(a => a.ReadingAssignmentId == readId, cancellation) is not { } approval) return ApprovalRefusals.NotLocked;
        if (await db.UnlockRequests.AnyAsync(r => r.ApprovalId == approval.Id && !db.UnlockDecisions.Any(d => d.RequestId == r.Id), cancellation)) return ApprovalRefusals.AskedAlready;
        var request = new UnlockRequest { ApprovalId = approval.Id, RequestedBy = access.PersonId, Reason = reason, RequestedAt = clock.GetUtcNow() };
        db.UnlockRequests.Add(request);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "asked to unlock", nameof(ReadingAssignment), readId, new { approval.Number, reason });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return (await ReadLock.StateAsync(db, readId, cancellation))!;
    }

    /// <summary>Grants or declines a request; declining needs a reason.</summary>
    public async Task<Outcome<Done>> DecideAsync(StudyAccess access, Guid requestId, bool isGranted, string reason, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        reason = reason.Trim();
        if (reason.Length > ApprovalRefusals.LongestReason || (!isGranted && reason.Length == 0)) return ApprovalRefusals.ReasonMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await (from request in db.UnlockRequests
                           join a in db.VoiApprovals on request.ApprovalId equals a.Id
                           join r in db.ReadingAssignments on a.ReadingAssignmentId equals r.Id
                           where request.Id == requestId && a.ResearchStudyId == access.ResearchStudyId
                           select new { request.Reason, Approval = a, Read = r }).SingleOrDefaultAsync(cancellation);
        if (found is null) return ApprovalRefusals.NoSuchRequest;
        // A read of a plan is closed since it was done: its reader gets it back to change it.
        if (isGranted && found.Read.IsClosed()) found.Read.Return($"Unlocked as you asked: {found.Reason}", clock.GetUtcNow());
        db.UnlockDecisions.Add(new UnlockDecision { RequestId = requestId, IsGranted = isGranted, DecidedBy = access.PersonId, Reason = reason, DecidedAt = clock.GetUtcNow() });
        audit.Add(db, access.PersonId, access.ResearchStudyId, isGranted ? "unlocked" : "declined to unlock", nameof(ReadingAssignment), found.Read.Id, new { found.Approval.Number, reason });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            return ApprovalRefusals.DecidedAlready;
        }

        return new Done();
    }

    /// <summary>Every approval of the study, those with an open request first.</summary>
    public async Task<IReadOnlyList<ApprovalLine>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewAllVois);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var lines = await (
            from approval in db.VoiApprovals.AsNoTracking()
            where approval.ResearchStudyId == access.ResearchStudyId
            join read in db.ReadingAssignments on approval.ReadingAssignmentId equals read.Id
            join subject in db.Subjects on read.SubjectId equals subject.Id
            let request = db.UnlockRequests.Where(r => r.ApprovalId == approval.Id).OrderByDescending(r => r.RequestedAt).FirstOrDefault()
            let decision = request == null ? null : db.UnlockDecisions.FirstOrDefault(d => d.RequestId == request.Id)
            let decider = decision == null ? null : db.Users.Where(p => p.Id == decision.DecidedBy).Select(p => p.DisplayName).FirstOrDefault()
            select new { approval, read.Purpose, subject.Code, request, decision, decider }).ToListAsync(cancellation);
        return [.. lines.Select(l => new ApprovalLine(l.Code, l.Purpose, l.approval.Number, l.approval.PersonName, l.approval.SignedAt, l.approval.ContentSha256, l.decision?.IsGranted != true,
                l.request?.Id, l.request?.Reason, l.request?.RequestedAt, l.decision?.IsGranted, l.decider, l.decision?.Reason))
            .OrderByDescending(l => l.AwaitsDecision).ThenByDescending(l => l.SignedAt)];
    }
}
