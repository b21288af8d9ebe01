using System.Globalization;
using RadlPortal.Core.Cohorts;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>How many subjects a variable is not known of.</summary>
public sealed record MissingVariable(string Variable, int Missing, int Of);

/// <summary>A signature's AUC when the rule is changed.</summary>
public sealed record SensitivityAuc(string Signature, string Change, int Subjects, AucEstimate? Auc, string? Why)
{
    public int Positives { get; init; }

    public int Negatives { get; init; }
}

internal static class SensitivitySection
{
    private static readonly double[] OtherTpsPercent = [1, 50];
    private const double ThinMm = 2;

    public static IReadOnlyList<MissingVariable> Missing(SnapshotContent snapshot)
    {
        var (members, treated, sequenced) = (snapshot.Members, snapshot.Members.Any(m => m.Response is not null), snapshot.Members.Any(m => m.Cd274 is not null));
        List<MissingVariable> lines = [];
        void Add(string name, Func<SnapshotMember, bool> known) => lines.Add(new MissingVariable(name, members.Count(m => !known(m)), members.Count));
        Add("CT that makes a volume", m => m.Series is not null);
        Add("VOI", m => m.Voi is not null);
        foreach (var signature in snapshot.Signatures) Add($"{signature.Name} score", m => m.ScoreOf(signature) is not null);
        Add("PD-L1", m => m.PdL1TpsPercent is not null);
        if (treated) Add("response", m => m.Response is not null);
        if (sequenced) Add("CD274", m => m.Cd274 is not null);
        Add("age", m => m.AgeYears is not null);
        Add("sex", m => m.Sex is not null);
        Add("histology", m => m.Histology is not null);
        Add("stage", m => m.Stage is not null);
        return lines;
    }

    public static IReadOnlyList<SensitivityAuc> Compute(SnapshotContent snapshot) => [.. snapshot.Signatures.SelectMany(s => Variants(snapshot).Select(v => Compute(snapshot, s, v.Change, v.Uses, v.Label)))];

    /// <summary>At a threshold chosen on this very cohort: what the locked one misses, and too good to be true elsewhere.</summary>
    public static IReadOnlyList<OperatingResult> OtherThresholds(SnapshotContent snapshot) => [.. snapshot.Signatures.SelectMany(s => Thresholds(snapshot, s)).OfType<OperatingResult>()];

    public static ReportChapter Chapter(ReportContent content) => new("sensitivity", "Missing data and sensitivity", [],
    [
        new("missing", "Missing values", [ReportColumn.Text("Variable"), ReportColumn.Number("Missing"), ReportColumn.Number("Of")], [.. content.Missing.Select(m => new ReportRow([m.Variable, m.Missing, m.Of]))],
            ["No value is filled in: each figure uses the subjects that have what it needs, and says their n."]),
        .. content.Sensitivity.Count == 0 ? (ReportTable[])[] :
        [
            new("sensitivity", "AUC under other rules", [ReportColumn.Text("Signature"), ReportColumn.Text("Change"), ReportColumn.Number("n"), ReportColumn.Number("PD-L1 + / −"), ReportColumn.Number("AUC (95% CI)")],
                [.. content.Sensitivity.Select(s => s.Auc is { } auc ? new ReportRow([s.Signature, s.Change, s.Subjects, $"{s.Positives} / {s.Negatives}", $"{Figures.Three(auc.Auc)} ({Figures.Range(auc.Lower, auc.Upper)})"], null, s.Signature) : new ReportRow([s.Signature, s.Change, s.Subjects, $"{s.Positives} / {s.Negatives}"], s.Why, s.Signature))], []),
        ],
        .. content.OtherThresholds.Count == 0 ? (ReportTable[])[] :
        [
            new("other-thresholds", "At other thresholds",
                [ReportColumn.Text("Signature"), ReportColumn.Text("Chosen by"), ReportColumn.Number("Threshold"), ReportColumn.Number("TP / FP / FN / TN"), ReportColumn.Number("Sensitivity"), ReportColumn.Number("Specificity"), ReportColumn.Number("PPV"), ReportColumn.Number("NPV"), ReportColumn.Number("Accuracy")],
                [.. content.OtherThresholds.Select(o => OperatingPointSection.Row(o) is var row ? row with { Cells = [row.Cells[0], o.Rule, .. row.Cells.Skip(1)] } : row)],
                ["A threshold that was chosen on this cohort looks better here than it would elsewhere; the report's figures use the locked one."]),
        ],
    ], []);

    private static IEnumerable<(string Change, Func<SnapshotMember, bool> Uses, Func<SnapshotMember, bool?> Label)> Variants(SnapshotContent snapshot)
    {
        foreach (var percent in OtherTpsPercent.Where(p => p != snapshot.Rules.PdL1PositiveFromPercent))
            yield return ($"PD-L1 positive from {percent.ToString(CultureInfo.InvariantCulture)}%", _ => true, m => m.PdL1TpsPercent is { } tps ? tps >= percent : null);
        if (snapshot.Members.Any(m => m.Series?.SliceThicknessMm > ThinMm) && snapshot.Members.Any(m => m.Series?.SliceThicknessMm <= ThinMm))
            yield return ($"slices up to {ThinMm.ToString(CultureInfo.InvariantCulture)} mm only", m => m.Series?.SliceThicknessMm <= ThinMm, m => m.PdL1Positive);
        yield return ("subjects with every score only", m => m.Scores.Count == snapshot.Signatures.Count, m => m.PdL1Positive);
    }

    private static SensitivityAuc Compute(SnapshotContent snapshot, SnapshotSignature signature, string change, Func<SnapshotMember, bool> uses, Func<SnapshotMember, bool?> label)
    {
        var (scores, labels) = snapshot.Members.Where(uses).WithLabel(signature, label);
        int positives = labels.Count(l => l), negatives = labels.Length - positives;
        var auc = AreaUnderCurve.Estimate(scores, labels);
        var isSmall = Math.Min(positives, negatives) < HeterogeneitySection.FewestPerClass;
        return new SensitivityAuc(signature.Name, change, scores.Length, isSmall ? null : auc.Value, isSmall ? HeterogeneitySection.TooFew : auc.Why) { Positives = positives, Negatives = negatives };
    }

    private static IEnumerable<OperatingResult?> Thresholds(SnapshotContent snapshot, SnapshotSignature signature)
    {
        yield return OperatingPointSection.At(snapshot, signature, 0.5, "probability of one half");
        var (scores, labels) = snapshot.Members.WithLabel(signature, m => m.PdL1Positive);
        if (labels.Distinct().Count() == 2) yield return OperatingPointSection.At(snapshot, signature, RocCurve.Youden(scores, labels).Threshold, "Youden's index on this cohort");
    }
}
