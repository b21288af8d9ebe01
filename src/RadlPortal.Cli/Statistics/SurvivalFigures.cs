using System.Globalization;
using RadlPortal.Numerics.Models;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Figures of one end point of subjects in groups: curves, tests, Cox models.</summary>
internal sealed class SurvivalFigures(FollowUp followUp, IReadOnlyList<string> groups)
{
    private readonly Dictionary<string, Computed<CoxFit>> models = [];

    /// <summary>km.high.t12.log.lo, km.t5.surv (all subjects), rmst24.low.est, followup.median.</summary>
    public Figure? Curve(string field)
    {
        var parts = field.Split('.');
        if (parts is ["followup", "median"]) return Median(followUp.Reversed(), SurvivalScale.Log, m => m.Value);
        if (parts is [var name, var group, var what] && name.StartsWith("rmst", StringComparison.Ordinal) && double.TryParse(name["rmst".Length..], CultureInfo.InvariantCulture, out var until))
        {
            var mean = KaplanMeier.Of(Group(group)) is { Value: { } curve } computed ? curve.Restricted(until) : Computed<RestrictedMean>.Refused(RefusalReason.TooFew, "There is no subject in the group.");
            return what switch { "est" => Figure.Of(mean, m => m.Value), "se" => Figure.Of(mean, m => m.StandardError), _ => null };
        }

        if (parts[0] != "km" || parts.Length < 2) return null;
        var own = groups.Contains(parts[1]);
        return Curve(own ? Group(parts[1]) : followUp, parts[(own ? 2 : 1)..]);
    }

    /// <summary>logrank.chi2, logrank.O.low, logrank.V.</summary>
    public static Figure? Test(Computed<LogRankTest> test, string field) => field.Split('.') switch
    {
        ["chi2"] => Figure.Of(test, t => t.ChiSquare),
        ["df"] => Figure.Of(test, t => t.DegreesOfFreedom),
        ["p"] => Figure.Of(test, t => t.P),
        ["V"] => Figure.Of(test, t => t.Variance),
        ["O", var group] => Figure.Of(test, t => t.Groups.FirstOrDefault(g => g.Name == group)?.Observed),
        ["E", var group] => Figure.Of(test, t => t.Groups.FirstOrDefault(g => g.Name == group)?.Expected),
        _ => null,
    };

    /// <summary>A Cox model of one predictor: efron.hr, exact.score.</summary>
    public Figure? Univariable(string field, string predictor, IReadOnlyList<double> values)
    {
        if (field.Split('.') is not [var ties, var part] || Ties(ties) is not { } handling) return null;
        if (!models.TryGetValue(ties, out var model)) models[ties] = model = CoxRegression.Fit(followUp, [predictor], [.. values.Select(v => new[] { v })], handling);
        return Figure.Of(model, fit => Overall(fit, part) ?? Term(fit.Terms[0], part));
    }

    public static double? Term(CoxTerm term, string part) => part switch
    {
        "coef" => term.Estimate,
        "se" => term.StandardError,
        "hr" => term.HazardRatio,
        "lo" => term.HazardRatioInterval.Lower,
        "hi" => term.HazardRatioInterval.Upper,
        "p" or "p_wald" => term.P,
        _ => null,
    };

    public static double? Overall(CoxFit fit, string part) => part switch
    {
        "loglik0" => fit.NullLogLikelihood,
        "loglik" => fit.LogLikelihood,
        "lrt" => fit.LikelihoodRatio,
        "p_lrt" => fit.LikelihoodRatioP,
        "score" => fit.Score,
        "p_score" => fit.ScoreP,
        // R's summary gives Wald's chi-square with two decimals.
        "wald" => Math.Round(fit.Wald, 2),
        _ => null,
    };

    private static TiedEvents? Ties(string name) => name switch { "efron" => TiedEvents.Efron, "breslow" => TiedEvents.Breslow, "exact" => TiedEvents.Exact, _ => null };

    private FollowUp Group(string name) => followUp.Of(Enumerable.Range(0, followUp.Count).Where(i => groups[i] == name));

    private static Figure? Curve(FollowUp own, string[] parts)
    {
        if (parts is ["n"]) return own.Count;
        if (parts is ["events"]) return own.EventCount;
        if (parts is ["median"]) return Median(own, SurvivalScale.Log, m => m.Value);
        if (parts is ["median", var medianScale, var end] && Scale(medianScale) is { } scale) return Median(own, scale, m => end == "lo" ? m.Lower : m.Upper);
        if (parts.Length < 2 || !parts[0].StartsWith('t') || !double.TryParse(parts[0][1..], CultureInfo.InvariantCulture, out var time)) return null;
        if (KaplanMeier.Of(own) is not { Value: { } curve }) return Figure.Refused("There is no subject in the group.");
        return parts[1..] switch
        {
            ["surv"] => Figure.Of(curve.At(time, SurvivalScale.Log), s => s.Survival),
            ["se"] => Figure.Of(curve.At(time, SurvivalScale.Log), s => s.StandardError),
            ["atrisk"] => Figure.Of(curve.At(time, SurvivalScale.Log), s => s.AtRisk),
            [var intervalScale, "lo"] when Scale(intervalScale) is { } kind => Figure.Of(curve.At(time, kind), s => s.Interval?.Lower),
            [var intervalScale, "hi"] when Scale(intervalScale) is { } kind => Figure.Of(curve.At(time, kind), s => s.Interval?.Upper),
            _ => null,
        };
    }

    private static Figure Median(FollowUp own, SurvivalScale scale, Func<MedianSurvival, double?> pick) =>
        KaplanMeier.Of(own) is { Value: { } curve } ? Figure.Of(curve.Median(scale), pick) : Figure.Refused("There is no subject in the group.");

    private static SurvivalScale? Scale(string name) => name switch { "log" => SurvivalScale.Log, "loglog" => SurvivalScale.LogLog, "plain" => SurvivalScale.Plain, _ => null };
}
