using System.Globalization;
using MathNet.Numerics.Statistics;
using RadlPortal.Core.Cohorts;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <param name="Known">Subjects of whom it is known.</param>
/// <param name="Text">Mean (SD) and range, or counts with shares.</param>
/// <param name="Positive">The same of the PD-L1 positive subjects.</param>
/// <param name="Negative">The same of the PD-L1 negative subjects.</param>
/// <param name="Test">The test of positive against negative; empty when there is none.</param>
/// <param name="StandardisedDifference">Of positive and negative.</param>
public sealed record Characteristic(string Name, int Known, int Unknown, string Text, string Positive, string Negative, string Test, double? P, double? StandardisedDifference);

/// <summary>The cohort's clinical and acquisition characteristics, each with how many subjects it is known of.</summary>
internal static class CharacteristicsSection
{
    public static IReadOnlyList<Characteristic> Compute(SnapshotContent snapshot)
    {
        var members = snapshot.Members;
        return
        [
            Number("Age, years", members, m => m.AgeYears),
            Category("Sex", members, m => m.Sex),
            Category("Smoking", members, m => m.Smoking),
            Category("Histology", members, m => m.Histology),
            Category("Stage", members, m => m.Stage),
            Category("Best response", members, m => m.Response),
            Category("Site", members, m => m.Site),
            Category("Scanner", members, m => m.Series is { } s ? $"{s.Manufacturer} {s.Model}".Trim() is { Length: > 0 } name ? name : null : null),
            Number("Slice thickness, mm", members, m => m.Series?.SliceThicknessMm),
            Number("VOI volume, ml", members, m => m.Voi?.VolumeMl),
        ];
    }

    public static ReportChapter Chapter(ReportContent content) => new("characteristics", "Characteristics", [],
    [
        new("characteristics", "Subjects of the cohort, by PD-L1 status",
            [ReportColumn.Text("Characteristic"), ReportColumn.Text("All"), ReportColumn.Text("PD-L1 positive"), ReportColumn.Text("PD-L1 negative"), ReportColumn.Number("Unknown"), ReportColumn.Text("Test"), ReportColumn.Number("P"), ReportColumn.Number("SMD")],
            [.. content.Characteristics.Where(c => c.Known > 0).Select(c => new ReportRow([c.Name, c.Text, c.Positive, c.Negative, c.Unknown, c.Test, c.P is { } p ? Figures.PColumn(p) : "", c.StandardisedDifference is { } d ? Figures.Two(d) : ""]))],
            ["Numbers: mean (SD), range; categories: subjects (share of the known). SMD: standardised mean difference of PD-L1 positive and negative (multi-level for categories). P values are not adjusted for the number of rows."]),
    ], []);

    private static Characteristic Number(string name, IReadOnlyList<SnapshotMember> members, Func<SnapshotMember, double?> value)
    {
        var known = members.Count(m => value(m) is not null);
        double?[] positive = [.. members.Where(m => m.PdL1Positive == true).Select(value)], negative = [.. members.Where(m => m.PdL1Positive == false).Select(value)];
        double[] first = [.. positive.OfType<double>()], second = [.. negative.OfType<double>()];
        var p = RankTests.MannWhitney(first, second).Value?.P;
        return new Characteristic(name, known, members.Count - known, Numbers(members.Select(value)), Numbers(positive), Numbers(negative), p is null ? "" : "Mann-Whitney", p, StandardisedDifference.Continuous(first, second).Value?.Value);
    }

    private static Characteristic Category(string name, IReadOnlyList<SnapshotMember> members, Func<SnapshotMember, string?> value)
    {
        var known = members.Count(m => value(m) is not null);
        string?[] positive = [.. members.Where(m => m.PdL1Positive == true).Select(value)], negative = [.. members.Where(m => m.PdL1Positive == false).Select(value)];
        string[] first = [.. positive.OfType<string>()], second = [.. negative.OfType<string>()];
        var (test, p) = Test(first, second);
        return new Characteristic(name, known, members.Count - known, Counts(members.Select(value)), Counts(positive), Counts(negative), test, p, StandardisedDifference.Categorical(first, second).Value?.Value);
    }

    /// <summary>Chi-square, or Fisher's exact test where a count below 5 is expected.</summary>
    private static (string Test, double? P) Test(string[] positive, string[] negative)
    {
        if (positive.Length == 0 || negative.Length == 0 || positive.Concat(negative).Distinct().Count() < 2) return ("", null);
        var table = ContingencyTable.Of([.. positive.Select(_ => "+"), .. negative.Select(_ => "-")], [.. positive, .. negative]);
        if (table.Pearson().Value is { SmallestExpected: >= 5 } pearson) return ("chi-square", pearson.P);
        return table.Fisher().Value is { } exact ? ("Fisher's exact", exact.P) : ("", null);
    }

    private static string Numbers(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length switch
        {
            0 => "not known",
            1 => Figures.One(known[0]),
            _ => $"{Figures.One(known.Mean())} ({Figures.One(known.StandardDeviation())}), {Figures.One(known.Min())} to {Figures.One(known.Max())}",
        };
    }

    private static string Counts(IEnumerable<string?> values)
    {
        var known = values.OfType<string>().ToList();
        return known.Count == 0 ? "not known"
            : string.Join("; ", known.GroupBy(v => v).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count().ToString(CultureInfo.InvariantCulture)} ({Figures.Percent((double)g.Count() / known.Count)})"));
    }
}
