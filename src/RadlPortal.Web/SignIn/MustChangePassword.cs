using RadlPortal.Core.People;

namespace RadlPortal.Web.SignIn;

/// <summary>Whoever signed in with a temporary password reaches the password page and nothing else.</summary>
public sealed class MustChangePassword(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (!context.User.HasClaim(c => c.Type == PersonClaims.TemporaryPassword) || path.StartsWithSegments("/account") || path.StartsWithSegments("/sign-out") || path.StartsWithSegments("/sign-in")
            || path.StartsWithSegments("/_framework") || path.StartsWithSegments("/_content") || Path.HasExtension(path))
            return next(context);
        context.Response.Redirect("/account/password");
        return Task.CompletedTask;
    }
}
