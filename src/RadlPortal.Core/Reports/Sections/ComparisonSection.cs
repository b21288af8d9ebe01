using RadlPortal.Core.Cohorts;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>DeLong's test of two signatures on the subjects that have both scores.</summary>
/// <param name="HolmP">P adjusted for all comparisons of the report.</param>
public sealed record Comparison(string First, string Second, AucComparison? Test, double? HolmP, string? Why);

internal static class ComparisonSection
{
    public static IReadOnlyList<Comparison> Compute(SnapshotContent snapshot)
    {
        List<(SnapshotSignature First, SnapshotSignature Second, Computed<AucComparison> Test)> tests = [];
        // The last signature is the fusion: it is compared with its parts first.
        SnapshotSignature[] order = [.. snapshot.Signatures.Reverse()];
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = i + 1; j < order.Length; j++)
            {
                var used = snapshot.Members.Where(m => m.PdL1Positive is not null && m.ScoreOf(order[i]) is not null && m.ScoreOf(order[j]) is not null).ToList();
                tests.Add((order[i], order[j], AreaUnderCurve.Compare([.. used.Select(m => m.ScoreOf(order[i])!.Value)], [.. used.Select(m => m.ScoreOf(order[j])!.Value)], [.. used.Select(m => m.PdL1Positive!.Value)])));
            }
        }

        var holm = new Queue<double>(Multiplicity.Holm([.. tests.Where(t => t.Test.Value is not null).Select(t => t.Test.Value!.P)]));
        return [.. tests.Select(t => new Comparison(t.First.Name, t.Second.Name, t.Test.Value, t.Test.Value is null ? null : holm.Dequeue(), t.Test.Why))];
    }

    public static ReportChapter Chapter(ReportContent content) => new("comparison", "Comparison of signatures", [],
    [
        new("delong", "DeLong's test on the same subjects",
            [ReportColumn.Text("Comparison"), ReportColumn.Number("n"), ReportColumn.Number("Difference of AUC (95% CI)"), ReportColumn.Number("z"), ReportColumn.Number("P"), ReportColumn.Number("P (Holm)")],
            [.. content.Comparisons.Select(c => c.Test is { } t
                ? new ReportRow([$"{c.First} − {c.Second}", t.Subjects, $"{Figures.Three(t.Difference)} ({Figures.Range(t.Lower, t.Upper)})", Figures.Two(t.Z), Figures.PColumn(t.P), Figures.PColumn(c.HolmP!.Value)])
                : new ReportRow([$"{c.First} − {c.Second}"], c.Why))],
            []),
    ], []);
}
