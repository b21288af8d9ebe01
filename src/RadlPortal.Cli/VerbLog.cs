using Microsoft.Extensions.Logging;

namespace RadlPortal.Cli;

/// <summary>Logs of a verb go to standard error, one line each.</summary>
internal static class VerbLog
{
    public static ILoggerFactory Create(LogLevel level) => LoggerFactory.Create(log => Configure(log, level));

    public static void Configure(ILoggingBuilder log, LogLevel level) => log
        .SetMinimumLevel(level)
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
