using Microsoft.AspNetCore.Antiforgery;
using OpenIddict.Validation.AspNetCore;

namespace RadlPortal.Web.SignIn;

/// <summary>Unsafe requests of a signed-in browser must carry the antiforgery token; programs with a token of their own send no cookie and need none.</summary>
internal sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.User.Identity?.AuthenticationType != OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme && !http.Request.Headers.ContainsKey("Authorization"))
        {
            try
            {
                await antiforgery.ValidateRequestAsync(http);
            }
            catch (AntiforgeryValidationException)
            {
                return TypedResults.Problem("The page is too old. Load it again; nothing is lost.", statusCode: StatusCodes.Status400BadRequest);
            }
        }

        return await next(context);
    }
}
