using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reports;
using RadlPortal.Core.Signatures;

namespace RadlPortal.Core.DemoStudy;

/// <summary>The demo study's signatures, scores and reports: the administrator has the signatures built, the investigator runs inference and makes a report of each cohort, as people do it on the pages.</summary>
public sealed class DemoFigures(IDbContextFactory<PortalDb> databases, SignatureService signatures, InferenceService inference, ReportService reports)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Cohorts = [DemoCohorts.Training, DemoCohorts.Validation, DemoCohorts.Immunotherapy, DemoCohorts.Expression];

    public async Task MakeAsync(StudyAccess administrator, StudyAccess investigator, JobProgress progress, CancellationToken cancellation)
    {
        await UntilDoneAsync(administrator.ResearchStudyId, FeatureJobs.Kind, async (done, all) => await progress.ReportAsync(0.62 + 0.18 * done / Math.Max(1, all), $"Features of {done} of {all} VOIs", cancellation), cancellation);
        await progress.ReportAsync(0.8, "Building the signatures from the training cohort", cancellation);
        if ((await signatures.ListAsync(administrator, cancellation)).Count == 0) Demand(await signatures.BuildAsync(administrator, cancellation));
        await UntilDoneAsync(administrator.ResearchStudyId, SignatureService.BuildKind, (_, _) => progress.ReportAsync(0.82, "Building the signatures from the training cohort", cancellation), cancellation);
        for (var i = 0; i < Cohorts.Length; i++)
        {
            var share = 0.9 + 0.1 * i / Cohorts.Length;
            if ((await reports.ListAsync(investigator, Cohorts[i], cancellation)).Count > 0) continue;
            await progress.ReportAsync(share, $"Inference on cohort {Cohorts[i]}", cancellation);
            Demand(await inference.StartAsync(investigator, Cohorts[i], cancellation));
            await UntilDoneAsync(administrator.ResearchStudyId, InferenceService.Kind, (_, _) => progress.ReportAsync(share, $"Inference on cohort {Cohorts[i]}", cancellation), cancellation);
            Demand(await reports.CreateAsync(investigator, Cohorts[i], cancellation));
        }
    }

    /// <summary>Waits for the study's jobs of a kind, which other workers do meanwhile.</summary>
    private async Task UntilDoneAsync(Guid studyId, string kind, Func<int, int, Task> report, CancellationToken cancellation)
    {
        while (true)
        {
            await using (var db = await databases.CreateDbContextAsync(cancellation))
            {
                var states = await db.Jobs.Where(j => j.ResearchStudyId == studyId && j.Kind == kind).Select(j => new { j.State, j.Message }).ToListAsync(cancellation);
                if (states.FirstOrDefault(j => j.State == JobState.Failed) is { } failed) throw new JobRefusedException(failed.Message);
                var open = states.Count(j => j.State is JobState.Queued or JobState.Running);
                if (open == 0) return;
                await report(states.Count - open, states.Count);
            }

            await Task.Delay(Step, cancellation);
        }
    }

    private static void Demand<T>(Outcome<T> outcome)
    {
        // What another run has begun is waited for.
        if (!outcome.Succeeded && outcome.Refusal.Code != SignatureRefusals.AlreadyRunning.Code) throw new JobRefusedException(outcome.Refusal.Message);
    }
}
