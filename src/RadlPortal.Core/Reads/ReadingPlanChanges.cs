using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>Changes a plan while it is read: readers, shares, days and seed, for everything that is not begun. A preview says what would happen.</summary>
public sealed class ReadingPlanChanges(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    public async Task<Outcome<PlanChange>> PreviewAsync(StudyAccess access, string cohortCode, ReadingPlanRequest request, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var revised = await ReviseAsync(db, access, cohortCode, request, locked: false, cancellation);
        if (!revised.Succeeded) return revised.Refusal;
        var change = revised.Value.Revision.Preview(await BlindedReaders.NamesAsync(db, access.ResearchStudyId, cancellation));
        return IsNothing(change) ? ReadingPlanRefusals.NothingChanges : change;
    }

    /// <param name="reason">Why; kept in the audit.</param>
    /// <param name="fingerprint">Of the preview that was looked at; null changes the plan unseen.</param>
    public async Task<Outcome<PlanChange>> ChangeAsync(StudyAccess access, string cohortCode, ReadingPlanRequest request, string reason, string? fingerprint, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        if (string.IsNullOrWhiteSpace(reason)) return ReadRefusals.WhyMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var revised = await ReviseAsync(db, access, cohortCode, request, locked: true, cancellation);
        if (!revised.Succeeded) return revised.Refusal;
        var (plan, revision) = revised.Value;
        var change = revision.Preview(await BlindedReaders.NamesAsync(db, access.ResearchStudyId, cancellation));
        if (IsNothing(change)) return ReadingPlanRefusals.NothingChanges;
        if (fingerprint is not null && fingerprint != change.Fingerprint) return ReadingPlanRefusals.Changed;
        var before = Rules(plan);
        revision.CarryOut(db, clock.GetUtcNow());
        audit.Add(db, access.PersonId, access.ResearchStudyId, "changed", nameof(ReadingPlan), plan.Id, new { cohort = cohortCode, reason = reason.Trim(), before, after = Rules(plan), change.Begun, change.Added, change.TakenAway, change.GivenOn, change.Moved });
        try
        {
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            // Another administrator was faster.
            return ReadingPlanRefusals.Changed;
        }

        return change;
    }

    private static async Task<Outcome<(ReadingPlan Plan, ReadingPlanRevision Revision)>> ReviseAsync(PortalDb db, StudyAccess access, string cohortCode, ReadingPlanRequest request, bool locked, CancellationToken cancellation)
    {
        if (request.Refusal() is { } refusal) return refusal;
        if (await ReadingPlanService.PlanAsync(db, access, cohortCode, cancellation) is not { } plan) return ReadingPlanRefusals.NoPlan;
        if (await db.ResearchStudies.AnyAsync(s => s.Id == access.ResearchStudyId && s.ClosedAt != null, cancellation)) return ReadRefusals.StudyClosed;
        if (await BlindedReaders.RefusalAsync(db, access.ResearchStudyId, request.ReaderIds, cancellation) is { } unblinded) return unblinded;
        return (plan, await ReadingPlanRevision.OfAsync(db, plan, request, locked, cancellation));
    }

    private static bool IsNothing(PlanChange change) => !change.ChangesRules && change is { Reads.Count: 0, Moved: 0, OtherDays: 0 };

    private static object Rules(ReadingPlan plan) => new { readerIds = plan.ReaderIds.ToList(), plan.DoubleReadPercent, plan.RepeatPercent, plan.RepeatAfterDays, plan.Seed };
}
