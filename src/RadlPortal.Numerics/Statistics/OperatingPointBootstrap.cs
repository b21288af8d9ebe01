namespace RadlPortal.Numerics.Statistics;

/// <summary>Bootstrap intervals of figures at a fixed operating point that have no binomial interval (F1) or whose denominator is itself random (PPV, NPV). The threshold stays locked.</summary>
public static class OperatingPointBootstrap
{
    // A resample without a value is drawn again; more than this share of them and the figure has no interval.
    private const int RedrawsPerReplicate = 10;

    /// <summary>Percentile interval (type 7) of one figure.</summary>
    /// <param name="table">The counts at the operating point.</param>
    /// <param name="figure">Such as t =&gt; t.F1.</param>
    /// <param name="stratified">True: positives and negatives keep their numbers; false: subjects are drawn from all.</param>
    /// <param name="replicates">How many resamples.</param>
    /// <param name="seed">Start of the random numbers.</param>
    public static Computed<BootstrapEstimate> Interval(ConfusionTable table, Func<ConfusionTable, Computed<Measure>> figure, bool stratified = true, int replicates = 2000, long seed = 1)
    {
        var observed = figure(table);
        if (observed.Value is null) return observed.RefusedAs<BootstrapEstimate>();
        var lottery = new Lottery(seed);
        var values = new double[replicates];
        var redrawn = 0;
        for (var r = 0; r < replicates;)
        {
            if (figure(stratified ? Stratified(table, lottery) : Unstratified(table, lottery)).Value is { } value) values[r++] = value.Value;
            else if (++redrawn > RedrawsPerReplicate * replicates) return Computed<BootstrapEstimate>.Refused(RefusalReason.Undefined, "Nearly all resamples have no value, so there is no bootstrap interval.", table.Total);
        }

        var result = BootstrapAuc.Of(observed.Value.Value, values, seed, table.Total, observed.Basis!.Method);
        return stratified && redrawn == 0 ? result : Computed<BootstrapEstimate>.Of(result.Value!, table.Total, (stratified ? result.Basis!.Method : result.Basis!.Method.Replace("stratified by class", "not stratified", StringComparison.Ordinal)) + (redrawn == 0 ? "" : $"; {redrawn} resamples without a value drawn again"));
    }

    private static ConfusionTable Stratified(ConfusionTable table, Lottery lottery)
    {
        int positives = table.TruePositives + table.FalseNegatives, negatives = table.FalsePositives + table.TrueNegatives;
        int tp = Drawn(lottery, positives, table.TruePositives), fp = Drawn(lottery, negatives, table.FalsePositives);
        return new ConfusionTable(tp, fp, positives - tp, negatives - fp);
    }

    private static ConfusionTable Unstratified(ConfusionTable table, Lottery lottery)
    {
        int tp = 0, fp = 0, fn = 0, n = table.Total;
        for (var i = 0; i < n; i++)
        {
            var subject = lottery.Below(n);
            if (subject < table.TruePositives) tp++;
            else if (subject < table.TruePositives + table.FalsePositives) fp++;
            else if (subject < table.TruePositives + table.FalsePositives + table.FalseNegatives) fn++;
        }

        return new ConfusionTable(tp, fp, fn, n - tp - fp - fn);
    }

    private static int Drawn(Lottery lottery, int of, int marked)
    {
        var drawn = 0;
        for (var i = 0; i < of; i++)
        {
            if (lottery.Below(of) < marked) drawn++;
        }

        return drawn;
    }
}
