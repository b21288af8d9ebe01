using System.Globalization;
using MathNet.Numerics.Statistics;
using RadlPortal.Core.Cohorts;

namespace RadlPortal.Core.Reports;

/// <summary>The cohort's clinical and acquisition characteristics, each with how many subjects it is known of.</summary>
internal static class CohortCharacteristics
{
    public static IReadOnlyList<Characteristic> Of(IReadOnlyList<SnapshotMember> members) =>
    [
        Number("Age, years", members, m => m.AgeYears),
        Category("Sex", members, m => m.Sex),
        Category("Smoking", members, m => m.Smoking),
        Category("Histology", members, m => m.Histology),
        Category("Stage", members, m => m.Stage),
        Category("PD-L1", members, m => m.PdL1Positive is { } positive ? positive ? "positive" : "negative" : null),
        Category("Best response", members, m => m.Response),
        Category("Site", members, m => m.Site),
        Category("Scanner", members, m => m.Series is { } s ? $"{s.Manufacturer} {s.Model}".Trim() is { Length: > 0 } name ? name : null : null),
        Category("Reconstruction kernel", members, m => m.Series?.Kernel),
        Number("Slice thickness, mm", members, m => m.Series?.SliceThicknessMm),
        Number("Pixel spacing, mm", members, m => m.Series?.PixelSpacingMm),
        Number("VOI volume, ml", members, m => m.Voi?.VolumeMl),
    ];

    private static Characteristic Number(string name, IReadOnlyList<SnapshotMember> members, Func<SnapshotMember, double?> value)
    {
        double[] known = [.. members.Select(value).OfType<double>()];
        var text = known.Length switch
        {
            0 => "not known of any subject",
            1 => Two(known[0]),
            _ => $"mean {Two(known.Mean())} (SD {Two(known.StandardDeviation())}), {Two(known.Min())} to {Two(known.Max())}",
        };
        return new Characteristic(name, known.Length, members.Count - known.Length, text);
    }

    private static Characteristic Category(string name, IReadOnlyList<SnapshotMember> members, Func<SnapshotMember, string?> value)
    {
        var known = members.Select(value).OfType<string>().ToList();
        var text = known.Count == 0 ? "not known of any subject"
            : string.Join("; ", known.GroupBy(v => v).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()} ({Figures.Percent((double)g.Count() / known.Count)})"));
        return new Characteristic(name, known.Count, members.Count - known.Count, text);
    }

    private static string Two(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
