using RadlPortal.Core.People;

namespace RadlPortal.Web.Shell;

/// <summary>What a role is called on pages.</summary>
internal static class RoleNames
{
    public static string Of(StudyRole role) => role switch
    {
        StudyRole.SiteCoordinator => "Site coordinator",
        StudyRole.Radiologist => "Radiologist",
        StudyRole.PrincipalInvestigator => "Principal investigator",
        StudyRole.Administrator => "Administrator",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
