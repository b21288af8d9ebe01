using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RadlPortal.Core.Hosting;

/// <summary>Web and worker started by `radl serve` end with it, also when it is killed: it holds the other end of their standard input, and the end of that is the word to stop.</summary>
public sealed partial class SupervisorWatch(IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<SupervisorWatch> logger) : IHostedService
{
    /// <summary>Set for a process that `radl serve` starts: a mark by which it knows its own.</summary>
    public const string Variable = "RADL_SUPERVISED";

    /// <summary>The mark as the health check answers it.</summary>
    public const string Header = "Radl-Supervised";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(configuration[Variable])) new Thread(Watch) { IsBackground = true, Name = "supervisor watch" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Nothing is ever written to it.
        }
        LogStopping();
        lifetime.StopApplication();
        Thread.Sleep(Patience);
        // A stop that hangs must not leave an orphan beside the next start.
        Environment.Exit(1);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "radl serve has ended or asks to stop")]
    private partial void LogStopping();
}
