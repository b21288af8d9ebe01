using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>Figures of two scores of the same subjects.</summary>
internal sealed class PairFigures(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<bool> labels)
{
    private readonly Lazy<Computed<AucComparison>> delong = new(() => AreaUnderCurve.Compare(first, second, labels));
    private readonly Lazy<Computed<BootstrapComparison>> bootstrap = new(() => BootstrapAuc.Compare(first, second, labels, ScoreFigures.Replicates));

    public Computed<AucComparison> DeLong => delong.Value;

    public Figure? Of(string field) => field switch
    {
        "delong.diff" => Figure.Of(delong.Value, d => d.Difference),
        "delong.cov" => Figure.Of(delong.Value, d => d.Covariance),
        "delong.z" => Figure.Of(delong.Value, d => d.Z),
        "delong.p" => Figure.Of(delong.Value, d => d.P),
        "delong.diff.lo" => Figure.Of(delong.Value, d => d.Lower),
        "delong.diff.hi" => Figure.Of(delong.Value, d => d.Upper),
        "boot_diff.lo" => Figure.Of(bootstrap.Value, b => b.Difference.Lower),
        "boot_diff.hi" => Figure.Of(bootstrap.Value, b => b.Difference.Upper),
        "boot_diff.se" => Figure.Of(bootstrap.Value, b => b.Difference.StandardError),
        "boot_test.z" => Figure.Of(bootstrap.Value, b => b.Z),
        "boot_test.p" => Figure.Of(bootstrap.Value, b => b.P),
        _ => null,
    };
}
