using System.Globalization;
using System.Text.RegularExpressions;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Sample sizes and power, which need no data: what they are for stands in the id, or in the options beside it.</summary>
internal sealed partial class PowerFigures : DatasetFigures
{
    public override Figure? Of(string statistic)
    {
        var match = Single().Match(statistic);
        if (!match.Success) return null;
        double Number(string name) => double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        return Figure.Of(RocPower.SampleSize(Number("auc"), Number("kappa"), Number("alpha"), Number("power")), s => match.Groups["of"].Value == "ncases" ? s.Cases : s.Controls);
    }

    public override Figure? Of(string statistic, string options)
    {
        if (statistic != "power.single.given_n") return Of(statistic);
        var match = Given().Match(options);
        if (!match.Success) return Figure.Refused("the options do not say for which AUC and how many cases and controls");
        double Number(string name) => double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        return Figure.Of(RocPower.Power(Number("auc"), (int)Number("cases"), (int)Number("controls"), 0.05), m => m.Value);
    }

    [GeneratedRegex(@"auc (?<auc>[\d.]+); (?<cases>\d+) cases; (?<controls>\d+) controls")]
    private static partial Regex Given();

    [GeneratedRegex(@"^power\.single\.auc(?<auc>[\d.]+)_kappa(?<kappa>[\d.]+)_alpha(?<alpha>[\d.]+)_power(?<power>[\d.]+)\.(?<of>ncases|ncontrols)$")]
    private static partial Regex Single();
}
