using System.Linq.Expressions;
using Hangfire;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Jobs;

/// <summary>Puts jobs into the queue and answers what became of them. A job's arguments are ids; the row is committed first and queued after.</summary>
public sealed class JobService(IDbContextFactory<PortalDb> databases, IBackgroundJobClient queue, TimeProvider clock)
{
    /// <summary>Adds the row to the caller's unit of work; after saving it the caller calls <see cref="EnqueueAsync{TJob}"/>.</summary>
    public Job Add(PortalDb db, string kind, string title, Guid? researchStudyId, Guid? targetId, Guid? createdBy)
    {
        var job = new Job
        {
            Kind = kind,
            Title = title,
            ResearchStudyId = researchStudyId,
            TargetId = targetId,
            CreatedBy = createdBy,
            CreatedAt = clock.GetUtcNow(),
            Message = "Waiting for a worker",
        };
        db.Jobs.Add(job);
        return job;
    }

    /// <summary>Hands a committed job to the workers. Harmless when done twice: the job itself sees that it has run.</summary>
    public async Task EnqueueAsync<TJob>(Guid jobId, Expression<Func<TJob, Task>> run, string queueName = JobQueues.Default, CancellationToken cancellation = default)
    {
        var hangfireId = queue.Create(run, new EnqueuedState(queueName));
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(j => j.SetProperty(x => x.HangfireId, hangfireId), cancellation);
    }

    /// <summary>The study's jobs, newest first.</summary>
    public async Task<IReadOnlyList<Job>> RecentAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewCohorts);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Jobs.AsNoTracking().Where(j => j.ResearchStudyId == access.ResearchStudyId).OrderByDescending(j => j.CreatedAt).Take(100).ToListAsync(cancellation);
    }

    /// <summary>Asks a job of the study to stop: a waiting one is cancelled at once, a running one at its next step.</summary>
    public async Task CancelAsync(StudyAccess access, Guid jobId, CancellationToken cancellation)
    {
        access.Demand(Right.RunInference);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        await db.Jobs.Where(j => j.Id == jobId && j.ResearchStudyId == access.ResearchStudyId && (j.State == JobState.Queued || j.State == JobState.Running))
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.CancelRequested, true), cancellation);
        await db.Jobs.Where(j => j.Id == jobId && j.ResearchStudyId == access.ResearchStudyId && j.State == JobState.Queued)
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Cancelled).SetProperty(x => x.EndedAt, now).SetProperty(x => x.Message, "Cancelled before it began"), cancellation);
    }
}
