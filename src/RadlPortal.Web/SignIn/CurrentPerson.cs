using System.Security.Claims;
using OpenIddict.Abstractions;
using RadlPortal.Core.People;

namespace RadlPortal.Web.SignIn;

/// <summary>Who asks, and as what in a research study; people by cookie, a site's upload program by token.</summary>
public sealed class CurrentPerson(StudyAccessService studies)
{
    /// <summary>Claim of an upload program's token: the site for which it uploads.</summary>
    public const string SiteClaim = "radl:site";

    public static Guid? IdOf(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue(OpenIddictConstants.Claims.Subject), out var id) ? id : null;

    public async Task<StudyAccess?> AccessAsync(ClaimsPrincipal user, string studyCode)
    {
        if (user.Identity?.IsAuthenticated != true || IdOf(user) is not { } id) return null;
        return Guid.TryParse(user.FindFirstValue(SiteClaim), out var site)
            ? await studies.OfUploadClientAsync(id, site, studyCode, CancellationToken.None)
            : await studies.FindAsync(id, studyCode, CancellationToken.None);
    }
}

public static class StudyAccessOfRequest
{
    /// <summary>The access that the rights handler found for this request's study.</summary>
    public static StudyAccess StudyAccess(this HttpContext http) =>
        http.Items[typeof(StudyAccess)] as StudyAccess ?? throw new InvalidOperationException("The endpoint demands no right of a research study.");
}
