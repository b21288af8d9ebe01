namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Intensity-based statistics (IBSI UHIW): the intensities of the intensity mask as they are.</summary>
internal static class IntensityStatistics
{
    public const string Family = "intensity_statistics";

    public static readonly Definition[] Definitions =
    [
        new("stat_mean", "Q4LE", "Mean intensity"), new("stat_var", "ECT3", "Intensity variance"), new("stat_skew", "KE2A", "Intensity skewness"),
        new("stat_kurt", "IPH6", "Excess intensity kurtosis"), new("stat_median", "Y12H", "Median intensity"), new("stat_min", "1GSF", "Minimum intensity"),
        new("stat_p10", "QG58", "10th intensity percentile"), new("stat_p90", "8DWT", "90th intensity percentile"), new("stat_max", "84IY", "Maximum intensity"),
        new("stat_iqr", "SALO", "Intensity interquartile range"), new("stat_range", "2OJQ", "Intensity range"), new("stat_mad", "4FUA", "Intensity-based mean absolute deviation"),
        new("stat_rmad", "1128", "Intensity-based robust mean absolute deviation"), new("stat_medad", "N72L", "Intensity-based median absolute deviation"),
        new("stat_cov", "7TET", "Intensity-based coefficient of variation"), new("stat_qcod", "9S40", "Intensity-based quartile coefficient of dispersion"),
        new("stat_energy", "N8CA", "Intensity-based energy"), new("stat_rms", "5ZWQ", "Root mean square intensity"),
    ];

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi)
    {
        var energy = roi.Values.Sum(v => v * v);
        return Definition.Join(Definitions, Family, Aggregation.None, [.. Percentiles.Describe(roi.Values), energy, Math.Sqrt(energy / roi.Values.Length)]);
    }
}
