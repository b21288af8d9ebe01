using RadlPortal.Core.Reads;
using RadlPortal.Core.Reports.Plots;
using RadlPortal.Core.Reports.Sections;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Cohorts;

/// <summary>How the readers of a cohort agree.</summary>
/// <param name="Lines">Two readers of one case; then one reader twice.</param>
/// <param name="NotComparable">Pairs whose masks cannot be compared: another grid, or a stored file is missing.</param>
public sealed record CohortAgreement(string Cohort, string Code, bool IsSynthetic, AgreementLimits Limits, IReadOnlyList<AgreementLine> Lines, int NotComparable, IReadOnlyList<SnapshotFeatureAgreement> Features)
{
    public AgreementSummary Between => AgreementSummary.Of([.. Lines.Where(l => !l.IsRepeat)], "bland-altman", "Volumes of both readers", "second − first, ml");

    public AgreementSummary Within => AgreementSummary.Of([.. Lines.Where(l => l.IsRepeat)], "bland-altman-repeat", "Volumes of the same reader", "repeat − first, ml");
}

/// <summary>Two reads of a case.</summary>
/// <param name="IsRepeat">By the same reader.</param>
/// <param name="Beyond">The study's limits that are passed, in words.</param>
/// <param name="Adjudication">Null where nothing is to be decided.</param>
public sealed record AgreementLine(string Subject, string Site, bool IsRepeat, string FirstReader, string SecondReader, double FirstMl, double SecondMl, double Dice, double Hausdorff95Mm, double AverageSurfaceDistanceMm, IReadOnlyList<string> Beyond, LineAdjudication? Adjudication)
{
    public double VolumeDifferencePercent => AgreementLimits.VolumeDifferencePercent(FirstMl, SecondMl);
}

/// <param name="Adjudicator">Null while the case waits.</param>
/// <param name="Operation">Null while nothing is saved.</param>
/// <param name="IsOfOlderVersions">A reader has saved since the adjudicator began.</param>
public sealed record LineAdjudication(string? Adjudicator, AdjudicationOperation? Operation, double? VolumeMl, bool IsOfOlderVersions)
{
    public string InWords => (Adjudicator is null ? AdjudicationWords.Awaits : Operation is { } operation ? $"adjudicated: {operation.Word()}" : "being adjudicated") + (IsOfOlderVersions ? ", of older versions" : "");
}

/// <summary>The lines at one glance; what there is no value for is null.</summary>
public sealed record AgreementSummary(int Pairs, Spread? Dice, Spread? Hausdorff95Mm, Spread? AverageSurfaceDistanceMm, Spread? VolumeDifferencePercent, int Beyond, int Awaiting, Plot? BlandAltman)
{
    internal static AgreementSummary Of(IReadOnlyList<AgreementLine> lines, string plotId, string title, string difference) => new(
        lines.Count,
        Spread.Of(lines.Select(l => l.Dice)),
        Spread.Of(lines.Select(l => l.Hausdorff95Mm)),
        Spread.Of(lines.Select(l => l.AverageSurfaceDistanceMm)),
        Spread.Of(lines.Select(l => l.VolumeDifferencePercent)),
        lines.Count(l => l.Beyond.Count > 0),
        lines.Count(l => l.Adjudication is { Operation: null }),
        lines.Count == 0 ? null : BlandAltmanPlot.Of(plotId, title, [.. lines.Select(l => new VolumePair(l.FirstMl, l.SecondMl, FormattableString.Invariant($"{l.Subject}: {l.FirstMl:0.00} and {l.SecondMl:0.00} ml, Dice {l.Dice:0.00}")))], difference));
}
