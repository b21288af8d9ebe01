using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Database;

namespace RadlPortal.Cli.Migrate;

/// <summary>`radl migrate`: brings the database to this version. `radl serve` does it by itself.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Apply the migrations that the database lacks and list them");
        command.SetAction(async (_, cancellation) =>
        {
            await using var session = await PortalSession.OpenAsync(cancellation, mayCreate: true);
            var connectionString = session.Services.GetRequiredService<IConfiguration>().GetConnectionString("Portal")!;
            IReadOnlyList<string> applied = [.. session.Migrated, .. await DatabaseMigration.ApplyAsync(connectionString, cancellation)];
            foreach (var migration in applied) Console.WriteLine(migration);
            if (applied.Count == 0) await Console.Error.WriteLineAsync("The database is up to date.");
            return VerbRunner.Done;
        });
        return command;
    }
}
