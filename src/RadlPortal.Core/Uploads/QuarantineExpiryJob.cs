using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Uploads;

/// <summary>Deletes quarantined files on which nobody decided within the study's days. Running twice is harmless.</summary>
public sealed class QuarantineExpiryJob(IDbContextFactory<PortalDb> databases, IBlobStore blobs, AuditLog audit, TimeProvider clock)
{
    private const int Batch = 200;

    /// <summary>How many files were deleted.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow();
        var deleted = 0;
        foreach (var study in await db.ResearchStudies.AsNoTracking().ToListAsync(cancellation))
        {
            var before = now.AddDays(-study.Settings.QuarantineDays);
            while (await db.QuarantinedFiles.Where(f => f.ResearchStudyId == study.Id && f.ResolvedAt == null && f.CreatedAt < before).OrderBy(f => f.CreatedAt).Take(Batch).ToListAsync(cancellation) is { Count: > 0 } old)
            {
                foreach (var file in old)
                {
                    await blobs.DeleteAsync(file.BlobKey, cancellation);
                    (file.ResolvedAt, file.Resolution) = (now, $"Deleted after {study.Settings.QuarantineDays} days");
                    audit.Add(db, null, study.Id, "deleted from quarantine", nameof(QuarantinedFile), file.Id, new { days = study.Settings.QuarantineDays });
                }

                await db.SaveChangesAsync(cancellation);
                deleted += old.Count;
            }
        }

        return deleted;
    }
}

/// <summary>Has the workers look every hour for quarantined files whose time is over.</summary>
public sealed class QuarantineExpirySchedule(IRecurringJobManager recurring) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        recurring.AddOrUpdate<QuarantineExpiryJob>("quarantine-expiry", job => job.RunAsync(CancellationToken.None), Cron.Hourly());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
