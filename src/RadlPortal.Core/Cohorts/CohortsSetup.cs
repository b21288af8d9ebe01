using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.Cohorts;

public static class CohortsSetup
{
    public static IServiceCollection AddCohorts(this IServiceCollection services) => services.AddSingleton<SnapshotService>().AddSingleton<CohortService>();
}
