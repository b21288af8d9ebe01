using Microsoft.Extensions.Logging;
using Npgsql;

namespace RadlPortal.Core.Database;

/// <summary>A real PostgreSQL server in a data folder of the portal's own, reached by a unix socket: for `radl serve` without a database of one's own, and for tests. Dispose it to stop the server.</summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    // What the kernel keeps for a socket's address, less the ending zero.
    private const int LongestSocketPath = 107;
    private const string SocketName = ".s.PGSQL.5432";
    private readonly EmbeddedPostgresOptions options;
    private readonly EmbeddedPostgresAccount account;
    private readonly EmbeddedPostgresBinaries binaries;
    private readonly FileStream folderLock;
    private readonly ILogger logger;
    private readonly string socketFolder;
    private readonly string password;
    private EmbeddedPostgresProcess? process;

    private EmbeddedPostgres(EmbeddedPostgresOptions options, FileStream folderLock, EmbeddedPostgresAccount account, EmbeddedPostgresBinaries binaries, string password, ILogger logger)
    {
        (this.options, this.folderLock, this.account, this.binaries, this.password, this.logger) = (options, folderLock, account, binaries, password, logger);
        socketFolder = ChooseSocketFolder();
    }

    public string ConnectionString => ConnectionStringTo(options.Database);

    public string Version => binaries.Version;

    /// <summary>Completes when the server ends, wanted or not.</summary>
    public Task Exited => process?.Exited ?? Task.CompletedTask;

    /// <exception cref="EmbeddedPostgresException">It cannot run; the message is for a person.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellation)
    {
        options = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        CreateDataFolder(options.DataFolder);
        var folderLock = Lock(options.DataFolder);
        try
        {
            var cluster = new EmbeddedPostgresCluster(options, logger);
            var binaries = cluster.PickBinaries();
            var account = EmbeddedPostgresAccount.Choose(options.UserNamespace);
            binaries = EmbeddedPostgresCopy.Reachable(binaries, account, logger);
            var password = cluster.Password();
            await EmbeddedPostgresProcess.StopLeftOverAsync(options.ClusterFolder, cancellation);
            if (cluster.Exists) cluster.Own(account);
            else cluster.Create(binaries, account, password);
            var server = new EmbeddedPostgres(options, folderLock, account, binaries, password, logger);
            await server.LaunchAsync(cancellation);
            return server;
        }
        catch
        {
            await folderLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server again after it ended by itself; the connection string stays the same.</summary>
    public Task RestartAsync(CancellationToken cancellation) => LaunchAsync(cancellation);

    public string ConnectionStringTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Port = 5432,
        Database = database,
        Username = EmbeddedPostgresCluster.User,
        Password = password,
        MaxPoolSize = 40,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.StopAsync(TimeSpan.FromMinutes(1));
            process.Dispose();
        }
        if (Directory.Exists(socketFolder)) Directory.Delete(socketFolder, true);
        await folderLock.DisposeAsync();
    }

    private async Task LaunchAsync(CancellationToken cancellation)
    {
        process?.Dispose();
        Directory.CreateDirectory(socketFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        EmbeddedPostgresCluster.Give(socketFolder, account);
        ShortenLog();
        // Where a folder above is closed to the server's account, it still can enter the folder in which it was started.
        var folder = account.Reaches(options.ClusterFolder) ? options.ClusterFolder : "/proc/self/cwd";
        string[] settings = ["-D", folder, "-k", socketFolder, "-c", "listen_addresses=", "-c", "port=5432", "-c", "max_connections=200", .. Durability()];
        process = new EmbeddedPostgresProcess(options.LogFile, options.Durable ? "INT" : "QUIT", options.DeleteAfterwards ? options.DataFolder : "", options.ClusterFolder, [.. account.Prefix, binaries.Postgres, .. settings]);
        try
        {
            await WaitUntilReadyAsync(cancellation);
        }
        catch
        {
            await process.StopAsync(TimeSpan.FromMinutes(1));
            throw;
        }
        LogReady(logger, account.Name, options.ClusterFolder);
    }

    private IEnumerable<string> Durability() => options.Durable
        ? ["-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on"]
        : ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"];

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(options.StartTimeout);
        await using var source = NpgsqlDataSource.Create(ConnectionStringTo("postgres") + ";Pooling=false");
        for (; ; )
        {
            try
            {
                if (process!.HasExited) throw new EmbeddedPostgresException($"PostgreSQL ended while starting. The end of {options.LogFile}: {LogTail()}");
                await using var probe = source.CreateCommand($"SELECT 1 FROM pg_database WHERE datname = '{options.Database}'");
                if (await probe.ExecuteScalarAsync(timeout.Token) is not null) return;
                await using var create = source.CreateCommand($"CREATE DATABASE \"{options.Database}\"");
                await create.ExecuteNonQueryAsync(timeout.Token);
                return;
            }
            catch (Exception early) when (early is NpgsqlException and not PostgresException or PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow })
            {
                await Task.Delay(30, timeout.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new EmbeddedPostgresException($"PostgreSQL was not ready after {options.StartTimeout.TotalSeconds:0} seconds. The end of {options.LogFile}: {LogTail()}");
            }
        }
    }

    private string ChooseSocketFolder()
    {
        var inside = Path.Combine(options.DataFolder, "run");
        var usable = account.SeesRootsFolders && !inside.Contains(',') && System.Text.Encoding.UTF8.GetByteCount(Path.Combine(inside, SocketName)) <= LongestSocketPath;
        if (usable) Directory.CreateDirectory(inside);
        if (usable && account.Reaches(inside)) return inside;
        var temporary = Path.Combine("/tmp", "radl-" + Path.GetRandomFileName());
        LogSocketElsewhere(logger, temporary);
        return temporary;
    }

    private static void CreateDataFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            throw new EmbeddedPostgresException($"The data folder {folder} cannot be made: {problem.Message} Choose another one with RADL_DATA.", problem);
        }
    }

    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, "postgres.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new EmbeddedPostgresException($"The data folder {folder} cannot be written by this user. Start the portal as the folder's owner, or choose another one with RADL_DATA.", problem);
        }
        catch (IOException problem)
        {
            throw new EmbeddedPostgresException($"The database in {folder} is in use by another portal on this machine. Stop that one, or choose another data folder with RADL_DATA.", problem);
        }
    }

    private void ShortenLog()
    {
        const int Longest = 10 << 20;
        var log = new FileInfo(options.LogFile);
        if (log.Exists && log.Length > Longest) log.MoveTo(options.LogFile + ".1", true);
    }

    private string LogTail() => File.Exists(options.LogFile) ? string.Join(" | ", File.ReadLines(options.LogFile).TakeLast(5)) : "(no log)";

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL is ready, run as {Account}, in {Folder}")]
    private static partial void LogReady(ILogger logger, string account, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database's socket is in {Folder}: the data folder's name is too long for one, or closed to the server's user")]
    private static partial void LogSocketElsewhere(ILogger logger, string folder);
}
