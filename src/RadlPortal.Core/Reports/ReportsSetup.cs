using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.Reports;

public static class ReportsSetup
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services.AddSingleton<ReportService>().AddSingleton<ReportPrinter>().AddScoped<ReportSigning>().AddSingleton<ChromiumPrinting>().AddTransient<PrintReportJob>();
}
