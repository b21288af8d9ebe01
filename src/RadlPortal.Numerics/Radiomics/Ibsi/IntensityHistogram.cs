namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Intensity histogram (IBSI ZVCW): the grey levels of the intensity mask.</summary>
internal static class IntensityHistogram
{
    public const string Family = "intensity_histogram";

    // The manual's web edition prints the minimum's code at the 10th percentile and so on; these are the codes of its PDF edition.
    public static readonly Definition[] Definitions =
    [
        new("ih_mean", "X6K6", "Mean discretised intensity"), new("ih_var", "CH89", "Discretised intensity variance"), new("ih_skew", "88K1", "Discretised intensity skewness"),
        new("ih_kurt", "C3I7", "Excess discretised intensity kurtosis"), new("ih_median", "WIFQ", "Median discretised intensity"), new("ih_min", "1PR8", "Minimum discretised intensity"),
        new("ih_p10", "GPMT", "10th discretised intensity percentile"), new("ih_p90", "OZ0C", "90th discretised intensity percentile"), new("ih_max", "3NCY", "Maximum discretised intensity"),
        new("ih_iqr", "WR0O", "Discretised intensity interquartile range"), new("ih_range", "5Z3W", "Discretised intensity range"), new("ih_mad", "D2ZX", "Intensity histogram mean absolute deviation"),
        new("ih_rmad", "WRZB", "Intensity histogram robust mean absolute deviation"), new("ih_medad", "4RNL", "Intensity histogram median absolute deviation"),
        new("ih_cov", "CWYJ", "Intensity histogram coefficient of variation"), new("ih_qcod", "SLWD", "Intensity histogram quartile coefficient of dispersion"),
        new("ih_mode", "AMMC", "Intensity histogram mode"), new("ih_entropy", "TLU2", "Discretised intensity entropy"), new("ih_uniformity", "BJ5W", "Discretised intensity uniformity"),
        new("ih_max_grad", "12CE", "Maximum histogram gradient"), new("ih_max_grad_g", "8E6O", "Maximum histogram gradient intensity"),
        new("ih_min_grad", "VQB3", "Minimum histogram gradient"), new("ih_min_grad_g", "RHQZ", "Minimum histogram gradient intensity"),
    ];

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi)
    {
        var levels = roi.Levels.Where(l => l > 0).Select(l => (double)l).ToArray();
        var counts = new double[roi.LevelCount];
        foreach (var level in levels) counts[(int)level - 1]++;
        var described = Percentiles.Describe(levels);
        var shares = counts.Where(c => c > 0).Select(c => c / levels.Length).ToArray();
        var gradient = Gradient(counts);
        return Definition.Join(Definitions, Family, Aggregation.None,
        [
            .. described, Mode(counts, described[0]), -shares.Sum(p => p * Math.Log2(p)), shares.Sum(p => p * p),
            gradient.Max(), Array.IndexOf(gradient, gradient.Max()) + 1, gradient.Min(), Array.IndexOf(gradient, gradient.Min()) + 1,
        ]);
    }

    /// <summary>The most frequent level; of several the one nearest to the mean, of two as near the lower.</summary>
    private static double Mode(double[] counts, double mean)
    {
        var highest = counts.Max();
        return Enumerable.Range(1, counts.Length).Where(i => counts[i - 1] == highest).MinBy(i => Math.Abs(i - mean));
    }

    /// <summary>Central differences of the histogram, one-sided at its two ends; 0 for a single level.</summary>
    private static double[] Gradient(double[] counts)
    {
        var n = counts.Length;
        return [.. Enumerable.Range(0, n).Select(i => n == 1 ? 0 : i == 0 ? counts[1] - counts[0] : i == n - 1 ? counts[i] - counts[i - 1] : (counts[i + 1] - counts[i - 1]) / 2)];
    }
}
