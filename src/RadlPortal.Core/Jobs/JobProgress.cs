using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Jobs;

/// <summary>Tells people how far a job is, and the job whether somebody wants it to stop.</summary>
public sealed class JobProgress(IDbContextFactory<PortalDb> databases, Guid jobId, TimeProvider clock, CancellationTokenSource cancelled)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private DateTimeOffset lastReport = DateTimeOffset.MinValue;

    /// <summary>Writes the state at most four times a second; throws <see cref="OperationCanceledException"/> when the job was asked to stop.</summary>
    public async Task ReportAsync(double fraction, string message, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now - lastReport < Interval && fraction < 1) return;
        lastReport = now;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(j => j.SetProperty(x => x.Progress, fraction).SetProperty(x => x.Message, message), cancellation);
        if (await db.Jobs.AnyAsync(j => j.Id == jobId && j.CancelRequested, cancellation)) await cancelled.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        cancelled.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Where the result will be shown.</summary>
    public async Task LinkAsync(string link, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(j => j.SetProperty(x => x.Link, link), cancellation);
    }
}
