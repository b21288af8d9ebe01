using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.Database;

/// <summary>Registers <see cref="PortalDb"/> the one way in which web, worker, command line, migrations and tests all use it.</summary>
public static class DatabaseSetup
{
    public static IServiceCollection AddPortalDb(this IServiceCollection services, string connectionString) =>
        services.AddPooledDbContextFactory<PortalDb>(options => Configure(options, connectionString))
            // Identity and OpenIddict take a scoped context of their own.
            .AddScoped(provider => provider.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContext());

    public static void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, postgres => postgres.MigrationsAssembly("RadlPortal.Migrations"))
            .UseSnakeCaseNamingConvention()
            .UseOpenIddict<Guid>();
}
