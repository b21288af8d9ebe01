using Microsoft.AspNetCore.Authorization;
using RadlPortal.Core.People;

namespace RadlPortal.Web.SignIn;

/// <summary>The right that a page or endpoint demands.</summary>
public sealed record StudyRightRequirement(Right Right) : IAuthorizationRequirement;

/// <summary>Looks up what the person is in the study that the address names, and asks the rights table. The one place where pages, endpoints and DICOMweb are let in.</summary>
public sealed class StudyRightHandler(CurrentPerson current) : AuthorizationHandler<StudyRightRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, StudyRightRequirement requirement)
    {
        var (study, http) = context.Resource switch
        {
            HttpContext endpoint => (endpoint.GetRouteValue("study") as string, endpoint),
            Microsoft.AspNetCore.Components.RouteData page => (page.RouteValues.GetValueOrDefault("Study") as string, null),
            _ => (null, null),
        };
        if (study is null || await current.AccessAsync(context.User, study) is not { } access) return;
        if (http is not null) http.Items[typeof(StudyAccess)] = access;
        if (access.May(requirement.Right)) context.Succeed(requirement);
    }
}
