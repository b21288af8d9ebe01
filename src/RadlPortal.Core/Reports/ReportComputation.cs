using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Reports.Sections;

namespace RadlPortal.Core.Reports;

/// <summary>Computes a report from a snapshot and from nothing else.</summary>
public static class ReportComputation
{
    /// <summary>The form of the content; it grows when sections are added.</summary>
    public const int Format = 3;

    public static ReportContent Compute(SnapshotContent snapshot, string snapshotSha256) => new()
    {
        Format = Format,
        SnapshotSha256 = snapshotSha256,
        SoftwareVersion = SoftwareVersion.Current,
        Study = snapshot.Study,
        Cohort = snapshot.Cohort,
        Rules = snapshot.Rules,
        Signatures = snapshot.Signatures,
        Profile = snapshot.Profile,
        Flow = FlowSection.Steps(snapshot),
        FlowBySite = FlowSection.BySite(snapshot),
        Characteristics = CharacteristicsSection.Compute(snapshot),
        Acquisition = AcquisitionSection.Compute(snapshot),
        Segmentation = SegmentationSection.Compute(snapshot),
        Scores = ScoresSection.Compute(snapshot),
        Discrimination = DiscriminationSection.Compute(snapshot),
        Comparisons = ComparisonSection.Compute(snapshot),
        Reclassification = ComparisonSection.Reclassify(snapshot),
        OperatingPoints = OperatingPointSection.Compute(snapshot),
        Calibration = CalibrationSection.Compute(snapshot),
        Subgroups = HeterogeneitySection.Compute(snapshot),
        Objective = ImmunotherapySection.Objective(snapshot),
        Response = ImmunotherapySection.Compute(snapshot),
        Courses = ImmunotherapySection.Courses(snapshot),
        Expression = ExpressionSection.Compute(snapshot),
        Survival = SurvivalSection.Compute(snapshot),
        Missing = SensitivitySection.Missing(snapshot),
        Sensitivity = SensitivitySection.Compute(snapshot),
        OtherThresholds = SensitivitySection.OtherThresholds(snapshot),
        LeftOut = FlowSection.LeftOut(snapshot),
        Subjects = ProvenanceSection.Compute(snapshot),
        ExecutionProviders = ProcessingSection.Providers(snapshot),
    };
}
