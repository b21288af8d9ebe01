using System.Globalization;
using System.Text;

namespace RadlPortal.Core.Reports;

/// <summary>The report's figures as lines of section, item, statistic, value; numbers in full precision.</summary>
internal static class ReportCsv
{
    public static byte[] Write(ReportContent content)
    {
        var csv = new StringBuilder(content.Study.IsSynthetic ? "# For research use only. Synthetic data.\n" : "# For research use only.\n");
        csv.Append(CultureInfo.InvariantCulture, $"# snapshot {content.SnapshotSha256}, software {content.SoftwareVersion}\nsection,item,statistic,value\n");
        foreach (var (section, item, statistic, value) in Lines(content)) csv.AppendJoin(',', section, CsvText.Quoted(item), CsvText.Quoted(statistic), CsvText.Quoted(value)).Append('\n');
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static IEnumerable<(string Section, string Item, string Statistic, string Value)> Lines(ReportContent content)
    {
        foreach (var step in content.Flow) yield return ("flow", step.Name, "n", Text(step.Subjects));
        foreach (var d in content.Discrimination)
        {
            yield return ("discrimination", d.Signature, "n", Text(d.Subjects));
            foreach (var line in Of("discrimination", d.Signature, d.Why, d.Auc is not { } a ? [] : [("auc", a.Auc), ("auc_lower95", a.Lower), ("auc_upper95", a.Upper), ("auc_se", a.StandardError), ("positives", a.Positives), ("negatives", a.Negatives)])) yield return line;
        }

        foreach (var c in content.Comparisons)
            foreach (var line in Of("delong", $"{c.First} - {c.Second}", c.Why, c.Test is not { } t ? [] : [("difference", t.Difference), ("lower95", t.Lower), ("upper95", t.Upper), ("z", t.Z), ("p", t.P), ("p_holm", c.HolmP!.Value), ("n", t.Subjects)])) yield return line;
        foreach (var o in content.OperatingPoints)
            foreach (var line in Of("operating_point", o.Signature, null, [("threshold", o.Threshold), ("tp", o.TruePositives), ("fp", o.FalsePositives), ("fn", o.FalseNegatives), ("tn", o.TrueNegatives),
                ("sensitivity", o.Sensitivity?.Value), ("specificity", o.Specificity?.Value), ("ppv", o.PositivePredictive?.Value), ("npv", o.NegativePredictive?.Value), ("accuracy", o.Accuracy?.Value)])) yield return line;
        foreach (var r in content.Response)
            foreach (var line in Of("response", r.Signature, r.Why, [("responders_predicted_positive", r.PredictedPositive?.Count), ("predicted_positive", r.PredictedPositive?.Of), ("responders_predicted_negative", r.PredictedNegative?.Count), ("predicted_negative", r.PredictedNegative?.Of),
                ("chi_square_yates", r.Yates?.Value), ("p_yates", r.Yates?.P), ("chi_square_uncorrected", r.Uncorrected?.Value), ("p_uncorrected", r.Uncorrected?.P), ("p_fisher", r.Fisher?.P), ("not_evaluable", r.NotEvaluable)])) yield return line;
        foreach (var e in content.Expression)
            foreach (var line in Of("cd274", e.Signature, e.Why, [("n", e.Points.Count), ("pearson_r", e.Pearson?.R), ("lower95", e.Pearson?.Lower), ("upper95", e.Pearson?.Upper), ("p", e.Pearson?.P), ("spearman_rho", e.Spearman?.R), ("p_spearman", e.Spearman?.P)])) yield return line;
        foreach (var c in content.Calibration)
            foreach (var line in Of("calibration", c.Signature, c.Why, [("n", c.Subjects), ("brier", c.Brier), ("scaled_brier", c.ScaledBrier), ("expected_by_observed", c.ExpectedByObserved), ("intercept", c.Intercept), ("slope", c.Slope)])) yield return line;
        foreach (var s in content.Subgroups)
            foreach (var line in Of("subgroup", $"{s.Signature} {s.By} {s.Group}", s.Why, [("positives", s.Positives), ("negatives", s.Negatives), ("auc", s.Auc?.Auc), ("auc_lower95", s.Auc?.Lower), ("auc_upper95", s.Auc?.Upper)])) yield return line;
        foreach (var left in content.LeftOut) yield return ("left_out", left.Subject, "reason", string.Join("; ", left.Reasons));
    }

    private static IEnumerable<(string, string, string, string)> Of(string section, string item, string? why, IEnumerable<(string Name, double? Value)> figures)
    {
        foreach (var (name, value) in figures)
            if (value is { } known) yield return (section, item, name, Text(known));
        if (why is not null) yield return (section, item, "no figure because", why);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
