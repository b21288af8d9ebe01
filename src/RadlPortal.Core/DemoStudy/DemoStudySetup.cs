using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.DemoStudy;

public static class DemoStudySetup
{
    public static IServiceCollection AddDemoStudy(this IServiceCollection services) => services.AddSingleton<DemoCases>().AddSingleton<DemoReads>().AddSingleton<DemoAdjudications>().AddSingleton<DemoFigures>().AddTransient<DemoStudyJob>();
}
