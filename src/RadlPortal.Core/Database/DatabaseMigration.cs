using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace RadlPortal.Core.Database;

/// <summary>Brings a database to what this version of the portal needs: its own tables and the job queue's. Done before web and worker start, never by them.</summary>
public static class DatabaseMigration
{
    // Any number, the same in every version: two processes that migrate at once take turns.
    private const long LockKey = 5_080_001;

    /// <returns>The migrations that were applied, oldest first.</returns>
    public static async Task<IReadOnlyList<string>> ApplyAsync(string connectionString, CancellationToken cancellation)
    {
        await using var turn = new NpgsqlConnection(connectionString + ";Pooling=false");
        await turn.OpenAsync(cancellation);
        await using (var wait = new NpgsqlCommand($"SELECT pg_advisory_lock({LockKey})", turn)) await wait.ExecuteNonQueryAsync(cancellation);
        var options = new DbContextOptionsBuilder<PortalDb>();
        DatabaseSetup.Configure(options, connectionString);
        await using var db = new PortalDb(options.Options);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellation)).ToList();
        await db.Database.MigrateAsync(cancellation);
        PostgreSqlObjectsInstaller.Install(turn, "hangfire");
        return pending;
    }
}
