using Microsoft.AspNetCore.StaticAssets;

namespace RadlPortal.Web.SignIn;

/// <summary>Whoever signed in with a temporary password reaches the password page and nothing else.</summary>
public sealed class MustChangePassword(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.User.HasClaim(c => c.Type == PersonClaims.TemporaryPassword) || IsNeededToChange(context)) return next(context);
        context.Response.Redirect("/account/password");
        return Task.CompletedTask;
    }

    // By what was routed to, not by how the address looks: UIDs and subject codes have dots as file names do.
    private static bool IsNeededToChange(HttpContext context)
    {
        var path = context.Request.Path;
        return path.StartsWithSegments("/account") || path.StartsWithSegments("/sign-out") || path.StartsWithSegments("/sign-in")
            || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
    }
}
