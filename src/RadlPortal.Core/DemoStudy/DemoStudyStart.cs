using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;

namespace RadlPortal.Core.DemoStudy;

/// <summary>Queues the demo study on an empty database, and again if it was interrupted. RADL_DEMO=off leaves it out; it is never made in Production.</summary>
public sealed class DemoStudyStart(IDbContextFactory<PortalDb> databases, JobService jobs, IConfiguration configuration, IHostEnvironment environment) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (environment.IsProduction() || configuration["RADL_DEMO"] == "off") return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var begun = await db.Jobs.AnyAsync(j => j.Kind == DemoStudyJob.Kind, cancellationToken);
        if (begun ? await db.Jobs.AnyAsync(j => j.Kind == DemoStudyJob.Kind && j.State == JobState.Succeeded, cancellationToken) : await db.ResearchStudies.AnyAsync(cancellationToken)) return;
        var job = jobs.Add(db, DemoStudyJob.Kind, "Demo study", null, null, null);
        await db.SaveChangesAsync(cancellationToken);
        await jobs.EnqueueAsync<DemoStudyJob>(job.Id, j => j.RunAsync(job.Id, CancellationToken.None), cancellation: cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
