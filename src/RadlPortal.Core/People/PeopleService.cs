using System.Net.Mail;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.People;

/// <summary>A member of a research study as the people page shows it.</summary>
public sealed record Member(Guid PersonId, string Email, string Name, StudyRole Role, Guid? SiteId, string? SiteCode, bool HasSignedIn);

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
                      select new Member(person.Id, person.Email!, person.DisplayName, membership.Role, membership.SiteId, site == null ? null : site.Code, !person.MustChangePassword))
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

        db.Memberships.Add(new Membership { PersonId = person.Id, ResearchStudyId = access.ResearchStudyId, Role = role, SiteId = siteId });
        audit.Add(db, access.PersonId, access.ResearchStudyId, "added", nameof(Membership), person.Id, new { role = role.ToString(), siteId });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new AddedMember(person.Id, temporary);
    }

    public async Task<Outcome<Done>> ChangeRoleAsync(StudyAccess access, Guid personId, StudyRole role, Guid? siteId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        if (personId == access.PersonId) return PeopleRefusals.NotYourself;
        if (await RoleRefusalAsync(access, role, siteId, cancellation) is { } refusal) return refusal;
        if (await FindAsync(access, personId, cancellation) is not { } membership) return PeopleRefusals.NoSuchMember;
        audit.Add(db, access.PersonId, access.ResearchStudyId, "changed role", nameof(Membership), personId, new { before = membership.Role.ToString(), after = role.ToString(), siteId });
        (membership.Role, membership.SiteId) = (role, siteId);
        await db.SaveChangesAsync(cancellation);
        return new Done();
    }

    /// <summary>Takes the membership away; the person's work and its history stay.</summary>
    public async Task<Outcome<Done>> RemoveMemberAsync(StudyAccess access, Guid personId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        if (personId == access.PersonId) return PeopleRefusals.NotYourself;
        if (await FindAsync(access, personId, cancellation) is not { } membership) return PeopleRefusals.NoSuchMember;
        db.Memberships.Remove(membership);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "removed", nameof(Membership), personId, new { role = membership.Role.ToString() });
        await db.SaveChangesAsync(cancellation);
        return new Done();
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
