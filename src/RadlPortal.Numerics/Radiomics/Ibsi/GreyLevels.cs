namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Discretisation of intensities (IBSI section 2.7).</summary>
internal static class GreyLevels
{
    /// <summary>Above this number of levels a matrix of pairs of levels grows out of measure.</summary>
    public const int Most = 2048;

    /// <summary>The level (from 1) of each value, and the highest level Ng.</summary>
    /// <param name="values">Intensities of the intensity mask.</param>
    /// <param name="by">Method and number.</param>
    /// <param name="lower">The range's lower bound, where the fixed bin size starts; null for the lowest intensity.</param>
    public static (int[] Levels, int Count) Of(double[] values, IbsiDiscretisation by, double? lower)
    {
        var (least, most) = (values.Min(), values.Max());
        var levels = by.Method switch
        {
            IbsiDiscretisationMethod.FixedBinSize => Fixed(values, lower ?? least, by.Width!.Value),
            IbsiDiscretisationMethod.FixedBinNumber => Array.ConvertAll(values, v => v < most ? Math.Min((int)Math.Floor(by.Bins!.Value * (v - least) / (most - least)) + 1, by.Bins.Value) : by.Bins!.Value),
            _ => Array.ConvertAll(values, Whole),
        };
        // A flat VOI has one level whatever the number of bins.
        if (by.Method == IbsiDiscretisationMethod.FixedBinNumber && least == most) Array.Fill(levels, 1);
        return (levels, by.Method == IbsiDiscretisationMethod.FixedBinNumber && least < most ? by.Bins!.Value : levels.Max());
    }

    private static int[] Fixed(double[] values, double start, double width)
    {
        var highest = (values.Max() - start) / width;
        if (highest >= Most) throw new RadiomicsException(FormattableString.Invariant($"Bins of {width} give {highest + 1:0} grey levels; at most {Most} can be held. Choose a wider bin, or limit the range of intensities."));
        return Array.ConvertAll(values, v => (int)Math.Floor((v - start) / width) + 1);
    }

    private static int Whole(double value) =>
        value is >= 1 and <= Most && value == Math.Floor(value)
            ? (int)value
            : throw new RadiomicsException(FormattableString.Invariant($"Without discretisation the intensities must be whole grey levels from 1 to {Most}; the VOI holds {value}. Set a discretisation."));
}
