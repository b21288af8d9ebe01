using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.Cohorts;

/// <summary>A subject of a cohort with what counts for it now: the adjudicated VOI or that of the first read (none while its readers' disagreement awaits adjudication), its features, its scores, its clinical data.</summary>
/// <param name="FirstVoi">The latest version of the first read's primary VOI in the same series.</param>
/// <param name="SecondVoi">The latest version of the second reader's primary VOI in the same series.</param>
/// <param name="Adjudication">Of that series, if there is one.</param>
/// <param name="AwaitsAdjudication">Its two readers disagree beyond the study's limits and nobody has decided: no VOI counts.</param>
/// <param name="Series">The series of the VOI; without a VOI any that makes a volume.</param>
public sealed record CohortMember(
    Subject Subject,
    Site Site,
    ImagingSeries? Series,
    VoiVersion? Voi,
    ReadPurpose? Purpose,
    MemberFeatures? Features,
    ClinicalRecord? Clinical,
    IReadOnlyList<MemberScore> Scores,
    VoiVersion? FirstVoi = null,
    VoiVersion? SecondVoi = null,
    Adjudication? Adjudication = null,
    bool AwaitsAdjudication = false)
{
    /// <summary>The rule by which one VOI counts, as it stands in snapshots and reports.</summary>
    public const string VoiRule = "The latest saved version of the primary VOI: the adjudicated one where two readers' disagreement was adjudicated, else that of the first read; none while a disagreement awaits adjudication; second and repeat reads are used for agreement only.";

    public bool HasAllScores(int signatures) => signatures > 0 && Scores.Count(s => s.StaleBecause is null) == signatures;
}

/// <summary>A feature set without its values.</summary>
/// <param name="IsOfLatestProfile">False: the extraction profile has moved on since.</param>
public sealed record MemberFeatures(Guid Id, string ProfileSha256, string SoftwareVersion, bool IsOfLatestProfile);

/// <param name="StaleBecause">What has moved on since the score was computed; null while it holds.</param>
public sealed record MemberScore(string Signature, SignatureVersion Version, Score Score, string? StaleBecause);

/// <summary>What a subject's page shows beside its images, as far as the person may see it.</summary>
/// <param name="Cohort">Null: the subject is in none.</param>
public sealed record CohortSubject(Cohort? Cohort, ClinicalRecord? Clinical, IReadOnlyList<MemberScore> Scores, bool AwaitsAdjudication);
