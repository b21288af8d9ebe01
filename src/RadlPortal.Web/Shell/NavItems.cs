using MudBlazor;
using RadlPortal.Core.People;

namespace RadlPortal.Web.Shell;

/// <summary>A line of the left rail; shown to the roles that have its right.</summary>
/// <param name="Key">The letter that goes there after g.</param>
internal sealed record NavItem(string Path, string Text, string Icon, Right Right, char Key)
{
    public string HrefIn(string study) => Path.Length == 0 ? $"/studies/{study}" : $"/studies/{study}/{Path}";
}

internal static class NavItems
{
    private static readonly NavItem[] All =
    [
        new("", "Home", Icons.Material.Outlined.Home, Right.ViewStudy, 'h'),
        new("upload", "Upload CT", Icons.Material.Outlined.CloudUpload, Right.UploadImages, 'u'),
        new("reads", "Worklist", Icons.Material.Outlined.Checklist, Right.ReadCases, 'w'),
        new("reading", "Reading", Icons.Material.Outlined.MenuBook, Right.ManageReads, 'r'),
        new("adjudication", "Adjudication", Icons.Material.Outlined.Balance, Right.ReadCases, 'y'),
        new("subjects", "Subjects", Icons.Material.Outlined.PersonSearch, Right.ViewSubjects, 's'),
        new("quarantine", "Quarantine", Icons.Material.Outlined.GppMaybe, Right.ViewQuarantine, 'q'),
        new("clinical-data", "Clinical data", Icons.Material.Outlined.TableChart, Right.EditClinicalData, 'd'),
        new("cohorts", "Cohorts", Icons.Material.Outlined.Groups3, Right.ViewCohorts, 'c'),
        new("approvals", "Approvals", Icons.Material.Outlined.Lock, Right.ViewAllVois, 'v'),
        new("signatures", "Signatures", Icons.Material.Outlined.Fingerprint, Right.ViewCohorts, 'm'),
        new("extraction-profiles", "Extraction profiles", Icons.Material.Outlined.BlurOn, Right.ViewCohorts, 'e'),
        new("jobs", "Jobs", Icons.Material.Outlined.PendingActions, Right.ViewCohorts, 'j'),
        new("features/self-test", "IBSI self-test", Icons.Material.Outlined.FactCheck, Right.ViewSelfTest, 'b'),
        new("sites", "Sites", Icons.Material.Outlined.LocalHospital, Right.ManageStudy, 'i'),
        new("people", "People", Icons.Material.Outlined.Badge, Right.ManageStudy, 'p'),
        new("settings", "Settings", Icons.Material.Outlined.Tune, Right.ManageStudy, 't'),
        new("audit", "Audit", Icons.Material.Outlined.History, Right.ViewAudit, 'a'),
    ];

    public static IEnumerable<NavItem> Of(StudyRole role) => All.Where(item => RightsTable.Allows(role, item.Right));
}
