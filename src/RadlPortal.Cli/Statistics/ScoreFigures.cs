using System.Globalization;
using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Figures of one score against a label: discrimination, calibration, decision curve.</summary>
internal sealed class ScoreFigures(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
{
    // More than the reference's 2,000, so that chance plays a smaller part in the comparison.
    public const int Replicates = 10_000;

    private readonly Lazy<Computed<AucEstimate>> auc = new(() => AreaUnderCurve.Estimate(scores, labels));
    private readonly Lazy<Computed<YoudenChoice>> youden = new(() => RocCurve.BestYouden(scores, labels));
    private readonly Lazy<Computed<BootstrapEstimate>> bootstrap = new(() => BootstrapAuc.Interval(scores, labels, Replicates));
    private readonly Lazy<Computed<CalibrationLine>> line = new(() => Calibration.Line(scores, labels));
    private readonly Lazy<Computed<CalibrationInTheLarge>> inTheLarge = new(() => Calibration.InTheLarge(scores, labels));
    private readonly Lazy<Computed<CalibrationIndexes>> indexes = new(() => Calibration.Indexes(scores, labels));
    private readonly Lazy<Computed<BrierScore>> brier = new(() => Calibration.Brier(scores, labels));
    private readonly Lazy<Computed<HosmerLemeshowTest>> quantileGroups = new(() => HosmerLemeshow.ByQuantiles(scores, labels));
    private readonly Lazy<Computed<HosmerLemeshowTest>> equalGroups = new(() => HosmerLemeshow.ByEqualSize(scores, labels));

    public Computed<YoudenChoice> Youden => youden.Value;

    public ConfusionTable At(double threshold, bool inclusive) => ConfusionTable.At(scores, labels, threshold, inclusive);

    public Figure? Of(string field)
    {
        if (field.StartsWith("dca.", StringComparison.Ordinal)) return Decision(field);
        if (field.StartsWith("curve.bin", StringComparison.Ordinal)) return Bin(field);
        return Discrimination(field) ?? CalibrationOf(field) ?? Index(field);
    }

    private Figure? Discrimination(string field) => field switch
    {
        "auc" => Figure.Of(AreaUnderCurve.Point(scores, labels), a => a.Auc),
        "delong.var" => Figure.Of(auc.Value, a => a.StandardError * a.StandardError),
        "delong.lo" => Figure.Of(auc.Value, a => a.Lower),
        "delong.hi" => Figure.Of(auc.Value, a => a.Upper),
        "delong_logit.lo" => Figure.Of(auc.Value, a => a.LogitInterval?.Lower),
        "delong_logit.hi" => Figure.Of(auc.Value, a => a.LogitInterval?.Upper),
        "hanley.se" => Figure.Of(auc.Value, a => a.HanleyMcNeilError),
        "mw.p" => Figure.Of(RankTests.MannWhitney([.. scores.Where((_, i) => labels[i])], [.. scores.Where((_, i) => !labels[i])]), m => m.P),
        "boot_strat.lo" => Figure.Of(bootstrap.Value, b => b.Lower),
        "boot_strat.hi" => Figure.Of(bootstrap.Value, b => b.Upper),
        "boot_strat.se" => Figure.Of(bootstrap.Value, b => b.StandardError),
        "youden.threshold_mid" => Figure.Of(youden.Value, y => y.Thresholds[0].Midway),
        "youden.threshold_obs" => Figure.Of(youden.Value, y => y.Thresholds[0].Observed),
        "youden.J" => Figure.Of(youden.Value, y => y.Index),
        _ => null,
    };

    private Figure? CalibrationOf(string field) => field switch
    {
        "brier" => Figure.Of(brier.Value, b => b.Score),
        "brier_scaled" => Figure.Of(brier.Value, b => b.Scaled),
        "cal.EO" => Figure.Of(brier.Value, b => b.ExpectedByObserved),
        "cal.slope" => Figure.Of(line.Value, l => l.Slope),
        "cal.slope.lo" => Figure.Of(line.Value, l => l.SlopeInterval.Lower),
        "cal.slope.hi" => Figure.Of(line.Value, l => l.SlopeInterval.Upper),
        "cal.intercept_joint" => Figure.Of(line.Value, l => l.Intercept),
        "cal.intercept_joint.lo" => Figure.Of(line.Value, l => l.InterceptInterval.Lower),
        "cal.intercept_joint.hi" => Figure.Of(line.Value, l => l.InterceptInterval.Upper),
        "cal.citl" => Figure.Of(inTheLarge.Value, c => c.Intercept),
        "cal.citl.lo" => Figure.Of(inTheLarge.Value, c => c.Interval.Lower),
        "cal.citl.hi" => Figure.Of(inTheLarge.Value, c => c.Interval.Upper),
        "cal.n_excl01" => line.Value.Basis!.NotUsed,
        "hl_quantile.groups" => Figure.Of(quantileGroups.Value, h => h.Intervals),
        "hl_quantile.chi2" => Figure.Of(quantileGroups.Value, h => h.ChiSquare),
        "hl_quantile.p_gm2" => Figure.Of(quantileGroups.Value, h => h.DevelopmentP),
        "hl_quantile.p_g" => Figure.Of(quantileGroups.Value, h => h.ValidationP),
        "hl_equaln.chi2" => Figure.Of(equalGroups.Value, h => h.ChiSquare),
        "hl_equaln.p_gm2" => Figure.Of(equalGroups.Value, h => h.DevelopmentP),
        _ => null,
    };

    private Figure? Index(string field) => field switch
    {
        "valprob.Dxy" => Figure.Of(AreaUnderCurve.Point(scores, labels), a => 2 * a.Auc - 1),
        "valprob.C" => Figure.Of(AreaUnderCurve.Point(scores, labels), a => a.Auc),
        "valprob.R2" => Figure.Of(indexes.Value, i => i.RSquared),
        "valprob.D" => Figure.Of(indexes.Value, i => i.D),
        "valprob.D_chi2" => Figure.Of(indexes.Value, i => i.DChiSquare),
        "valprob.U" => Figure.Of(indexes.Value, i => i.U),
        "valprob.U_chi2" => Figure.Of(indexes.Value, i => i.UChiSquare),
        "valprob.U_p" => Figure.Of(indexes.Value, i => i.UP),
        "valprob.Q" => Figure.Of(indexes.Value, i => i.Q),
        "valprob.brier" => Figure.Of(brier.Value, b => b.Score),
        "valprob.intercept" => Figure.Of(line.Value, l => l.Intercept),
        "valprob.slope" => Figure.Of(line.Value, l => l.Slope),
        "valprob.spiegel_z" => Figure.Of(indexes.Value, i => i.SpiegelhalterZ),
        "valprob.spiegel_p" => Figure.Of(indexes.Value, i => i.SpiegelhalterP),
        "valprob.Emax" => Figure.Of(indexes.Value, i => i.LargestError),
        "valprob.E90" => Figure.Of(indexes.Value, i => i.NinetiethError),
        "valprob.Eavg" => Figure.Of(indexes.Value, i => i.MeanError),
        _ => null,
    };

    private Figure? Bin(string field)
    {
        var parts = field["curve.bin".Length..].Split('.');
        if (parts.Length != 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var bin) || bin < 1) return null;
        Func<CalibrationGroup, double?>? pick = parts[1] switch { "n" => g => g.Subjects, "pred" => g => g.Predicted, "obs" => g => g.Observed, _ => null };
        return pick is null ? null : Figure.Of(quantileGroups.Value, h => bin <= h.Groups.Count ? pick(h.Groups[bin - 1]) : null);
    }

    // dca.nb.t05: per cent after t.
    private Figure? Decision(string field)
    {
        var parts = field.Split('.');
        if (parts.Length != 3 || parts[2].Length < 2 || !int.TryParse(parts[2][1..], CultureInfo.InvariantCulture, out var percent) || percent is <= 0 or >= 100) return null;
        Func<NetBenefit, double?>? pick = parts[1] switch { "nb" => b => b.Model, "snb" => b => b.Standardised, "avoided100" => b => b.AvoidedPer100, "all" => b => b.TreatAll, _ => null };
        return pick is null ? null : Figure.Of(DecisionCurve.At(scores, labels, percent / 100.0), pick);
    }
}
