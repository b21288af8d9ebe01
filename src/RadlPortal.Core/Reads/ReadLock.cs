using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Reads;

/// <summary>The approval of a case as its reader sees it.</summary>
/// <param name="Number">The save that is approved.</param>
/// <param name="RequestedAt">When unlocking was asked for and nobody has decided yet.</param>
/// <param name="DeclinedBecause">Why the last request was declined; null when none was.</param>
public sealed record ApprovalState(int Number, string PersonName, string Meaning, DateTimeOffset SignedAt, DateTimeOffset? RequestedAt, string? RequestReason, string? DeclinedBecause);

/// <summary>Approvals that hold: those of which no unlocking was granted.</summary>
internal static class ReadLock
{
    public static IQueryable<VoiApproval> Holding(PortalDb db) =>
        db.VoiApprovals.AsNoTracking().Where(a => !db.UnlockRequests.Any(r => r.ApprovalId == a.Id && db.UnlockDecisions.Any(d => d.RequestId == r.Id && d.IsGranted)));

    public static Task<bool> IsLockedAsync(PortalDb db, Guid readId, CancellationToken cancellation) => Holding(db).AnyAsync(a => a.ReadingAssignmentId == readId, cancellation);

    /// <summary>Null when the case is not locked.</summary>
    public static async Task<ApprovalState?> StateAsync(PortalDb db, Guid readId, CancellationToken cancellation)
    {
        if (await Holding(db).SingleOrDefaultAsync(a => a.ReadingAssignmentId == readId, cancellation) is not { } approval) return null;
        var last = await (
            from request in db.UnlockRequests.AsNoTracking()
            where request.ApprovalId == approval.Id
            orderby request.RequestedAt descending
            select new { request.RequestedAt, request.Reason, Declined = db.UnlockDecisions.Where(d => d.RequestId == request.Id).Select(d => d.Reason).FirstOrDefault() }).FirstOrDefaultAsync(cancellation);
        var isOpen = last is { Declined: null };
        return new ApprovalState(approval.Number, approval.PersonName, approval.Meaning, approval.SignedAt, isOpen ? last!.RequestedAt : null, isOpen ? last!.Reason : null, last?.Declined);
    }

    /// <summary>Saving, approving and unlocking of a case take turns until the transaction ends, so that each meets what the one before left.</summary>
    public static Task TakeTurnAsync(PortalDb db, Guid readId, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({BitConverter.ToInt64(readId.ToByteArray(), 8)})", cancellation);
}
