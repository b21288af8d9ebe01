using System.Text.Json.Serialization;
using RadlPortal.Core.Reads;

namespace RadlPortal.Core.Cohorts;

/// <summary>A cohort as it was when it was frozen: all that a report is computed from. Written as canonical JSON (this order of properties, members by code, invariant numbers), so that the same state has the same hash.</summary>
public sealed record SnapshotContent(
    int Format,
    SnapshotStudy Study,
    SnapshotCohort Cohort,
    SnapshotRules Rules,
    IReadOnlyList<SnapshotSignature> Signatures,
    IReadOnlyList<SnapshotMember> Members,
    SnapshotProfile? Profile = null,
    IReadOnlyList<SnapshotFeatureAgreement>? FeatureAgreement = null);

/// <summary>The settings under which the features were extracted.</summary>
public sealed record SnapshotProfile(string Name, int Version, string Sha256, string SettingsJson);

/// <summary>How well a feature of the first read agrees with that of the second: ICC(2,1), absolute agreement of single measurements, over the subjects that were read twice.</summary>
public sealed record SnapshotFeatureAgreement(string Feature, double Icc, double Lower, double Upper, int Subjects);

public sealed record SnapshotStudy(string Code, string Title, bool IsSynthetic);

public sealed record SnapshotCohort(string Code, string Name, CohortKind Kind);

/// <summary>The rules that were applied, in words and as numbers.</summary>
public sealed record SnapshotRules(double PdL1PositiveFromPercent, string Voi, string Responder, string Scores);

/// <param name="TrainedOn">Code of the cohort on which it was fitted.</param>
/// <param name="IsTrainingCohort">True if it was fitted on this very cohort of this study: what it shows here is apparent.</param>
public sealed record SnapshotSignature(string Name, string Kind, int Version, string Sha256, double Threshold, string ThresholdRule, string TrainedOn, bool IsTrainingCohort);

public sealed record SnapshotMember(
    string Subject,
    string Site,
    SnapshotSeries? Series,
    SnapshotVoi? Voi,
    SnapshotFeatures? Features,
    IReadOnlyList<SnapshotScore> Scores,
    IReadOnlyList<string> Omissions,
    double? PdL1TpsPercent,
    bool? PdL1Positive,
    string? Response,
    bool? Responder,
    double? Cd274,
    double? AgeYears,
    string? Sex,
    string? Smoking,
    string? Histology,
    string? Stage,
    SnapshotFollowUp? FollowUp = null,
    SnapshotSecondRead? SecondRead = null)
{
    /// <summary>No VOI counts, since its readers' disagreement is not decided yet.</summary>
    [JsonIgnore]
    public bool AwaitsAdjudication => Omissions.Contains(AdjudicationWords.Awaits);
}

/// <summary>What is known of the course under treatment.</summary>
public sealed record SnapshotFollowUp(double? BestChangePercent, double? TreatmentMonths, double? ProgressionFreeMonths, bool? ProgressionFreeEvent, double? SurvivalMonths, bool? SurvivalEvent);

/// <summary>The second reader's VOI of the same series, and how it agrees with the first.</summary>
/// <param name="FirstVolumeMl">Of the first read; null in snapshots from before there were adjudicated VOIs, where it is the member's own.</param>
public sealed record SnapshotSecondRead(Guid VersionId, string LabelmapSha256, double VolumeMl, double Dice, double Hausdorff95Mm, double AverageSurfaceDistanceMm, double? FirstVolumeMl = null);

public sealed record SnapshotSeries(string Uid, string? Manufacturer, string? Model, string? Kernel, double? Kvp, double? SliceThicknessMm, double? PixelSpacingMm, int Instances);

public sealed record SnapshotVoi(Guid VersionId, int Version, int ReadNumber, string LabelmapSha256, string SegSopInstanceUid, int Voxels, double VolumeMl, SnapshotAdjudication? Adjudication = null);

/// <summary>How an adjudicated VOI came about.</summary>
/// <param name="Operation">In words: union, intersection, first read taken, second read taken, redrawn.</param>
public sealed record SnapshotAdjudication(string Operation, Guid FirstVersionId, Guid SecondVersionId);

public sealed record SnapshotFeatures(Guid Id, string ProfileSha256, string SoftwareVersion);

public sealed record SnapshotScore(string Signature, string SignatureSha256, double Value, string ExecutionProvider, string SoftwareVersion);
