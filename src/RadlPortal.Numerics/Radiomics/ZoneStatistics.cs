namespace RadlPortal.Numerics.Radiomics;

/// <summary>The sixteen statistics that run length and size zone matrices share: p(i, j) with grey level i and length (or size) j, both from 1.</summary>
internal static class ZoneStatistics
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <param name="cells">Grey level, length and count of the cells that are not empty.</param>
    /// <param name="voxels">Denominator of the percentage.</param>
    /// <returns>In a fixed order: see <see cref="RunNames"/> and <see cref="ZoneNames"/>.</returns>
    public static double[] Compute(IReadOnlyCollection<(int Level, int Length, double Count)> cells, double voxels)
    {
        var n = cells.Sum(c => c.Count);
        var (levelMean, lengthMean) = (cells.Sum(c => c.Level * c.Count) / n, cells.Sum(c => c.Length * c.Count) / n);
        var levelSquares = cells.GroupBy(c => c.Level).Sum(g => Square(g.Sum(c => c.Count)));
        var lengthSquares = cells.GroupBy(c => c.Length).Sum(g => Square(g.Sum(c => c.Count)));
        return
        [
            levelSquares / n,
            levelSquares / (n * n),
            cells.Sum(c => c.Count / n * Square(c.Level - levelMean)),
            cells.Sum(c => c.Count * Square(c.Level)) / n,
            cells.Sum(c => c.Count * Square(c.Length)) / n,
            cells.Sum(c => c.Count * Square(c.Length) * Square(c.Level)) / n,
            cells.Sum(c => c.Count * Square(c.Length) / Square(c.Level)) / n,
            cells.Sum(c => c.Count / Square(c.Level)) / n,
            -cells.Sum(c => c.Count / n * Math.Log2(c.Count / n + Epsilon)),
            lengthSquares / n,
            lengthSquares / (n * n),
            n / voxels,
            cells.Sum(c => c.Count / n * Square(c.Length - lengthMean)),
            cells.Sum(c => c.Count / Square(c.Length)) / n,
            cells.Sum(c => c.Count * Square(c.Level) / Square(c.Length)) / n,
            cells.Sum(c => c.Count / (Square(c.Level) * Square(c.Length))) / n,
        ];
    }

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

    private static double Square(double value) => value * value;
}
