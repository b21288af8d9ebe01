using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RadlPortal.Core.Database;

namespace RadlPortal.Testing.Database;

/// <summary>The PostgreSQL server of this test process: the one of RADL_TEST_POSTGRES (a connection string that may create databases), or an embedded one that ends and is deleted with the process. Its template database is migrated once.</summary>
internal sealed class TestServer
{
    // Two test processes on one server take turns at making the template.
    private const long LockKey = 5_080_002;
    private static readonly Lazy<Task<TestServer>> Started = new(StartAsync);

    private readonly NpgsqlConnectionStringBuilder address;

    private TestServer(string connectionString, string template)
    {
        address = new NpgsqlConnectionStringBuilder(connectionString);
        Template = template;
    }

    public static Task<TestServer> Instance => Started.Value;

    public string Template { get; }

    public string ConnectionStringTo(string database, bool pooling = true) =>
        new NpgsqlConnectionStringBuilder(address.ConnectionString) { Database = database, Pooling = pooling, MaxPoolSize = 20 }.ConnectionString;

    public async Task ExecuteAsync(string sql, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringTo("postgres", pooling: false));
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<TestServer> StartAsync()
    {
        var given = Environment.GetEnvironmentVariable("RADL_TEST_POSTGRES");
        var connectionString = string.IsNullOrEmpty(given) ? await StartEmbeddedAsync() : given;
        // Named after the build of the migrations: another build makes its own.
        var template = $"radl_template_{typeof(Migrations.DesignTimeFactory).Module.ModuleVersionId:N}";
        var server = new TestServer(connectionString, template);
        await server.MakeTemplateAsync();
        return server;
    }

    private static async Task<string> StartEmbeddedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("radl-test-").FullName;
        var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder, Durable = false, DeleteAfterwards = true }, NullLogger.Instance, CancellationToken.None);
        // Killed test processes need no hook: the server sees their end by itself.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
        return server.ConnectionString;
    }

    private async Task MakeTemplateAsync()
    {
        await using var turn = new NpgsqlConnection(ConnectionStringTo("postgres", pooling: false));
        await turn.OpenAsync();
        await using (var wait = new NpgsqlCommand($"SELECT pg_advisory_lock({LockKey})", turn)) await wait.ExecuteNonQueryAsync();
        await using var exists = new NpgsqlCommand($"SELECT 1 FROM pg_database WHERE datname = '{Template}'", turn);
        if (await exists.ExecuteScalarAsync() is not null) return;
        var unfinished = Template + "_making";
        await ExecuteAsync($"DROP DATABASE IF EXISTS {unfinished}");
        await ExecuteAsync($"CREATE DATABASE {unfinished}");
        await DatabaseMigration.ApplyAsync(ConnectionStringTo(unfinished, pooling: false), CancellationToken.None);
        await ExecuteAsync($"ALTER DATABASE {unfinished} RENAME TO {Template}");
    }
}
