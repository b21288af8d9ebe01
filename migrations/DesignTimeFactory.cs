using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RadlPortal.Core.Database;

namespace RadlPortal.Migrations;

/// <summary>Used by dotnet-ef only, which connects to no database when it writes a migration.</summary>
public sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PortalDb>
{
    public PortalDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PortalDb>();
        DatabaseSetup.Configure(options, "Host=nowhere");
        return new PortalDb(options.Options);
    }
}
