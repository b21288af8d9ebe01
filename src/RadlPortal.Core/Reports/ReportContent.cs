using RadlPortal.Core.Cohorts;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports;

/// <summary>Every figure of a cohort's report, computed from one snapshot; what page, HTML, PDF, JSON and CSV all show. The same snapshot gives the same content to the last digit.</summary>
public sealed record ReportContent(
    int Format,
    string SnapshotSha256,
    string SoftwareVersion,
    SnapshotStudy Study,
    SnapshotCohort Cohort,
    SnapshotRules Rules,
    IReadOnlyList<SnapshotSignature> Signatures,
    IReadOnlyList<FlowStep> Flow,
    IReadOnlyList<Characteristic> Characteristics,
    IReadOnlyList<Discrimination> Discrimination,
    IReadOnlyList<Comparison> Comparisons,
    IReadOnlyList<OperatingResult> OperatingPoints,
    IReadOnlyList<ResponseByPrediction> Response,
    IReadOnlyList<ExpressionCorrelation> Expression,
    IReadOnlyList<LeftOut> LeftOut,
    IReadOnlyList<string> ExecutionProviders);

/// <summary>How many subjects have come so far.</summary>
public sealed record FlowStep(string Name, int Subjects);

/// <param name="Known">Subjects of whom it is known.</param>
/// <param name="Text">Mean (SD), or counts with shares.</param>
public sealed record Characteristic(string Name, int Known, int Unknown, string Text);

/// <summary>A signature's ROC curve for PD-L1, or why there is none.</summary>
public sealed record Discrimination(string Signature, int Subjects, AucEstimate? Auc, IReadOnlyList<CurvePoint> Curve, string? Why, bool IsApparent);

/// <param name="Threshold">Null: above every score.</param>
public sealed record CurvePoint(double? Threshold, double Sensitivity, double Specificity);

/// <summary>DeLong's test of two signatures on the subjects that have both scores.</summary>
/// <param name="HolmP">P adjusted for all comparisons of the report.</param>
public sealed record Comparison(string First, string Second, AucComparison? Test, double? HolmP, string? Why);

/// <summary>What the locked threshold gives in this cohort.</summary>
public sealed record OperatingResult(
    string Signature, double Threshold, string Rule, int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives,
    ProportionEstimate? Sensitivity, ProportionEstimate? Specificity, ProportionEstimate? PositivePredictive, ProportionEstimate? NegativePredictive, ProportionEstimate? Accuracy);

/// <summary>Response rate by predicted status.</summary>
/// <param name="PredictedPositive">Responders among the subjects predicted positive.</param>
/// <param name="Why">Why there is no test; null when there is one.</param>
public sealed record ResponseByPrediction(
    string Signature, ProportionEstimate? PredictedPositive, ProportionEstimate? PredictedNegative, ChiSquare? Yates, ChiSquare? Uncorrected, ExactTest? Fisher, string? Why, int NotEvaluable);

/// <summary>Correlation of a signature's score with CD274.</summary>
public sealed record ExpressionCorrelation(string Signature, CorrelationEstimate? Pearson, CorrelationEstimate? Spearman, IReadOnlyList<ExpressionPoint> Points, string? Why);

public sealed record ExpressionPoint(double Score, double Cd274);

/// <summary>A subject that some figure lacks, with every reason.</summary>
public sealed record LeftOut(string Subject, string Site, IReadOnlyList<string> Reasons);
