using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation.AspNetCore;
using RadlPortal.Core.People;

namespace RadlPortal.Web.SignIn;

/// <summary>People by cookie (ASP.NET Core Identity), upload programs by token (OpenIddict), rights by the one table.</summary>
public static class SignInSetup
{
    private const string CookieOrToken = "cookie-or-token";

    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddAuthentication(CookieOrToken)
            .AddPolicyScheme(CookieOrToken, null, scheme => scheme.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.Any(h => h?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true)
                    ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme
                    : IdentityConstants.ApplicationScheme)
            .AddIdentityCookies();
        services.AddIdentityCore<Person>().AddSignInManager().AddClaimsPrincipalFactory<PersonClaims>();
        services.ConfigureApplicationCookie(ConfigureCookie);
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, PersonRevalidation>();
        services.AddSingleton<CurrentPerson>();
        services.AddSingleton<IAuthorizationHandler, StudyRightHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, HiddenStudies>();
        services.AddAuthorization(Policies);
        services.AddExternalAuthority(configuration);
        services.AddTokens();
        return services;
    }

    private static void Policies(AuthorizationOptions authorization)
    {
        authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        foreach (var right in Enum.GetValues<Right>())
            authorization.AddPolicy(RequiresRightAttribute.PolicyOf(right), policy => policy.RequireAuthenticatedUser().AddRequirements(new StudyRightRequirement(right)));
        authorization.AddPolicy(RequiresPortalAdministratorAttribute.PolicyName, policy => policy.RequireAuthenticatedUser().RequireClaim(PersonClaims.PortalAdministrator));
    }

    private static void ConfigureCookie(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "radl";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.LoginPath = "/sign-in";
        cookie.LogoutPath = "/sign-out";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
        cookie.SlidingExpiration = true;
        cookie.Events.OnRedirectToLogin = context => IsPage(context.Request) ? Redirect(context) : Status(context, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => Status(context, StatusCodes.Status403Forbidden);

        static Task Redirect(RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions> context)
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        static Task Status(RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions> context, int status)
        {
            context.Response.StatusCode = status;
            // How a program may sign in (RFC 9110 section 11.6.1).
            if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        }
    }

    /// <summary>A browser that opens a page is sent to the sign-in; a program gets the plain status.</summary>
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    private static void AddTokens(this IServiceCollection services)
    {
        services.AddOpenIddict()
            .AddServer(server =>
            {
                server.SetTokenEndpointUris("connect/token").SetAuthorizationEndpointUris("connect/authorize");
                server.AllowClientCredentialsFlow();
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes(UploadClients.Scope, OpenIddictConstants.Scopes.Profile);
                server.SetAccessTokenLifetime(TimeSpan.FromMinutes(30));
                server.DisableAccessTokenEncryption();
                // Plain HTTP reaches the portal on loopback or behind its proxy only: TransportSecurity sees to that.
                server.UseAspNetCore().EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                // The portal answers at several names (localhost, 127.0.0.1, a proxy's), and a token of one is good at all: only the portal's own key signs it.
                validation.Configure(options => options.TokenValidationParameters.IssuerValidator = (issuer, _, _) => issuer);
                validation.UseAspNetCore();
            });
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, TokenKeys>();
    }
}
