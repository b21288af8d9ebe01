using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.DemoStudy;

/// <summary>The reading of the demo study: the administrator plans a cohort, the readers open, save and finish what the plan gave them.</summary>
public sealed class DemoReads(IDbContextFactory<PortalDb> databases, DemoCases cases, ReadingPlanService plans, ReadService reads, VoiService vois, ReadFinishing finishing, ReadReturns returns)
{
    /// <summary>What the second reader of a disputed case adds to the tumour's radius.</summary>
    private const double DisputedShare = 0.32;

    public async Task PlanAsync(StudyAccess administrator, string cohort, IReadOnlyList<StudyAccess> readers, CancellationToken cancellation)
    {
        var made = await plans.MakeAsync(administrator, cohort, DemoStudyPlan.ReadingOf(cohort, [.. readers.Select(r => r.PersonId)]), null, cancellation);
        if (!made.Succeeded && made.Refusal != ReadingPlanRefusals.PlanThere) throw new JobRefusedException(made.Refusal.Message);
    }

    /// <summary>Reads the subject: whoever a plan gave it to; without a plan the first of these readers.</summary>
    public async Task ReadAsync(SyntheticSubject subject, IReadOnlyList<StudyAccess> readers, CancellationToken cancellation)
    {
        var series = await cases.SeriesAsync(subject, cancellation);
        var chest = new SyntheticChest(subject, SyntheticScanner.All[subject.SiteIndex]);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        foreach (var read in await db.ReadingAssignments.AsNoTracking().Where(r => r.ImagingSeriesId == series && r.Purpose < ReadPurpose.Repeat && r.State != ReadState.Done && r.State != ReadState.Returned).OrderBy(r => r.Purpose).ToListAsync(cancellation))
        {
            if (DemoStudyPlan.IsUnread(subject, read.Purpose)) continue;
            await ReadAsync(read, subject, chest, readers.FirstOrDefault(r => r.PersonId == read.ReaderId) ?? readers[0], cancellation);
        }
    }

    /// <summary>What is left for whoever tries the portal out: a case that is begun, and one that the administrator gave back.</summary>
    public async Task LeaveAsync(StudyAccess administrator, IReadOnlyList<StudyAccess> readers, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var study = administrator.ResearchStudyId;
        if (await db.ReadingAssignments.AnyAsync(r => r.ResearchStudyId == study && r.State != ReadState.Assigned && r.State != ReadState.Done, cancellation)) return;
        var begun = await (from read in db.ReadingAssignments
                           join subject in db.Subjects on read.SubjectId equals subject.Id
                           where read.ResearchStudyId == study && read.State == ReadState.Assigned && read.Purpose == ReadPurpose.First
                           orderby subject.Code
                           select new { read.Id, read.ReaderId }).FirstAsync(cancellation);
        Demand(await reads.OpenAsync(readers.Single(r => r.PersonId == begun.ReaderId), begun.Id, cancellation));
        var second = await (from read in db.ReadingAssignments
                            join subject in db.Subjects on read.SubjectId equals subject.Id
                            where read.ResearchStudyId == study && read.State == ReadState.Done && read.Purpose == ReadPurpose.Second
                            orderby subject.Code
                            select read.Id).FirstAsync(cancellation);
        Demand(await returns.ReturnAsync(administrator, second, "Please look at the upper edge again: does the vessel belong to the tumour?", cancellation));
    }

    private async Task ReadAsync(ReadingAssignment read, SyntheticSubject subject, SyntheticChest chest, StudyAccess reader, CancellationToken cancellation)
    {
        Demand(await reads.OpenAsync(reader, read.Id, cancellation));
        var number = (int)read.Purpose;
        // What an interrupted run saved is not saved again: the key is the same.
        Demand(await vois.SaveAsync(reader, read.Id, new SaveRequest(LabelmapCodec.Encode(chest.Voi(number, read.Purpose == ReadPurpose.Second && DemoStudyPlan.IsDisputed(subject) ? DisputedShare : 0)), 0, "", $"demo-{subject.Code}-{number}"), cancellation));
        if (read.ReadingPlanId is null) return;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // No room was open to count it: the time of synthetic readers is as synthetic as their hand.
        var seconds = DemoStudyPlan.ReadingSeconds(subject, number);
        await db.ReadingAssignments.Where(r => r.Id == read.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.ActiveSeconds, seconds), cancellation);
        Demand(await finishing.FinishAsync(reader, read.Id, cancellation));
    }

    private static void Demand<T>(Outcome<T> outcome)
    {
        if (!outcome.Succeeded) throw new JobRefusedException(outcome.Refusal.Message);
    }
}
