using System.Net.Mail;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.People;

/// <summary>A member of a research study as the people page shows it.</summary>
public sealed record Member(Guid PersonId, string Email, string Name, StudyRole Role, Guid? SiteId, string? SiteName, bool HasSignedIn);

/// <summary>What an added member needs to know: the temporary password of a new account, or null where the account existed.</summary>
public sealed record AddedMember(Guid PersonId, string? TemporaryPassword);

/// <summary>Accounts and memberships. Passwords are ASP.NET Core Identity's.</summary>
public sealed class PeopleService(UserManager<Person> accounts, PortalDb db, AuditLog audit, TimeProvider clock)
{
    /// <summary>Makes a portal administrator, or makes an existing person one. Only the command line calls this: the first administrator comes from there.</summary>
    public async Task<Outcome<AddedMember>> AddPortalAdministratorAsync(string email, string name, string? password)
    {
        var person = await accounts.FindByEmailAsync(email);
        if (person is null)
        {
            var created = await CreateAsync(email, name, password);
            if (!created.Succeeded) return created.Refusal;
            person = created.Value.Person;
            password = created.Value.TemporaryPassword;
        }
        else
        {
            password = null;
        }

        person.IsPortalAdministrator = true;
        audit.Add(db, null, null, "made portal administrator", nameof(Person), person.Id);
        await accounts.UpdateAsync(person);
        return new AddedMember(person.Id, password);
    }

    /// <summary>The account of an e-mail address, made with this password if there is none; no membership.</summary>
    public async Task<Outcome<Guid>> EnsureAccountAsync(string email, string name, string password)
    {
        if (await accounts.FindByEmailAsync(email) is { } known) return known.Id;
        var created = await CreateAsync(email, name, password);
        return created.Succeeded ? created.Value.Person.Id : created.Refusal;
    }

    public async Task<IReadOnlyList<Member>> MembersAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        return await (from membership in db.Memberships.AsNoTracking()
                      where membership.ResearchStudyId == access.ResearchStudyId
                      join person in db.Users on membership.PersonId equals person.Id
                      join site in db.Sites on membership.SiteId equals site.Id into sites
                      from site in sites.DefaultIfEmpty()
                      orderby membership.Role, person.DisplayName
                      select new Member(person.Id, person.Email!, person.DisplayName, membership.Role, membership.SiteId, site == null ? null : site.Name, !person.MustChangePassword))
            .ToListAsync(cancellation);
    }

    /// <summary>Makes a person a member of the research study; an unknown e-mail address gets an account with a temporary password.</summary>
    public async Task<Outcome<AddedMember>> AddMemberAsync(StudyAccess access, string email, string name, StudyRole role, Guid? siteId, CancellationToken cancellation, string? password = null)
    {
        access.Demand(Right.ManageStudy);
        if (await RoleRefusalAsync(access, role, siteId, cancellation) is { } refusal) return refusal;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var person = await accounts.FindByEmailAsync(email.Trim());
        string? temporary = null;
        if (person is null)
        {
            var created = await CreateAsync(email, name, password);
            if (!created.Succeeded) return created.Refusal;
            (person, temporary) = (created.Value.Person, created.Value.TemporaryPassword);
        }
        else if (await db.Memberships.AnyAsync(m => m.PersonId == person.Id && m.ResearchStudyId == access.ResearchStudyId, cancellation))
        {
            return PeopleRefusals.AlreadyMember(email);
        }
        else if (role == StudyRole.Radiologist && await WasUnblindedAsync(access, person.Id, cancellation))
        {
            return PeopleRefusals.Unblinded;
        }

        db.Memberships.Add(new Membership { PersonId = person.Id, ResearchStudyId = access.ResearchStudyId, Role = role, SiteId = siteId });
        audit.Add(db, access.PersonId, access.ResearchStudyId, "added", nameof(Membership), person.Id, new { role = role.ToString(), siteId });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new AddedMember(person.Id, temporary);
    }

    /// <param name="reason">Kept in the audit.</param>
    public async Task<Outcome<Done>> ChangeRoleAsync(StudyAccess access, Guid personId, StudyRole role, Guid? siteId, string reason, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        if (string.IsNullOrWhiteSpace(reason)) return PeopleRefusals.ReasonMissing;
        if (personId == access.PersonId) return PeopleRefusals.NotYourself;
        if (await RoleRefusalAsync(access, role, siteId, cancellation) is { } refusal) return refusal;
        if (await FindAsync(access, personId, cancellation) is not { } membership) return PeopleRefusals.NoSuchMember;
        if (role == StudyRole.Radiologist && (Unblinds(membership.Role) || await WasUnblindedAsync(access, personId, cancellation))) return PeopleRefusals.Unblinded;
        audit.Add(db, access.PersonId, access.ResearchStudyId, "changed role", nameof(Membership), personId, new { before = membership.Role.ToString(), after = role.ToString(), siteId, reason = reason.Trim() });
        (membership.Role, membership.SiteId) = (role, siteId);
        await db.SaveChangesAsync(cancellation);
        return new Done();
    }

    /// <summary>Takes the membership away; the person's work and its history stay.</summary>
    public async Task<Outcome<Done>> RemoveMemberAsync(StudyAccess access, Guid personId, string reason, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        if (string.IsNullOrWhiteSpace(reason)) return PeopleRefusals.ReasonMissing;
        if (personId == access.PersonId) return PeopleRefusals.NotYourself;
        if (await FindAsync(access, personId, cancellation) is not { } membership) return PeopleRefusals.NoSuchMember;
        db.Memberships.Remove(membership);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "removed", nameof(Membership), personId, new { role = membership.Role.ToString(), reason = reason.Trim() });
        await db.SaveChangesAsync(cancellation);
        return new Done();
    }

    /// <summary>Gives a member a temporary password; the old one and every open session end. Only where the person belongs to no study of another administrator: a password opens all of them.</summary>
    public async Task<Outcome<AddedMember>> ResetPasswordAsync(StudyAccess access, Guid personId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        if (personId == access.PersonId) return PeopleRefusals.NotYourself;
        if (await FindAsync(access, personId, cancellation) is null) return PeopleRefusals.NoSuchMember;
        var person = await db.Users.SingleAsync(p => p.Id == personId, cancellation);
        var elsewhere = await db.Memberships.AnyAsync(m => m.PersonId == personId
            && !db.Memberships.Any(own => own.PersonId == access.PersonId && own.ResearchStudyId == m.ResearchStudyId && own.Role == StudyRole.Administrator), cancellation);
        if (person.IsPortalAdministrator || elsewhere) return PeopleRefusals.PasswordOpensMore;
        return await ResetAsync(person, access.PersonId, access.ResearchStudyId);
    }

    /// <summary>As the other, for whoever runs the portal: only the command line calls this.</summary>
    public async Task<Outcome<AddedMember>> ResetPasswordAsync(string email, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return await accounts.FindByEmailAsync(email.Trim()) is { } person ? await ResetAsync(person, null, null) : PeopleRefusals.NoSuchAccount(email);
    }

    private async Task<Outcome<AddedMember>> ResetAsync(Person person, Guid? by, Guid? researchStudyId)
    {
        var temporary = TemporaryPassword();
        audit.Add(db, by, researchStudyId, "reset password", nameof(Person), person.Id);
        (person.MustChangePassword, person.LockoutEnd, person.AccessFailedCount) = (true, null, 0);
        var reset = await accounts.ResetPasswordAsync(person, await accounts.GeneratePasswordResetTokenAsync(person), temporary);
        return reset.Succeeded ? new AddedMember(person.Id, temporary) : PeopleRefusals.PasswordNotAccepted(string.Join(" ", reset.Errors.Select(e => e.Description)));
    }

    private static bool Unblinds(StudyRole role) => role is StudyRole.PrincipalInvestigator or StudyRole.Administrator;

    /// <summary>Whether the person ever had a role of this study that sees outcomes and scores: what was seen is not forgotten.</summary>
    private async Task<bool> WasUnblindedAsync(StudyAccess access, Guid personId, CancellationToken cancellation)
    {
        if (await db.AuditEntries.AnyAsync(e => e.ResearchStudyId == access.ResearchStudyId && e.PersonId == personId && e.Entity == nameof(ResearchStudies.ResearchStudy) && e.Action == "created", cancellation)) return true;
        var entity = personId.ToString();
        var history = await db.AuditEntries.Where(e => e.ResearchStudyId == access.ResearchStudyId && e.Entity == nameof(Membership) && e.EntityId == entity && e.DetailsJson != null)
            .Select(e => e.DetailsJson!).ToListAsync(cancellation);
        return history.Any(details => new[] { "role", "before", "after" }.Any(part =>
            JsonNode.Parse(details)?[part]?.GetValue<string>() is { } role && Enum.TryParse<StudyRole>(role, out var known) && Unblinds(known)));
    }

    /// <summary>An account; without a password a temporary one is made, which must be changed at the first sign-in.</summary>
    private async Task<Outcome<(Person Person, string? TemporaryPassword)>> CreateAsync(string email, string name, string? password)
    {
        email = email.Trim();
        if (!MailAddress.TryCreate(email, out _)) return PeopleRefusals.EmailNotValid;
        if (string.IsNullOrWhiteSpace(name)) return PeopleRefusals.NameMissing;
        var temporary = password is null ? TemporaryPassword() : null;
        var person = new Person { UserName = email, Email = email, EmailConfirmed = true, DisplayName = name.Trim(), MustChangePassword = temporary is not null, CreatedAt = clock.GetUtcNow(), LockoutEnabled = true };
        var result = await accounts.CreateAsync(person, password ?? temporary!);
        return result.Succeeded
            ? (person, temporary)
            : PeopleRefusals.PasswordNotAccepted(string.Join(" ", result.Errors.Select(e => e.Description)));
    }

    private async Task<Refusal?> RoleRefusalAsync(StudyAccess access, StudyRole role, Guid? siteId, CancellationToken cancellation)
    {
        if (role == StudyRole.SiteCoordinator && siteId is null) return PeopleRefusals.CoordinatorNeedsSite;
        if (role != StudyRole.SiteCoordinator && siteId is not null) return PeopleRefusals.OnlyCoordinatorHasSite;
        return siteId is not null && !await db.Sites.AnyAsync(s => s.Id == siteId && s.ResearchStudyId == access.ResearchStudyId, cancellation) ? PeopleRefusals.NoSuchSite : null;
    }

    private Task<Membership?> FindAsync(StudyAccess access, Guid personId, CancellationToken cancellation) =>
        db.Memberships.SingleOrDefaultAsync(m => m.PersonId == personId && m.ResearchStudyId == access.ResearchStudyId, cancellation);

    private static string TemporaryPassword() =>
        $"{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", 5)}-{RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ", 5)}-{RandomNumberGenerator.GetString("23456789", 5)}";
}
