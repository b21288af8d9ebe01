using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Sections;

namespace RadlPortal.Core.Reports;

/// <summary>Every figure of a cohort's report, computed from one snapshot; what page, HTML, PDF, JSON and CSV all show. The same snapshot gives the same content to the last digit.</summary>
public sealed record ReportContent
{
    public required int Format { get; init; }

    public required string SnapshotSha256 { get; init; }

    public required string SoftwareVersion { get; init; }

    public required SnapshotStudy Study { get; init; }

    public required SnapshotCohort Cohort { get; init; }

    public required SnapshotRules Rules { get; init; }

    public required IReadOnlyList<SnapshotSignature> Signatures { get; init; }

    public SnapshotProfile? Profile { get; init; }

    public required IReadOnlyList<FlowStep> Flow { get; init; }

    public required IReadOnlyList<SiteFlow> FlowBySite { get; init; }

    public required IReadOnlyList<Characteristic> Characteristics { get; init; }

    public required IReadOnlyList<AcquisitionLine> Acquisition { get; init; }

    public required SegmentationFigures Segmentation { get; init; }

    public required IReadOnlyList<ScoreDistribution> Scores { get; init; }

    public required IReadOnlyList<Discrimination> Discrimination { get; init; }

    public required IReadOnlyList<Comparison> Comparisons { get; init; }

    public IReadOnlyList<ReclassificationFigures> Reclassification { get; init; } = [];

    public required IReadOnlyList<OperatingResult> OperatingPoints { get; init; }

    public required IReadOnlyList<CalibrationFigures> Calibration { get; init; }

    public required IReadOnlyList<SubgroupAuc> Subgroups { get; init; }

    public ObjectiveResponse? Objective { get; init; }

    public required IReadOnlyList<ResponseByPrediction> Response { get; init; }

    public required IReadOnlyList<Course> Courses { get; init; }

    public required IReadOnlyList<ExpressionCorrelation> Expression { get; init; }

    public required IReadOnlyList<SurvivalFigures> Survival { get; init; }

    public required IReadOnlyList<MissingVariable> Missing { get; init; }

    public required IReadOnlyList<SensitivityAuc> Sensitivity { get; init; }

    public required IReadOnlyList<OperatingResult> OtherThresholds { get; init; }

    public required IReadOnlyList<LeftOutSubject> LeftOut { get; init; }

    public required IReadOnlyList<SubjectProvenance> Subjects { get; init; }

    public required IReadOnlyList<string> ExecutionProviders { get; init; }

    /// <summary>For the page's choice of one signature: the sections whose figures hold all signatures at once, with that one alone.</summary>
    public ReportContent Only(string signature) => this with
    {
        Discrimination = [.. Discrimination.Where(d => d.Signature == signature)],
        Calibration = [.. Calibration.Where(c => c.Signature == signature)],
    };
}
