using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RadlPortal.Core.Database;
using RadlPortal.Core.Hosting;
using RadlPortal.Core.Storage;

namespace RadlPortal.Web.Shell;

/// <summary>/health/live: the process answers. /health/ready: database there and migrated, blobs can be written.</summary>
internal static class PortalHealth
{
    public static void AddPortalHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"]).AddCheck<StorageCheck>("storage", tags: ["ready"]);

    public static void MapPortalHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = AnswerAsync }).AllowAnonymous();
    }

    /// <summary>With the mark of the supervisor that started this process, so that it does not take another portal for its own.</summary>
    private static Task AnswerAsync(HttpContext http, HealthReport report)
    {
        if (http.RequestServices.GetRequiredService<IConfiguration>()[SupervisorWatch.Variable] is { Length: > 0 } mark) http.Response.Headers[SupervisorWatch.Header] = mark;
        return http.Response.WriteAsync(report.Status.ToString(), http.RequestAborted);
    }

    private sealed class DatabaseCheck(IDbContextFactory<PortalDb> databases) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            try
            {
                await db.ResearchStudies.AnyAsync(cancellation);
                return HealthCheckResult.Healthy();
            }
            catch (Exception failure) when (failure is Npgsql.NpgsqlException or InvalidOperationException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer or is not migrated.");
            }
        }
    }

    private sealed class StorageCheck(IBlobStore blobs) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default)
        {
            try
            {
                var key = $"health/{Guid.NewGuid():N}";
                await blobs.WriteAsync(key, "ready"u8.ToArray(), cancellation);
                await blobs.DeleteAsync(key, cancellation);
                return HealthCheckResult.Healthy();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return HealthCheckResult.Unhealthy("The blob store cannot be written.");
            }
        }
    }
}
