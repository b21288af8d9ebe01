using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Jobs;

/// <summary>Runs the body of a job and keeps its row true: running, progress, succeeded, failed with a sentence, cancelled. Running a finished job again does nothing.</summary>
public sealed partial class JobRunner(IDbContextFactory<PortalDb> databases, TimeProvider clock, ILogger<JobRunner> logger)
{
    /// <param name="body">Does the work and returns what came of it, in words. A <see cref="JobRefusedException"/> is a failure that needs a person, not a retry.</param>
    public async Task RunAsync(Guid jobId, Func<JobProgress, CancellationToken, Task<string>> body, CancellationToken stopping)
    {
        if (!await BeginAsync(jobId, stopping)) return;
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var progress = new JobProgress(databases, jobId, clock, cancelled);
        try
        {
            var message = await body(progress, cancelled.Token);
            await EndAsync(jobId, JobState.Succeeded, message, 1);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            await EndAsync(jobId, JobState.Cancelled, "Cancelled; what was finished before is kept");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The worker is stopping: the queue hands the job to the next worker.
            throw;
        }
        catch (JobRefusedException refused)
        {
            await EndAsync(jobId, JobState.Failed, refused.Message);
        }
        catch (Exception surprise)
        {
            LogFailed(surprise, jobId);
            await EndAsync(jobId, JobState.Failed, "It failed for a reason the portal did not expect. Retry it; if it fails again, tell the administrator the job's number.");
        }
    }

    private async Task<bool> BeginAsync(Guid jobId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        return await db.Jobs.Where(j => j.Id == jobId && (j.State == JobState.Queued || j.State == JobState.Running) && !j.CancelRequested)
            .ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Running).SetProperty(x => x.StartedAt, now).SetProperty(x => x.Message, "Started"), cancellation) == 1;
    }

    private async Task EndAsync(Guid jobId, JobState state, string message, double? progress = null)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var now = clock.GetUtcNow();
        await db.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(j => j
            .SetProperty(x => x.State, state)
            .SetProperty(x => x.EndedAt, now)
            .SetProperty(x => x.Message, message)
            .SetProperty(x => x.Progress, x => progress ?? x.Progress));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {JobId} failed")]
    private partial void LogFailed(Exception exception, Guid jobId);
}

/// <summary>A job cannot do what it was asked for; the message says why and what to do.</summary>
public sealed class JobRefusedException(string message) : Exception(message);
