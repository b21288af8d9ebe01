using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RadlPortal.Core.Database;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reports;
using RadlPortal.Core.Signatures;

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
                await EnqueueAsync(job, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task EnqueueAsync(Job job, CancellationToken cancellation)
    {
        var jobs = services.GetRequiredService<JobService>();
        return job.Kind switch
        {
            FeatureJobs.Kind => services.GetRequiredService<FeatureJobs>().EnqueueAsync(job, cancellation),
            SignatureService.BuildKind => jobs.EnqueueAsync<BuildSignaturesJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), JobQueues.Gpu, cancellation),
            InferenceService.Kind => jobs.EnqueueAsync<InferenceJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), JobQueues.Gpu, cancellation),
            PrintReportJob.Kind => jobs.EnqueueAsync<PrintReportJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), cancellation: cancellation),
            DemoStudyJob.Kind => jobs.EnqueueAsync<DemoStudyJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), cancellation: cancellation),
            _ => throw new InvalidOperationException($"Nobody knows how to run a job of the kind {job.Kind}."),
        };
    }
}
