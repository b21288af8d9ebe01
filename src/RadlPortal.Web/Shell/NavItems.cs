using MudBlazor;
using RadlPortal.Core.People;

namespace RadlPortal.Web.Shell;

/// <summary>A line of the left rail; shown to the roles that have its right.</summary>
internal sealed record NavItem(string Path, string Text, string Icon, Right Right)
{
    public string HrefIn(string study) => Path.Length == 0 ? $"/studies/{study}" : $"/studies/{study}/{Path}";
}

internal static class NavItems
{
    private static readonly NavItem[] All =
    [
        new("", "Home", Icons.Material.Outlined.Home, Right.ViewStudy),
        new("upload", "Upload CT", Icons.Material.Outlined.CloudUpload, Right.UploadImages),
        new("reads", "Worklist", Icons.Material.Outlined.Checklist, Right.ReadCases),
        new("subjects", "Subjects", Icons.Material.Outlined.Groups, Right.ViewSubjects),
        new("quarantine", "Quarantine", Icons.Material.Outlined.GppMaybe, Right.ViewQuarantine),
        new("clinical-data", "Clinical data", Icons.Material.Outlined.TableChart, Right.EditClinicalData),
        new("cohorts", "Cohorts", Icons.Material.Outlined.Groups3, Right.ViewCohorts),
        new("signatures", "Signatures", Icons.Material.Outlined.Fingerprint, Right.ViewCohorts),
        new("jobs", "Jobs", Icons.Material.Outlined.PendingActions, Right.ViewCohorts),
        new("features/self-test", "IBSI self-test", Icons.Material.Outlined.FactCheck, Right.ViewSelfTest),
        new("sites", "Sites", Icons.Material.Outlined.LocalHospital, Right.ManageStudy),
        new("people", "People", Icons.Material.Outlined.Badge, Right.ManageStudy),
        new("settings", "Settings", Icons.Material.Outlined.Tune, Right.ManageStudy),
        new("audit", "Audit", Icons.Material.Outlined.History, Right.ViewAudit),
    ];

    public static IEnumerable<NavItem> Of(StudyRole role) => All.Where(item => RightsTable.Allows(role, item.Right));
}
