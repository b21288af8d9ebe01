using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using RadlPortal.Core.Database;

namespace RadlPortal.Cli.Serve;

/// <summary>`radl serve`: database, web and worker under one supervisor.</summary>
internal static class ServeCommand
{
    private const int UsualPort = 5080;

    public static Command Create()
    {
        var command = new Command("serve", "Run the portal: database, web and worker. PORT (5080) and RADL_DATA (./data) change where");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken stopping)
    {
        var folder = PortalFolder.FromEnvironment();
        await using var folderLock = folder.TryLock()
            ?? throw new VerbRefusedException($"A portal runs in {folder.FullPath} already{(folder.ReadRunning() is { } running ? $" at {running.Address}" : "")}. Stop it first, or choose another folder with RADL_DATA.");
        var address = $"http://localhost:{Port().ToString(CultureInfo.InvariantCulture)}";
        await ListeningPort.DemandFreeAsync(new Uri(address), stopping);
        using var logs = VerbLog.Create(LogLevel.Information);
        var configured = PortalSession.ConfiguredConnection;
        await using var embedded = configured is null
            ? await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.FullPath }, logs.CreateLogger("radl"), stopping)
            : null;
        var connectionString = configured ?? embedded!.ConnectionString;
        var migrated = await DatabaseMigration.ApplyAsync(connectionString, stopping);
        if (migrated.Count > 0) await Console.Error.WriteLineAsync($"{migrated.Count} migrations applied.");
        try
        {
            folder.WriteRunning(new RunningPortal(Environment.ProcessId, address, connectionString));
            await using var supervisor = new Supervisor(folder, address, connectionString, isTrial: configured is null);
            await supervisor.RunAsync(stopping);
        }
        finally
        {
            folder.DeleteRunning();
        }

        await Console.Error.WriteLineAsync("The portal has stopped.");
        return VerbRunner.Done;
    }

    private static int Port()
    {
        var given = Environment.GetEnvironmentVariable("PORT");
        if (string.IsNullOrEmpty(given)) return UsualPort;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw new VerbRefusedException($"PORT is \"{given}\"; it must be a number from 1 to 65535.");
    }
}
