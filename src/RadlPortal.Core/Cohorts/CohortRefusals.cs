namespace RadlPortal.Core.Cohorts;

/// <summary>Why a cohort cannot be used as asked.</summary>
public static class CohortRefusals
{
    public static readonly Refusal NoSuchCohort = new("no-such-cohort", "This study has no such cohort.");

    public static readonly Refusal Empty = new("cohort-empty", "This cohort has no subject yet. Import clinical data with a cohort column first.");
}
