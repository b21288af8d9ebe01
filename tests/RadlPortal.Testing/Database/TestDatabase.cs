using Microsoft.EntityFrameworkCore;
using Npgsql;
using RadlPortal.Core.Database;

namespace RadlPortal.Testing.Database;

/// <summary>A database of a test class's own, migrated and empty, on a real PostgreSQL server. Make one in <c>IAsyncLifetime.InitializeAsync</c> and dispose it after.</summary>
public sealed class TestDatabase : IAsyncDisposable, IDbContextFactory<PortalDb>
{
    private readonly TestServer server;
    private readonly string name;
    private readonly DbContextOptions<PortalDb> options;

    private TestDatabase(TestServer server, string name)
    {
        (this.server, this.name) = (server, name);
        ConnectionString = server.ConnectionStringTo(name);
        var builder = new DbContextOptionsBuilder<PortalDb>();
        DatabaseSetup.Configure(builder, ConnectionString);
        options = builder.Options;
    }

    /// <summary>For ConnectionStrings:Portal of a host under test.</summary>
    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var server = await TestServer.Instance;
        var name = $"test_{Guid.NewGuid():N}";
        await server.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {server.Template}");
        return new TestDatabase(server, name);
    }

    public PortalDb CreateDbContext() => new(options);

    public async ValueTask DisposeAsync()
    {
        await using (var pool = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(pool);
        await server.ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }
}
