using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.DemoStudy;

/// <summary>Some of the demo study's disagreements are decided, approved and locked by a radiologist who read neither; the others are left for whoever tries the portal out.</summary>
public sealed class DemoAdjudications(IServiceScopeFactory scopes, IDbContextFactory<PortalDb> databases, AdjudicationService adjudications, VoiService vois, UnlockService unlocking)
{
    private static readonly AdjudicationChoice[] Decided = [AdjudicationChoice.Union, AdjudicationChoice.A];

    public async Task DecideAsync(StudyAccess adjudicator, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var begun = await db.Adjudications.Where(a => a.ResearchStudyId == adjudicator.ResearchStudyId).OrderBy(a => a.OpenedAt).Select(a => a.ReadingAssignmentId).ToListAsync(cancellation);
        var waiting = (await adjudications.ListAsync(adjudicator, cancellation)).Where(c => c.ReadId is null).ToList();
        for (var i = 0; i < Math.Min(Decided.Length, begun.Count + waiting.Count); i++)
        {
            // What an interrupted run has begun is gone on with.
            var read = i < begun.Count ? begun[i] : Demand(await adjudications.OpenAsync(adjudicator, waiting[i - begun.Count].SeriesId, cancellation));
            var made = Demand(await adjudications.ComputeAsync(adjudicator, read, Decided[i], cancellation));
            if (await ReadLock.IsLockedAsync(db, read, cancellation)) continue;
            Demand(await vois.SaveAsync(adjudicator, read, new SaveRequest(made, 0, "", $"demo-adjudication-{i}"), cancellation));
            await ApproveAsync(adjudicator, read, cancellation);
            if (i == 0) Demand(await unlocking.RequestAsync(adjudicator, read, "A vessel at the lower edge should be taken out", cancellation));
        }
    }

    private async Task ApproveAsync(StudyAccess adjudicator, Guid read, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        Demand(await scope.ServiceProvider.GetRequiredService<ApprovalService>().ApproveAsync(adjudicator, read, 1, DemoStudyPlan.Password, cancellation));
    }

    private static T Demand<T>(Outcome<T> outcome) => outcome.Succeeded ? outcome.Value : throw new JobRefusedException(outcome.Refusal.Message);
}
