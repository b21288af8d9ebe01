using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Audit;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Audit;

public sealed class AuditFilterTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private AuditService Audit => host.Services.GetRequiredService<AuditService>();

    [Fact]
    public async Task The_audit_is_filtered_by_person_action_kind_and_day()
    {
        var person = host.AdministratorOfOne.PersonId;
        await AddAsync(person, "tested", "Thing", new DateTimeOffset(2026, 3, 1, 23, 59, 59, TimeSpan.Zero));
        await AddAsync(null, "tested", "Thing", new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        await AddAsync(null, "tested", "Other", new DateTimeOffset(2026, 3, 3, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(3, await CountAsync(new AuditFilter(Action: "tested")));
        Assert.Equal(1, await CountAsync(new AuditFilter(person, "tested")));
        Assert.Equal(2, await CountAsync(new AuditFilter(Action: "tested", Entity: "Thing")));
        Assert.Equal(1, await CountAsync(new AuditFilter(Action: "tested", From: new DateOnly(2026, 3, 1), To: new DateOnly(2026, 3, 1))));
        Assert.Equal(2, await CountAsync(new AuditFilter(Action: "tested", From: new DateOnly(2026, 3, 2))));
        var choices = await Audit.ChoicesAsync(host.AdministratorOfOne, Cancellation);
        Assert.Contains("tested", choices.Actions);
        Assert.Contains("Other", choices.Entities);
        Assert.Contains(choices.People, p => p.Id == person);
    }

    [Fact]
    public async Task A_filter_shows_nothing_of_another_study()
    {
        await AddAsync(null, "elsewhere", "Thing", DateTimeOffset.UtcNow);
        var (lines, total) = await Audit.PageAsync(host.AdministratorOfOne with { ResearchStudyId = Guid.NewGuid() }, 0, 25, Cancellation, new AuditFilter(Action: "elsewhere"));
        Assert.Empty(lines);
        Assert.Equal(0, total);
    }

    private async Task<int> CountAsync(AuditFilter filter) => (await Audit.PageAsync(host.AdministratorOfOne, 0, 25, Cancellation, filter)).Total;

    private async Task AddAsync(Guid? person, string action, string entity, DateTimeOffset at)
    {
        await using var db = host.Database();
        db.AuditEntries.Add(new AuditEntry { At = at, PersonId = person, ResearchStudyId = host.AdministratorOfOne.ResearchStudyId, Action = action, Entity = entity });
        await db.SaveChangesAsync(Cancellation);
    }
}
