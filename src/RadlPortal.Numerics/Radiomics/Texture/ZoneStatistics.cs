namespace RadlPortal.Numerics.Radiomics;

/// <summary>A cell of a run length or size zone matrix that is not empty.</summary>
internal readonly record struct ZoneCell(int Level, int Length, double Count);

/// <summary>The sixteen statistics that run length and size zone matrices share: p(i, j) with grey level i and length (or size) j, both from 1.</summary>
internal static class ZoneStatistics
{
    private const double Epsilon = 2.220446049250313e-16;

    public static readonly string[] RunNames =
    [
        "GrayLevelNonUniformity", "GrayLevelNonUniformityNormalized", "GrayLevelVariance", "HighGrayLevelRunEmphasis", "LongRunEmphasis", "LongRunHighGrayLevelEmphasis", "LongRunLowGrayLevelEmphasis",
        "LowGrayLevelRunEmphasis", "RunEntropy", "RunLengthNonUniformity", "RunLengthNonUniformityNormalized", "RunPercentage", "RunVariance", "ShortRunEmphasis", "ShortRunHighGrayLevelEmphasis", "ShortRunLowGrayLevelEmphasis",
    ];

    public static readonly string[] ZoneNames =
    [
        "GrayLevelNonUniformity", "GrayLevelNonUniformityNormalized", "GrayLevelVariance", "HighGrayLevelZoneEmphasis", "LargeAreaEmphasis", "LargeAreaHighGrayLevelEmphasis", "LargeAreaLowGrayLevelEmphasis",
        "LowGrayLevelZoneEmphasis", "ZoneEntropy", "SizeZoneNonUniformity", "SizeZoneNonUniformityNormalized", "ZonePercentage", "ZoneVariance", "SmallAreaEmphasis", "SmallAreaHighGrayLevelEmphasis", "SmallAreaLowGrayLevelEmphasis",
    ];

    /// <param name="cells">The cells that are not empty, those of one level together.</param>
    /// <returns>In the order of <see cref="RunNames"/> and <see cref="ZoneNames"/>; the percentage is of the voxels in the cells.</returns>
    public static double[] Compute(IReadOnlyList<ZoneCell> cells)
    {
        var (n, voxels, levelMean, lengthMean) = (0.0, 0.0, 0.0, 0.0);
        foreach (var c in cells) (n, voxels, levelMean, lengthMean) = (n + c.Count, voxels + c.Count * c.Length, levelMean + c.Count * c.Level, lengthMean + c.Count * c.Length);
        (levelMean, lengthMean) = (levelMean / n, lengthMean / n);
        var (levelVariance, lengthVariance, entropy) = (0.0, 0.0, 0.0);
        var (high, low, longer, shorter, longHigh, longLow, shortHigh, shortLow) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var c in cells)
        {
            var (i2, j2, p) = ((double)c.Level * c.Level, (double)c.Length * c.Length, c.Count / n);
            levelVariance += p * (c.Level - levelMean) * (c.Level - levelMean);
            lengthVariance += p * (c.Length - lengthMean) * (c.Length - lengthMean);
            entropy -= p * Math.Log2(p + Epsilon);
            (high, low, longer, shorter) = (high + c.Count * i2, low + c.Count / i2, longer + c.Count * j2, shorter + c.Count / j2);
            (longHigh, longLow, shortHigh, shortLow) = (longHigh + c.Count * j2 * i2, longLow + c.Count * j2 / i2, shortHigh + c.Count * i2 / j2, shortLow + c.Count / (i2 * j2));
        }

        var (levelSquares, lengthSquares) = MarginSquares(cells);
        return
        [
            levelSquares / n, levelSquares / (n * n), levelVariance, high / n, longer / n, longHigh / n, longLow / n, low / n, entropy,
            lengthSquares / n, lengthSquares / (n * n), n / voxels, lengthVariance, shorter / n, shortHigh / n, shortLow / n,
        ];
    }

    /// <summary>Sums of the squared margins.</summary>
    private static (double Levels, double Lengths) MarginSquares(IReadOnlyList<ZoneCell> cells)
    {
        var lengths = new Dictionary<int, double>();
        var (level, ofLevel, levels) = (0, 0.0, 0.0);
        foreach (var c in cells)
        {
            if (c.Level != level)
            {
                levels += ofLevel * ofLevel;
                (level, ofLevel) = (c.Level, 0);
            }

            ofLevel += c.Count;
            lengths[c.Length] = lengths.GetValueOrDefault(c.Length) + c.Count;
        }

        return (levels + ofLevel * ofLevel, lengths.Values.Sum(v => v * v));
    }
}
