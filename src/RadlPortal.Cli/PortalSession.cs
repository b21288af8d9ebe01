using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RadlPortal.Core;
using RadlPortal.Core.Database;

namespace RadlPortal.Cli;

/// <summary>The portal's services for the time of one verb: on the database of ConnectionStrings__Portal, or of the running `radl serve`, or on the embedded one, started for this verb.</summary>
internal sealed class PortalSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ServiceProvider services;
    private readonly EmbeddedPostgres? embedded;
    private readonly FileStream? folderLock;

    private PortalSession(ServiceProvider services, EmbeddedPostgres? embedded, FileStream? folderLock) =>
        (this.services, this.embedded, this.folderLock) = (services, embedded, folderLock);

    public IServiceProvider Services => services;

    /// <summary>Migrations that opening an embedded database applied.</summary>
    public IReadOnlyList<string> Migrated { get; private init; } = [];

    /// <param name="add">Services that only this verb needs.</param>
    /// <param name="mayCreate">Whether the verb makes a database where there is none; any other verb says that it found none.</param>
    public static async Task<PortalSession> OpenAsync(CancellationToken cancellation, Action<IServiceCollection>? add = null, bool mayCreate = false)
    {
        var folder = PortalFolder.FromEnvironment();
        if (ConfiguredConnection is { } configured) return new(Build(configured, folder, add), null, null);
        if (!mayCreate && !new EmbeddedPostgresOptions { DataFolder = folder.FullPath }.HasDatabase) throw NoDatabase(folder);
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(250))
        {
            if (folder.TryLock() is { } folderLock) return await StartAsync(folder, folderLock, add, cancellation);
            if (folder.ReadRunning() is { } running) return new(Build(running.ConnectionString, folder, add), null, null);
            if (waited > Patience) throw new VerbRefusedException($"Another radl has used {folder.FullPath} for {Patience.TotalMinutes:0} minutes. Try again when it has ended.");
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellation);
        }
    }

    /// <summary>The database of one's own, when one is configured.</summary>
    public static string? ConfiguredConnection =>
        Environment.GetEnvironmentVariable("ConnectionStrings__Portal") is { Length: > 0 } given ? given : null;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (embedded is not null) await embedded.DisposeAsync();
        if (folderLock is not null) await folderLock.DisposeAsync();
    }

    private static VerbRefusedException NoDatabase(PortalFolder folder) => new(
        $"There is no portal's database in {folder.FullPath}, and this verb makes none. Name the data folder of your portal with RADL_DATA=FOLDER, or its database with ConnectionStrings__Portal; for a new portal run `./run.sh` or `radl migrate` first.");

    private static async Task<PortalSession> StartAsync(PortalFolder folder, FileStream folderLock, Action<IServiceCollection>? add, CancellationToken cancellation)
    {
        EmbeddedPostgres? embedded = null;
        try
        {
            using var logs = VerbLog.Create(LogLevel.Warning);
            embedded = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder.FullPath }, logs.CreateLogger("radl"), cancellation);
            var migrated = await DatabaseMigration.ApplyAsync(embedded.ConnectionString, cancellation);
            return new(Build(embedded.ConnectionString, folder, add), embedded, folderLock) { Migrated = migrated };
        }
        catch
        {
            if (embedded is not null) await embedded.DisposeAsync();
            await folderLock.DisposeAsync();
            throw;
        }
    }

    private static ServiceProvider Build(string connectionString, PortalFolder folder, Action<IServiceCollection>? add)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Storage:Folder", folder.Blobs)])
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new("ConnectionStrings:Portal", connectionString)])
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(log => VerbLog.Configure(log, LogLevel.Warning));
        services.AddRadlCore(configuration);
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
