using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Jobs;

/// <summary>Queues jobs whose row was committed but whose message never reached the queue, because the process died between the two.</summary>
public sealed class ForgottenJobs(IServiceProvider services, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var databases = services.GetRequiredService<IDbContextFactory<PortalDb>>();
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await using var db = await databases.CreateDbContextAsync(stoppingToken);
            var before = clock.GetUtcNow() - Interval;
            foreach (var job in await db.Jobs.AsNoTracking().Where(j => j.State == JobState.Queued && j.HangfireId == null && j.CreatedAt < before).ToListAsync(stoppingToken))
                await services.GetRequiredService<JobDispatch>().EnqueueAsync(job, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
