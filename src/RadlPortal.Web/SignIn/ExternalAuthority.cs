using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;

namespace RadlPortal.Web.SignIn;

/// <summary>Any other OpenID Connect authority (Oidc:Authority, Oidc:ClientId, Oidc:ClientSecret): its people sign in to the account of the same e-mail address.</summary>
internal static class ExternalAuthority
{
    public const string Scheme = "oidc";

    public static bool IsConfigured(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["Oidc:Authority"]);

    public static void AddExternalAuthority(this IServiceCollection services, IConfiguration configuration)
    {
        if (!IsConfigured(configuration)) return;
        services.AddAuthentication().AddOpenIdConnect(Scheme, oidc =>
        {
            oidc.Authority = configuration["Oidc:Authority"];
            oidc.ClientId = configuration["Oidc:ClientId"] ?? throw new InvalidOperationException("Oidc:ClientId is not set, but Oidc:Authority is.");
            oidc.ClientSecret = configuration["Oidc:ClientSecret"];
            oidc.ResponseType = "code";
            oidc.UsePkce = true;
            oidc.SignInScheme = IdentityConstants.ExternalScheme;
            oidc.Scope.Add("email");
            oidc.MapInboundClaims = true;
        });
    }
}
