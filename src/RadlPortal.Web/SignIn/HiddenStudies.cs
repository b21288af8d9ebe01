using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using RadlPortal.Core.People;

namespace RadlPortal.Web.SignIn;

/// <summary>Answers 404, not 403, to a signed-in person who is no member of the study: whether it exists is not told.</summary>
public sealed class HiddenStudies : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        if (result.Forbidden && context.GetRouteValue("study") is not null && context.Items[typeof(StudyAccess)] is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (result.Forbidden)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return usual.HandleAsync(next, context, policy, result);
    }
}
