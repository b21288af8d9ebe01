using RadlPortal.Core.Reports.Sections;

namespace RadlPortal.Core.Reports;

/// <summary>The report's sections in the order in which they are read.</summary>
public static class ReportChapters
{
    private static readonly (string Id, Func<ReportContent, ReportChapter> Write)[] Sections =
    [
        ("discrimination", DiscriminationSection.Chapter),
        ("comparison", ComparisonSection.Chapter),
        ("operating-point", OperatingPointSection.Chapter),
        ("immunotherapy", ImmunotherapySection.Chapter),
        ("expression", ExpressionSection.Chapter),
        ("survival", SurvivalSection.Chapter),
        ("scores", ScoresSection.Chapter),
        ("calibration", CalibrationSection.Chapter),
        ("heterogeneity", HeterogeneitySection.Chapter),
        ("flow", FlowSection.Chapter),
        ("characteristics", CharacteristicsSection.Chapter),
        ("acquisition", AcquisitionSection.Chapter),
        ("segmentation", SegmentationSection.Chapter),
        ("processing", ProcessingSection.Chapter),
        ("definitions", DefinitionsSection.Chapter),
        ("sensitivity", SensitivitySection.Chapter),
        ("provenance", ProvenanceSection.Chapter),
    ];

    /// <summary>The sections that have something to say.</summary>
    /// <param name="chosen">Ids of the sections wanted; none: all.</param>
    public static IReadOnlyList<ReportChapter> Of(ReportContent content, IReadOnlyCollection<string>? chosen = null) =>
        [.. Sections.Where(s => chosen is null or { Count: 0 } || chosen.Contains(s.Id)).Select(s => s.Write(content)).Where(c => !c.IsEmpty)];
}
