using System.Globalization;

namespace RadlPortal.Core.Segmentations;

/// <summary>Up to where two readers' VOIs count as the same; beyond any of these a third radiologist decides.</summary>
/// <param name="DiceBelow">A lower Dice is a disagreement; 0 to 1.</param>
/// <param name="Hausdorff95AboveMm">A larger HD95 is a disagreement, mm.</param>
/// <param name="VolumeDifferenceAbovePercent">A larger difference of both volumes, in percent of their mean, is a disagreement.</param>
public sealed record AgreementLimits(double DiceBelow, double Hausdorff95AboveMm, double VolumeDifferenceAbovePercent)
{
    /// <summary>Second volume less the first, in percent of their mean.</summary>
    public static double VolumeDifferencePercent(double firstMl, double secondMl) => 200 * (secondMl - firstMl) / (firstMl + secondMl);

    /// <summary>The limits that are passed, in words; none when the readers agree.</summary>
    public IReadOnlyList<string> Beyond(VoiAgreement agreement, double firstMl, double secondMl)
    {
        List<string> beyond = [];
        var difference = Math.Abs(VolumeDifferencePercent(firstMl, secondMl));
        if (agreement.Dice < DiceBelow) beyond.Add(string.Create(CultureInfo.InvariantCulture, $"Dice {agreement.Dice:0.00} < {DiceBelow:0.##}"));
        if (agreement.Hausdorff95Mm > Hausdorff95AboveMm) beyond.Add(string.Create(CultureInfo.InvariantCulture, $"HD95 {agreement.Hausdorff95Mm:0.0} > {Hausdorff95AboveMm:0.##} mm"));
        if (difference > VolumeDifferenceAbovePercent) beyond.Add(string.Create(CultureInfo.InvariantCulture, $"volume {difference:0} > {VolumeDifferenceAbovePercent:0.##} %"));
        return beyond;
    }
}
