using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.ClinicalData;

public static class ClinicalDataSetup
{
    public static IServiceCollection AddClinicalData(this IServiceCollection services) => services.AddSingleton<ClinicalDataService>();
}
