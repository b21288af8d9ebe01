using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Figures of predicted against true class.</summary>
internal static class ConfusionFigures
{
    public static Figure? Of(ConfusionTable table, string field)
    {
        var parts = field.Split('.');
        if (parts is [_, "boot_strat" or "boot_unstrat", _]) return Bootstrapped(table, parts);
        return parts.Length switch
        {
            1 => Count(table, field) ?? Rate(table, field),
            2 or 3 when Share(table, parts[0]) is { } share => ProportionFigures.Of(share.Count, share.Of, string.Join('.', parts[1..])),
            _ => null,
        };
    }

    private static Figure? Count(ConfusionTable table, string field) => field switch
    {
        "tp" => table.TruePositives,
        "fp" => table.FalsePositives,
        "fn" => table.FalseNegatives,
        "tn" => table.TrueNegatives,
        "sens" => Figure.Of(table.Sensitivity, p => p.Value),
        "spec" => Figure.Of(table.Specificity, p => p.Value),
        _ => null,
    };

    private static Figure? Rate(ConfusionTable table, string field) => Measure(field) is { } measure ? Figure.Of(measure(table), m => m.Value) : null;

    private static (int Count, int Of)? Share(ConfusionTable t, string name) => name switch
    {
        "sens" => (t.TruePositives, t.TruePositives + t.FalseNegatives),
        "spec" => (t.TrueNegatives, t.TrueNegatives + t.FalsePositives),
        "ppv" => (t.TruePositives, t.TruePositives + t.FalsePositives),
        "npv" => (t.TrueNegatives, t.TrueNegatives + t.FalseNegatives),
        "acc" => (t.TruePositives + t.TrueNegatives, t.Total),
        _ => null,
    };

    private static Func<ConfusionTable, Computed<Measure>>? Measure(string field) => field switch
    {
        "f1" => t => t.F1,
        "balacc" => t => t.BalancedAccuracy,
        "mcc" => t => t.Matthews,
        "youden" => t => t.Youden,
        "lrpos" => t => t.PositiveLikelihoodRatio,
        "lrneg" => t => t.NegativeLikelihoodRatio,
        "kappa" => t => t.Kappa,
        _ => null,
    };

    private static Figure? Bootstrapped(ConfusionTable table, string[] parts)
    {
        var measure = Measure(parts[0]) ?? (Share(table, parts[0]) is null ? null : t => Share(t, parts[0])!.Value is var (count, of) && of > 0
            ? Computed<Measure>.Of(new Measure((double)count / of), t.Total, parts[0])
            : Computed<Measure>.Refused(RefusalReason.Undefined, "The rate divides by 0.", t.Total));
        if (measure is null) return null;
        Func<BootstrapEstimate, double?>? pick = parts[2] switch { "lo" => b => b.Lower, "hi" => b => b.Upper, "se" => b => b.StandardError, _ => null };
        return pick is null ? null : Figure.Of(OperatingPointBootstrap.Interval(table, measure, parts[1] == "boot_strat", ScoreFigures.Replicates), pick);
    }
}
