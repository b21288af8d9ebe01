using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core;
using RadlPortal.Core.People;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.People;

/// <summary>What an administrator does with members: roles, passwords, removal.</summary>
public sealed class MembersTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_role_holds_and_its_reason_is_in_the_audit()
    {
        var person = await MemberAsync("turner@one.example", StudyRole.Radiologist);
        var changed = await WithPeople(p => p.ChangeRoleAsync(host.AdministratorOfOne, person, StudyRole.SiteCoordinator, host.NorthSite, "moved to the site", Cancellation));
        Assert.True(changed.Succeeded);
        await using var db = host.Database();
        Assert.Equal(StudyRole.SiteCoordinator, db.Memberships.Single(m => m.PersonId == person).Role);
        Assert.Contains("moved to the site", db.AuditEntries.Single(e => e.Action == "changed role" && e.EntityId == person.ToString()).DetailsJson);
    }

    [Fact]
    public async Task Refuses_a_change_of_role_and_a_removal_without_a_reason()
    {
        var person = await MemberAsync("silent@one.example", StudyRole.Radiologist);
        Assert.Equal("reason-missing", (await WithPeople(p => p.ChangeRoleAsync(host.AdministratorOfOne, person, StudyRole.SiteCoordinator, host.NorthSite, " ", Cancellation))).Refusal?.Code);
        Assert.Equal("reason-missing", (await WithPeople(p => p.RemoveMemberAsync(host.AdministratorOfOne, person, "", Cancellation))).Refusal?.Code);
    }

    [Theory]
    [InlineData(StudyRole.PrincipalInvestigator)]
    [InlineData(StudyRole.Administrator)]
    public async Task Whoever_saw_outcomes_never_becomes_a_radiologist_of_the_study(StudyRole before)
    {
        var email = $"seen-{before}@one.example".ToLowerInvariant();
        var person = await MemberAsync(email, before);
        var one = host.AdministratorOfOne;
        Assert.Equal("unblinded", (await ChangeAsync(person, StudyRole.Radiologist)).Refusal?.Code);
        // By way of another role it is no different.
        Assert.True((await WithPeople(p => p.ChangeRoleAsync(one, person, StudyRole.SiteCoordinator, host.NorthSite, "a detour", Cancellation))).Succeeded);
        Assert.Equal("unblinded", (await ChangeAsync(person, StudyRole.Radiologist)).Refusal?.Code);
        // Nor by leaving and coming back.
        Assert.True((await WithPeople(p => p.RemoveMemberAsync(one, person, "left", Cancellation))).Succeeded);
        Assert.Equal("unblinded", (await WithPeople(p => p.AddMemberAsync(one, email, "Seen", StudyRole.Radiologist, null, Cancellation))).Refusal?.Code);
    }

    [Fact]
    public async Task The_study_s_creator_never_becomes_its_radiologist()
    {
        Guid other;
        await using (var db = host.Database()) other = db.Users.Single(u => u.Email == "admin@one.example").Id;
        var asOther = host.AdministratorOfOne with { PersonId = other };
        Assert.Equal("unblinded", (await WithPeople(p => p.ChangeRoleAsync(asOther, host.AdministratorOfOne.PersonId, StudyRole.Radiologist, null, "a reader is missing", Cancellation))).Refusal?.Code);
    }

    [Fact]
    public async Task A_radiologist_who_was_never_unblinded_may_come_back_as_one()
    {
        var person = await MemberAsync("back@one.example", StudyRole.Radiologist);
        Assert.True((await WithPeople(p => p.RemoveMemberAsync(host.AdministratorOfOne, person, "on leave", Cancellation))).Succeeded);
        Assert.True((await WithPeople(p => p.AddMemberAsync(host.AdministratorOfOne, "back@one.example", "Back", StudyRole.Radiologist, null, Cancellation))).Succeeded);
    }

    [Fact]
    public async Task A_reset_password_is_temporary_and_the_old_one_ends()
    {
        var person = await MemberAsync("forgot@one.example", StudyRole.Radiologist);
        var reset = await WithPeople(p => p.ResetPasswordAsync(host.AdministratorOfOne, person, Cancellation));
        await AssertTemporaryAsync(person, reset.Value!.TemporaryPassword!);
        await using var db = host.Database();
        Assert.Contains(db.AuditEntries, e => e.Action == "reset password" && e.EntityId == person.ToString() && e.PersonId == host.AdministratorOfOne.PersonId);
    }

    [Fact]
    public async Task A_password_that_opens_more_than_the_administrator_s_studies_is_not_reset_here()
    {
        Guid admin, elsewhere;
        await using (var db = host.Database())
        {
            admin = db.Users.Single(u => u.Email == "admin@one.example").Id;
            elsewhere = db.Users.Single(u => u.Email == "reader@two.example").Id;
        }

        var asAdmin = host.AdministratorOfOne with { PersonId = admin };
        Assert.True((await WithPeople(p => p.AddMemberAsync(asAdmin, "reader@two.example", "Reader", StudyRole.Radiologist, null, Cancellation))).Succeeded);
        Assert.Equal("password-opens-more", (await WithPeople(p => p.ResetPasswordAsync(asAdmin, elsewhere, Cancellation))).Refusal?.Code);
        Assert.Equal("password-opens-more", (await WithPeople(p => p.ResetPasswordAsync(asAdmin, host.AdministratorOfOne.PersonId, Cancellation))).Refusal?.Code);
    }

    [Fact]
    public async Task The_command_line_resets_any_password_and_knows_who_has_no_account()
    {
        var person = await MemberAsync("locked@one.example", StudyRole.Radiologist);
        var reset = await WithPeople(p => p.ResetPasswordAsync("locked@one.example", Cancellation));
        await AssertTemporaryAsync(person, reset.Value!.TemporaryPassword!);
        Assert.Equal("no-such-account", (await WithPeople(p => p.ResetPasswordAsync("nobody@one.example", Cancellation))).Refusal?.Code);
    }

    private Task<Outcome<Done>> ChangeAsync(Guid person, StudyRole role) => WithPeople(p => p.ChangeRoleAsync(host.AdministratorOfOne, person, role, null, "a reader is missing", Cancellation));

    private async Task<Guid> MemberAsync(string email, StudyRole role) =>
        (await WithPeople(p => p.AddMemberAsync(host.AdministratorOfOne, email, email, role, null, Cancellation, PortalHost.Password))).Value!.PersonId;

    private async Task AssertTemporaryAsync(Guid personId, string temporary)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var person = (await accounts.FindByIdAsync(personId.ToString()))!;
        Assert.True(person.MustChangePassword);
        Assert.True(await accounts.CheckPasswordAsync(person, temporary));
        Assert.False(await accounts.CheckPasswordAsync(person, PortalHost.Password));
    }

    private async Task<T> WithPeople<T>(Func<PeopleService, Task<T>> action)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<PeopleService>());
    }
}
