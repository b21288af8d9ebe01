using Microsoft.AspNetCore.Authorization;
using RadlPortal.Core.People;

namespace RadlPortal.Web.SignIn;

/// <summary>Demands a right in the research study that the address names. On a page as attribute, on an endpoint by <see cref="RightsEndpoints.RequireRight{T}"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresRightAttribute : AuthorizeAttribute
{
    public RequiresRightAttribute(Right right) : base(PolicyOf(right)) => Right = right;

    public Right Right { get; }

    public static string PolicyOf(Right right) => $"right:{right}";
}

/// <summary>Demands a portal administrator: creates studies, sees the job queue.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresPortalAdministratorAttribute() : AuthorizeAttribute(PolicyName)
{
    public const string PolicyName = "portal-administrator";
}

public static class RightsEndpoints
{
    public static T RequireRight<T>(this T endpoint, Right right) where T : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new RequiresRightAttribute(right));
}
