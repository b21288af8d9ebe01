using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Core.Tests.Database;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Each_database_is_migrated_and_apart_from_the_others()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();
        await using var db = one.CreateDbContext();
        await using var otherDb = other.CreateDbContext();

        await db.Database.ExecuteSqlAsync($"CREATE TABLE only_here (id int)", TestContext.Current.CancellationToken);

        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await db.Set<ResearchStudy>().ToListAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => otherDb.Database.ExecuteSqlAsync($"SELECT * FROM only_here", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_model_has_no_change_that_a_migration_lacks()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var db = one.CreateDbContext();

        Assert.False(db.Database.HasPendingModelChanges());
    }
}
