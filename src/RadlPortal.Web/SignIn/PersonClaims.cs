using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RadlPortal.Core.People;

namespace RadlPortal.Web.SignIn;

/// <summary>Puts into the cookie what every page needs to know of a person.</summary>
public sealed class PersonClaims(UserManager<Person> accounts, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<Person>(accounts, options)
{
    public const string DisplayName = "radl:name";
    public const string TemporaryPassword = "radl:temporary-password";
    public const string PortalAdministrator = "radl:portal-administrator";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Person user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        if (user.IsPortalAdministrator) identity.AddClaim(new Claim(PortalAdministrator, "true"));
        if (user.MustChangePassword) identity.AddClaim(new Claim(TemporaryPassword, "true"));
        return identity;
    }
}
