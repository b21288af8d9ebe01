using System.Collections.Frozen;
using static RadlPortal.Core.People.Right;

namespace RadlPortal.Core.People;

/// <summary>The one table of who may do what. Pages, endpoints and services ask here and nowhere else.</summary>
public static class RightsTable
{
    private static readonly FrozenDictionary<StudyRole, FrozenSet<Right>> Rights = new Dictionary<StudyRole, FrozenSet<Right>>
    {
        [StudyRole.SiteCoordinator] = Set(ViewStudy, UploadImages, ViewSubjects, ViewQuarantine, ViewImages),
        [StudyRole.Radiologist] = Set(ViewStudy, ViewImages, ReadCases),
        [StudyRole.PrincipalInvestigator] = Set(ViewStudy, ViewSubjects, ViewImages, ViewAllVois, ViewClinicalData, ViewCohorts, RunInference, ViewScores, ViewReports, SignReports, ViewSelfTest),
        [StudyRole.Administrator] = Set(ViewStudy, ViewSubjects, ViewQuarantine, DecideQuarantine, ViewImages, ManageReads, ViewAllVois, ViewClinicalData, EditClinicalData, ViewCohorts, ViewScores, ViewReports, ManageStudy, ManageSignatures, ViewSelfTest, ViewAudit),
    }.ToFrozenDictionary();

    public static bool Allows(StudyRole role, Right right) => Rights[role].Contains(right);

    public static IReadOnlySet<Right> Of(StudyRole role) => Rights[role];

    private static FrozenSet<Right> Set(params Right[] rights) => rights.ToFrozenSet();
}
