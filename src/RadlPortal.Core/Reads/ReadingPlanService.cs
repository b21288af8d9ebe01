using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>Makes, extends and takes back the reading plans of cohorts. A preview says what would happen; reads that are begun are never given to somebody else.</summary>
public sealed class ReadingPlanService(IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    public async Task<Outcome<PlanPreview>> PreviewAsync(StudyAccess access, string cohortCode, ReadingPlanRequest request, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var drawn = await DrawNewAsync(db, access, cohortCode, request, locked: false, cancellation);
        return drawn.Succeeded ? drawn.Value.Draft.Preview(await BlindedReaders.NamesAsync(db, access.ResearchStudyId, cancellation)) : drawn.Refusal;
    }

    /// <param name="fingerprint">Of the preview that was looked at; null makes the plan unseen.</param>
    public async Task<Outcome<PlanPreview>> MakeAsync(StudyAccess access, string cohortCode, ReadingPlanRequest request, string? fingerprint, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var drawn = await DrawNewAsync(db, access, cohortCode, request, locked: true, cancellation);
        if (!drawn.Succeeded) return drawn.Refusal;
        var plan = new ReadingPlan
        {
            ResearchStudyId = access.ResearchStudyId,
            CohortId = drawn.Value.Cohort.Id,
            ReaderIds = [.. request.ReaderIds.Distinct()],
            DoubleReadPercent = request.DoubleReadPercent,
            RepeatPercent = request.RepeatPercent,
            RepeatAfterDays = request.RepeatPercent == 0 ? 0 : request.RepeatAfterDays,
            Seed = request.Seed,
            CreatedBy = access.PersonId,
            CreatedAt = clock.GetUtcNow(),
        };
        db.ReadingPlans.Add(plan);
        var details = new { cohort = cohortCode, request.ReaderIds, request.DoubleReadPercent, request.RepeatPercent, plan.RepeatAfterDays, request.Seed };
        return await CarryOutAsync(db, access, plan, drawn.Value.Draft, "made", details, fingerprint, cancellation);
    }

    public async Task<Outcome<PlanPreview>> PreviewExtensionAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var drawn = await DrawExtensionAsync(db, access, cohortCode, locked: false, cancellation);
        return drawn.Succeeded ? drawn.Value.Draft.Preview(await BlindedReaders.NamesAsync(db, access.ResearchStudyId, cancellation)) : drawn.Refusal;
    }

    /// <summary>Gives the cases that arrived since to the plan's readers; what was given before stays.</summary>
    public async Task<Outcome<PlanPreview>> ExtendAsync(StudyAccess access, string cohortCode, string? fingerprint, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var drawn = await DrawExtensionAsync(db, access, cohortCode, locked: true, cancellation);
        if (!drawn.Succeeded) return drawn.Refusal;
        return await CarryOutAsync(db, access, drawn.Value.Plan, drawn.Value.Draft, "extended", new { cohort = cohortCode, cases = drawn.Value.Draft.Drawn.Count }, fingerprint, cancellation);
    }

    /// <summary>Takes a plan back while none of its reads is begun: its cases wait for whoever opens them, as before.</summary>
    public async Task<Outcome<Done>> TakeBackAsync(StudyAccess access, string cohortCode, string reason, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        if (string.IsNullOrWhiteSpace(reason)) return ReadRefusals.WhyMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await PlanAsync(db, access, cohortCode, cancellation) is not { } plan) return ReadingPlanRefusals.NoPlan;
        var reads = await db.ReadingAssignments.FromSql($"SELECT * FROM reading_assignments WHERE reading_plan_id = {plan.Id} FOR UPDATE").ToListAsync(cancellation);
        if (reads.Exists(r => r.State != ReadState.Assigned)) return ReadingPlanRefusals.Begun;
        foreach (var first in reads.Where(r => r.Purpose == ReadPurpose.First)) (first.ReaderId, first.ReadingPlanId, first.Position) = (null, null, null);
        db.RemoveRange(reads.Where(r => r.Purpose != ReadPurpose.First));
        db.Remove(plan);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "took back", nameof(ReadingPlan), plan.Id, new { cohort = cohortCode, reason = reason.Trim() });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new Done();
    }

    private async Task<Outcome<PlanPreview>> CarryOutAsync(PortalDb db, StudyAccess access, ReadingPlan plan, ReadingPlanDraft draft, string action, object details, string? fingerprint, CancellationToken cancellation)
    {
        var preview = draft.Preview(await BlindedReaders.NamesAsync(db, access.ResearchStudyId, cancellation));
        if (fingerprint is not null && fingerprint != preview.Fingerprint) return ReadingPlanRefusals.Changed;
        draft.CarryOut(db, plan, clock.GetUtcNow());
        audit.Add(db, access.PersonId, access.ResearchStudyId, action, nameof(ReadingPlan), plan.Id, details);
        try
        {
            await db.SaveChangesAsync(cancellation);
            await db.Database.CommitTransactionAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            // Another administrator was faster.
            return ReadingPlanRefusals.Changed;
        }

        return preview;
    }

    private static async Task<Outcome<(Cohort Cohort, ReadingPlanDraft Draft)>> DrawNewAsync(PortalDb db, StudyAccess access, string cohortCode, ReadingPlanRequest request, bool locked, CancellationToken cancellation)
    {
        if (request.Refusal() is { } refusal) return refusal;
        if (await db.ResearchStudies.AnyAsync(s => s.Id == access.ResearchStudyId && s.ClosedAt != null, cancellation)) return ReadRefusals.StudyClosed;
        var cohort = await db.Cohorts.SingleOrDefaultAsync(c => c.ResearchStudyId == access.ResearchStudyId && c.Code == cohortCode, cancellation);
        if (cohort is null) return CohortRefusals.NoSuchCohort;
        if (await BlindedReaders.RefusalAsync(db, access.ResearchStudyId, request.ReaderIds, cancellation) is { } unblinded) return unblinded;
        if (await db.ReadingPlans.AnyAsync(p => p.CohortId == cohort.Id, cancellation)) return ReadingPlanRefusals.PlanThere;
        var rules = new DrawRules([.. request.ReaderIds.Distinct()], request.DoubleReadPercent, request.RepeatPercent, request.Seed);
        var draft = await ReadingPlanDraft.OfAsync(db, cohort.Id, rules, null, locked, cancellation);
        if (draft.Subjects == 0) return CohortRefusals.Empty;
        return draft.Drawn.Count == 0 ? ReadingPlanRefusals.NoCase(draft.Subjects) : (cohort, draft);
    }

    private static async Task<Outcome<(ReadingPlan Plan, ReadingPlanDraft Draft)>> DrawExtensionAsync(PortalDb db, StudyAccess access, string cohortCode, bool locked, CancellationToken cancellation)
    {
        if (await PlanAsync(db, access, cohortCode, cancellation) is not { } plan) return ReadingPlanRefusals.NoPlan;
        if (await db.ResearchStudies.AnyAsync(s => s.Id == access.ResearchStudyId && s.ClosedAt != null, cancellation)) return ReadRefusals.StudyClosed;
        var radiologists = await BlindedReaders.OfAsync(db, access.ResearchStudyId, cancellation);
        List<Guid> readers = [.. plan.ReaderIds.Where(id => radiologists.Any(r => r.Id == id))];
        if (readers.Count == 0) return ReadingPlanRefusals.ReadersGone;
        if (readers.Count == 1 && plan.DoubleReadPercent > 0) return ReadingPlanRefusals.OneReaderLeft;
        var draft = await ReadingPlanDraft.OfAsync(db, plan.CohortId, new DrawRules(readers, plan.DoubleReadPercent, plan.RepeatPercent, plan.Seed), plan.Id, locked, cancellation);
        return draft.Drawn.Count == 0 ? ReadingPlanRefusals.NothingNew : (plan, draft);
    }

    internal static Task<ReadingPlan?> PlanAsync(PortalDb db, StudyAccess access, string cohortCode, CancellationToken cancellation) =>
        db.ReadingPlans.SingleOrDefaultAsync(p => p.ResearchStudyId == access.ResearchStudyId && db.Cohorts.Any(c => c.Id == p.CohortId && c.Code == cohortCode), cancellation);
}
