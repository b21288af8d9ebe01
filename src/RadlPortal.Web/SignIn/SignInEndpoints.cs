using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using RadlPortal.Core.People;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RadlPortal.Web.SignIn;

/// <summary>Sign-out and the OpenID Connect endpoints. Signing in is the page's own form.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
        app.MapGet("/antiforgery", AntiforgeryToken).RequireAuthorization();
        app.MapPost("/connect/token", TokenAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(SignInRateLimit.Policy);
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync).AllowAnonymous().DisableAntiforgery();
    }

    /// <summary>The token that a signed-in browser's scripts send along with what changes something.</summary>
    private static ContentHttpResult AntiforgeryToken(HttpContext http, IAntiforgery antiforgery)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(antiforgery.GetAndStoreTokens(http).RequestToken!);
    }

    private static async Task<RedirectHttpResult> SignOutAsync(SignInManager<Person> signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("/sign-in");
    }

    /// <summary>Client credentials of a site's upload program, or the exchange of a person's code.</summary>
    private static async Task<IResult> TokenAsync(HttpContext http, UploadClients clients, CancellationToken cancellation)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("No OpenID Connect request.");
        if (request.IsAuthorizationCodeGrantType())
        {
            var code = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
            return Results.SignIn(code.Principal!, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        if (await clients.FindAsync(request.ClientId!, cancellation) is not { } client) return Results.Forbid(null, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        var identity = new ClaimsIdentity("client", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, client.Client.ToString());
        identity.SetClaim(CurrentPerson.SiteClaim, client.Site.ToString());
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>Code flow with PKCE for people: whoever is signed in here gets a code for the registered program.</summary>
    private static async Task<IResult> AuthorizeAsync(HttpContext http, UserManager<Person> accounts)
    {
        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (!cookie.Succeeded || await accounts.GetUserAsync(cookie.Principal) is not { } person)
            return Results.Challenge(new AuthenticationProperties { RedirectUri = http.Request.PathBase + http.Request.Path + http.Request.QueryString }, [IdentityConstants.ApplicationScheme]);
        var request = http.GetOpenIddictServerRequest()!;
        var identity = new ClaimsIdentity("person", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.Id.ToString()).SetClaim(Claims.Name, person.DisplayName);
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
