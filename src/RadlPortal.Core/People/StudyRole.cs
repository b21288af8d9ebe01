namespace RadlPortal.Core.People;

/// <summary>What a person is in one research study. One role per person and study, so that blinding cannot be undone by a second hat.</summary>
public enum StudyRole
{
    SiteCoordinator,
    Radiologist,
    PrincipalInvestigator,
    Administrator,
}
