using RadlPortal.Core.Cohorts;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>What the locked threshold gives in this cohort.</summary>
public sealed record OperatingResult(
    string Signature, double Threshold, string Rule, int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives,
    ProportionEstimate? Sensitivity, ProportionEstimate? Specificity, ProportionEstimate? PositivePredictive, ProportionEstimate? NegativePredictive, ProportionEstimate? Accuracy);

internal static class OperatingPointSection
{
    public static IReadOnlyList<OperatingResult> Compute(SnapshotContent snapshot) => [.. snapshot.Signatures.Select(s => At(snapshot, s, s.Threshold, s.ThresholdRule)).OfType<OperatingResult>()];

    /// <summary>Null when no subject has score and PD-L1.</summary>
    public static OperatingResult? At(SnapshotContent snapshot, SnapshotSignature signature, double threshold, string rule)
    {
        var (scores, labels) = snapshot.Members.WithLabel(signature, m => m.PdL1Positive);
        if (scores.Length == 0) return null;
        int Count(bool predicted, bool label) => scores.Where((score, i) => score >= threshold == predicted && labels[i] == label).Count();
        int tp = Count(true, true), fp = Count(true, false), fn = Count(false, true), tn = Count(false, false);
        return new OperatingResult(signature.Name, threshold, rule, tp, fp, fn, tn,
            Proportion.Wilson(tp, tp + fn).Value, Proportion.Wilson(tn, tn + fp).Value, Proportion.Wilson(tp, tp + fp).Value, Proportion.Wilson(tn, tn + fn).Value, Proportion.Wilson(tp + tn, scores.Length).Value);
    }

    public static ReportChapter Chapter(ReportContent content) => new("operating-point", "At the locked threshold", content.OperatingPoints.Count == 0 ? ["No subject has both a score and PD-L1."] : [],
        content.OperatingPoints.Count == 0 ? [] :
        [
            new("operating-point", "Predicted against PD-L1 status",
                [ReportColumn.Text("Signature"), ReportColumn.Number("Threshold"), ReportColumn.Number("TP / FP / FN / TN"), ReportColumn.Number("Sensitivity"), ReportColumn.Number("Specificity"), ReportColumn.Number("PPV"), ReportColumn.Number("NPV"), ReportColumn.Number("Accuracy")],
                [.. content.OperatingPoints.Select(Row)],
                [$"Intervals: Wilson, 95%. Each threshold was fixed on the cohort on which its signature was fitted ({string.Join(", ", content.Signatures.Select(s => s.TrainedOn).Distinct())}). PPV and NPV hold at this cohort's share of PD-L1 positive subjects only."]),
        ], []);

    internal static ReportRow Row(OperatingResult o) => new(
        [o.Signature, $"≥ {Figures.Three(o.Threshold)}", $"{o.TruePositives} / {o.FalsePositives} / {o.FalseNegatives} / {o.TrueNegatives}",
            .. new[] { o.Sensitivity, o.Specificity, o.PositivePredictive, o.NegativePredictive, o.Accuracy }.Select(share => (ReportCell)(share is null ? "no subject" : $"{Figures.Percent(share.Value)} ({Figures.PercentNumber(share.Lower)} to {Figures.PercentNumber(share.Upper)})"))],
        null, o.Signature);
}
