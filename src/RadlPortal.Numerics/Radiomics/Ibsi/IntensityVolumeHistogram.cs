namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>
/// Intensity-volume histogram (IBSI P88C): ν(i), the share of voxels with at least intensity i, over the intensity fraction
/// γ(i) = (i - lowest) / (highest - lowest). The intensities i are whole steps without discretisation, bin centres with the
/// fixed bin size, bin numbers with the fixed bin number; a range of resegmentation sets lowest and highest where it is closed.
/// </summary>
internal static class IntensityVolumeHistogram
{
    public const string Family = "intensity_volume_histogram";
    private const int MostSteps = 10_000_000;

    public static readonly Definition[] Definitions =
    [
        new("ivh_v10", "BC2M", "Volume at intensity fraction 10%"), new("ivh_v90", "BC2M", "Volume at intensity fraction 90%"),
        new("ivh_i10", "GBPN", "Intensity at volume fraction 10%"), new("ivh_i90", "GBPN", "Intensity at volume fraction 90%"),
        new("ivh_diff_v10_v90", "DDTU", "Volume fraction difference between intensity fractions"), new("ivh_diff_i10_i90", "CNV2", "Intensity fraction difference between volume fractions"),
        new("ivh_auc", "9CMM", "Area under the IVH curve"),
    ];

    public static IEnumerable<IbsiFeature> Compute(IbsiRoi roi)
    {
        var (start, step, counts) = Histogram(roi);
        var n = counts.Length;
        // at[k] is the share of voxels in step k and above.
        var at = new double[n];
        var above = 0L;
        for (var k = n - 1; k >= 0; k--)
        {
            above += counts[k];
            at[k] = (double)above / roi.Values.Length;
        }

        var (v10, v90) = (VolumeAt(0.1), VolumeAt(0.9));
        var (i10, i90) = (IntensityAt(0.1), IntensityAt(0.9));
        var area = n == 1 ? 0 : Enumerable.Range(0, n - 1).Sum(k => (at[k] + at[k + 1]) / 2) / (n - 1);
        return Definition.Join(Definitions, Family, Aggregation.None, [v10, v90, i10, i90, v10 - v90, i10 - i90, area]);

        double VolumeAt(double fraction) => at[Math.Clamp((int)Math.Ceiling(fraction * (n - 1) - 1e-9), 0, n - 1)];

        double IntensityAt(double share)
        {
            var k = Array.FindIndex(at, v => v <= share);
            return start + step * (k < 0 ? n : k);
        }
    }

    /// <summary>First intensity, step and voxels per step.</summary>
    private static (double Start, double Step, long[] Counts) Histogram(IbsiRoi roi)
    {
        var by = roi.Settings.IntensityVolumeHistogram;
        var (lower, upper) = (roi.Settings.Resegmentation?.Range?[0], roi.Settings.Resegmentation?.Range?[1]);
        if (by.Method == IbsiDiscretisationMethod.FixedBinNumber)
        {
            var levels = GreyLevels.Of(roi.Values, by, null);
            return (1, 1, Counted(Array.ConvertAll(levels.Levels, l => l - 1), levels.Count));
        }

        var (least, most) = (lower ?? roi.Values.Min(), upper ?? roi.Values.Max());
        if (by.Method == IbsiDiscretisationMethod.FixedBinSize)
        {
            var width = by.Width!.Value;
            var bins = Math.Max((upper is null ? Math.Floor((most - least) / width) + 1 : Math.Ceiling((most - least) / width)), 1);
            Require(bins);
            return (least + width / 2, width, Counted(Array.ConvertAll(roi.Values, v => Math.Min((int)((v - least) / width), (int)bins - 1)), (int)bins));
        }

        if (Array.Exists(roi.Values, v => v != Math.Floor(v))) throw new RadiomicsException("The intensities are not whole numbers: set a discretisation of the intensity-volume histogram, or round intensities after interpolation.");
        (least, most) = (Math.Ceiling(least), Math.Floor(most));
        Require(most - least + 1);
        return (least, 1, Counted(Array.ConvertAll(roi.Values, v => (int)(v - least)), (int)(most - least) + 1));
    }

    private static void Require(double steps)
    {
        if (steps > MostSteps) throw new RadiomicsException($"The intensity-volume histogram would have {steps:0} steps; set a wider discretisation of it.");
    }

    private static long[] Counted(int[] steps, int count)
    {
        var counts = new long[count];
        foreach (var step in steps) counts[step]++;
        return counts;
    }
}
