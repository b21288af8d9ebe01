using RadlPortal.Core.Cohorts;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>DeLong's test of two signatures on the subjects that have both scores.</summary>
/// <param name="HolmP">P adjusted for all comparisons of the report.</param>
public sealed record Comparison(string First, string Second, AucComparison? Test, double? HolmP, string? Why);

/// <summary>What the second signature's probabilities become under the first: reclassification of the subjects that have both.</summary>
/// <param name="Categories">At the locked thresholds: predicted negative to positive and back.</param>
/// <param name="Why">Why there is no figure.</param>
public sealed record ReclassificationFigures(string Updated, string Old, int Subjects, NetReclassification? Continuous, NetReclassification? Categories, DiscriminationImprovement? Integrated, string? Why);

internal static class ComparisonSection
{
    public static IReadOnlyList<Comparison> Compute(SnapshotContent snapshot)
    {
        List<(SnapshotSignature First, SnapshotSignature Second, Computed<AucComparison> Test)> tests = [];
        foreach (var (first, second) in Pairs(snapshot))
        {
            var (a, b, labels) = Both(snapshot, first, second);
            tests.Add((first, second, AreaUnderCurve.Compare(a, b, labels)));
        }

        var holm = new Queue<double>(Multiplicity.Holm([.. tests.Where(t => t.Test.Value is not null).Select(t => t.Test.Value!.P)]));
        return [.. tests.Select(t => new Comparison(t.First.Name, t.Second.Name, t.Test.Value, t.Test.Value is null ? null : holm.Dequeue(), t.Test.Why))];
    }

    public static IReadOnlyList<ReclassificationFigures> Reclassify(SnapshotContent snapshot) => [.. Pairs(snapshot).Select(pair => Reclassify(snapshot, pair.First, pair.Second))];

    private static ReclassificationFigures Reclassify(SnapshotContent snapshot, SnapshotSignature updated, SnapshotSignature old)
    {
        var (now, before, labels) = Both(snapshot, updated, old);
        static double[] Status(double[] scores, double threshold) => [.. scores.Select(s => s >= threshold ? 1.0 : 0)];
        var continuous = Reclassification.Continuous(before, now, labels);
        var integrated = Reclassification.Integrated(before, now, labels);
        return new ReclassificationFigures(updated.Name, old.Name, labels.Length, continuous.Value,
            Reclassification.Categorical(Status(before, old.Threshold), Status(now, updated.Threshold), labels, [0.5]).Value, integrated.Value, continuous.Why ?? integrated.Why);
    }

    /// <summary>The last signature is the fusion: it is compared with its parts first.</summary>
    private static IEnumerable<(SnapshotSignature First, SnapshotSignature Second)> Pairs(SnapshotContent snapshot)
    {
        SnapshotSignature[] order = [.. snapshot.Signatures.Reverse()];
        return order.SelectMany((first, i) => order[(i + 1)..].Select(second => (first, second)));
    }

    /// <summary>Scores and labels of the subjects that have both scores and PD-L1.</summary>
    private static (double[] First, double[] Second, bool[] Labels) Both(SnapshotContent snapshot, SnapshotSignature first, SnapshotSignature second)
    {
        var used = snapshot.Members.Where(m => m.PdL1Positive is not null && m.ScoreOf(first) is not null && m.ScoreOf(second) is not null).ToList();
        return ([.. used.Select(m => m.ScoreOf(first)!.Value)], [.. used.Select(m => m.ScoreOf(second)!.Value)], [.. used.Select(m => m.PdL1Positive!.Value)]);
    }

    public static ReportChapter Chapter(ReportContent content) => new("comparison", "Comparison of signatures", [],
    [
        new("delong", "DeLong's test on the same subjects",
            [ReportColumn.Text("Comparison"), ReportColumn.Number("n"), ReportColumn.Number("Difference of AUC (95% CI)"), ReportColumn.Number("z"), ReportColumn.Number("P"), ReportColumn.Number("P (Holm)")],
            [.. content.Comparisons.Select(c => c.Test is { } t
                ? new ReportRow([$"{c.First} − {c.Second}", t.Subjects, $"{Figures.Three(t.Difference)} ({Figures.Range(t.Lower, t.Upper)})", Figures.Two(t.Z), Figures.PColumn(t.P), Figures.PColumn(c.HolmP!.Value)])
                : new ReportRow([$"{c.First} − {c.Second}"], c.Why))],
            []),
        .. content.Reclassification.Count == 0 ? [] : new[] { ReclassificationTable(content) },
    ], []);

    private static ReportTable ReclassificationTable(ReportContent content) => new("reclassification", "Reclassification: the first signature in place of the second",
        [ReportColumn.Text("Signatures"), ReportColumn.Number("n"), ReportColumn.Number("NRI, category-free (95% CI)"), ReportColumn.Number("of PD-L1 +"), ReportColumn.Number("of PD-L1 −"), ReportColumn.Number("NRI at the thresholds (95% CI)"), ReportColumn.Number("IDI (95% CI)"), ReportColumn.Number("P (IDI)")],
        [.. content.Reclassification.Select(Row)],
        ["NRI: net reclassification improvement, from −2 to 2; the category-free one counts every rise and fall of the score, the one at the thresholds only a change between predicted positive and negative. IDI: integrated discrimination improvement. Both grow when a signature is badly calibrated: read them with the calibration, never alone."]);

    /// <summary>An interval of an NRI, which lies between −2 and 2; Wald's can reach beyond.</summary>
    private static string Within(double lower, double upper) => Figures.Range(Math.Max(-2, lower), Math.Min(2, upper));

    private static ReportRow Row(ReclassificationFigures r)
    {
        List<ReportCell> cells = [$"{r.Updated} for {r.Old}", r.Subjects];
        return r is not { Continuous: { } free, Integrated: { } idi } ? new ReportRow(cells, r.Why) : new ReportRow(
            [.. cells, $"{Figures.Three(free.Total)} ({Within(free.Lower, free.Upper)})", Figures.Three(free.OfEvents), Figures.Three(free.OfNonEvents),
                r.Categories is { } c ? $"{Figures.Three(c.Total)} ({Within(c.Lower, c.Upper)})" : "nobody changes",
                $"{Figures.Three(idi.Value)} ({Figures.Range(idi.Lower, idi.Upper)})", Figures.PColumn(idi.P)]);
    }
}
