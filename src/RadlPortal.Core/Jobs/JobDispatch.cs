using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Inference;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reports;
using RadlPortal.Core.Signatures;

namespace RadlPortal.Core.Jobs;

/// <summary>Hands a job to the workers by its kind alone: one that was forgotten, or one that failed and is retried.</summary>
public sealed class JobDispatch(IDbContextFactory<PortalDb> databases, JobService jobs, FeatureJobs features, AuditLog audit)
{
    /// <summary>Runs a failed job of the study again, as it was asked for.</summary>
    public async Task<Outcome<Done>> RetryAsync(StudyAccess access, Guid jobId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Jobs.SingleOrDefaultAsync(j => j.Id == jobId && j.ResearchStudyId == access.ResearchStudyId, cancellation) is not { State: JobState.Failed } job) return JobRefusals.NotFailed;
        if (await db.Jobs.AnyAsync(j => j.TargetId == job.TargetId && j.Kind == job.Kind && (j.State == JobState.Queued || j.State == JobState.Running), cancellation)) return JobRefusals.RunsAlready;
        (job.State, job.Progress, job.Message, job.CancelRequested, job.HangfireId, job.StartedAt, job.EndedAt) = (JobState.Queued, 0, "Waiting for a worker, once more", false, null, null, null);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "retried", nameof(Job), job.Id, new { job.Kind, job.Title });
        await db.SaveChangesAsync(cancellation);
        await EnqueueAsync(job, cancellation);
        return new Done();
    }

    public Task EnqueueAsync(Job job, CancellationToken cancellation)
    {
        return job.Kind switch
        {
            FeatureJobs.Kind => features.EnqueueAsync(job, cancellation),
            SignatureService.BuildKind => jobs.EnqueueAsync<BuildSignaturesJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), JobQueues.Gpu, cancellation),
            InferenceService.Kind => jobs.EnqueueAsync<InferenceJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), JobQueues.Gpu, cancellation),
            PrintReportJob.Kind => jobs.EnqueueAsync<PrintReportJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), cancellation: cancellation),
            DemoStudyJob.Kind => jobs.EnqueueAsync<DemoStudyJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), cancellation: cancellation),
            _ => throw new InvalidOperationException($"Nobody knows how to run a job of the kind {job.Kind}."),
        };
    }
}
