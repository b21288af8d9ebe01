using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Cohorts;

public static class CohortsSetup
{
    public static IServiceCollection AddCohorts(this IServiceCollection services) => services.AddSingleton<AgreementService>().AddSingleton<CohortAgreementService>().AddSingleton<SnapshotService>().AddSingleton<CohortService>();
}
