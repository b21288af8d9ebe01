using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Cohorts;

/// <summary>How many subjects have what.</summary>
/// <param name="WithScores">Have a score of every signature that is not stale.</param>
public sealed record StageCounts(int Subjects, int WithCt, int WithVoi, int WithFeatures, int WithPdL1, int WithResponse, int WithCd274, int WithScores);

public sealed record SiteStages(string Site, StageCounts Counts);

/// <summary>A signature's AUC for PD-L1 in a cohort, or why there is none.</summary>
/// <param name="IsApparent">True in the cohort on which it was fitted.</param>
public sealed record CohortAuc(string Signature, AucEstimate? Auc, string? Why, bool IsApparent);

/// <param name="Auc">Of the fusion signature; null when the study has none.</param>
/// <param name="LastReport">Number of the last report.</param>
/// <param name="StaleScores">That inference would compute again.</param>
/// <param name="Awaiting">Subjects without a VOI that counts, since their readers' disagreement awaits adjudication.</param>
public sealed record CohortOverview(Cohort Cohort, StageCounts Counts, IReadOnlyList<SiteStages> Sites, CohortAuc? Auc, int? LastReport, DateTimeOffset? LastReportAt, int StaleScores, int Awaiting);

/// <summary>A cohort with its subjects.</summary>
/// <param name="Signatures">Names of the study's signatures in their order.</param>
public sealed record CohortDashboard(CohortOverview Overview, IReadOnlyList<CohortMember> Members, IReadOnlyList<string> Signatures, bool IsSynthetic);
