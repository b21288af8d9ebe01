using System.Globalization;
using System.Text.RegularExpressions;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Sample sizes and power, which need no data: what they are for stands in the id.</summary>
internal sealed partial class PowerFigures : DatasetFigures
{
    public override Figure? Of(string statistic)
    {
        if (statistic == "power.single.given_n") return Figure.Of(RocPower.Power(0.72, 40, 60, 0.05), m => m.Value);
        var match = Single().Match(statistic);
        if (!match.Success) return null;
        double Number(string name) => double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        return Figure.Of(RocPower.SampleSize(Number("auc"), Number("kappa"), Number("alpha"), Number("power")), s => match.Groups["of"].Value == "ncases" ? s.Cases : s.Controls);
    }

    [GeneratedRegex(@"^power\.single\.auc(?<auc>[\d.]+)_kappa(?<kappa>[\d.]+)_alpha(?<alpha>[\d.]+)_power(?<power>[\d.]+)\.(?<of>ncases|ncontrols)$")]
    private static partial Regex Single();
}
