using Hangfire;
using Hangfire.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.Jobs;

/// <summary>Registers the queue and what jobs need. The worker adds the Hangfire server to it.</summary>
public static class JobsSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services, string connectionString)
    {
        services.AddHangfire(hangfire => hangfire
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(connectionString), new PostgreSqlStorageOptions
            {
                // Without the sliding timeout a job that runs longer than it is started again and again.
                UseSlidingInvisibilityTimeout = true,
                InvisibilityTimeout = TimeSpan.FromMinutes(1),
                QueuePollInterval = TimeSpan.FromSeconds(1),
                PrepareSchemaIfNecessary = true,
            }));
        return services.AddSingleton<JobService>().AddSingleton<JobRunner>();
    }
}
