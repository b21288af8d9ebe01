using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace RadlPortal.Core.Hosting;

/// <summary>Traces and metrics to an OpenTelemetry collector, only where one is named. Paths carry ids, never subject codes or names; statements carry no values.</summary>
public static class Telemetry
{
    /// <summary>The collector's address, under OpenTelemetry's own name, such as http://collector:4317.</summary>
    public const string Setting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="program">web or worker; said with each trace.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, string program)
    {
        if (string.IsNullOrEmpty(configuration[Setting])) return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"radl-{program}"))
            .WithTracing(traces => traces.AddSource("Microsoft.AspNetCore", "Npgsql").AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql").AddOtlpExporter());
        return services;
    }
}
