namespace RadlPortal.Numerics.Radiomics;

/// <summary>The values of one image in a VOI and their grey levels.</summary>
internal sealed class Roi
{
    private LevelGrid? grid;

    public Roi(RoiBox box, double[] values, bool isSingle, ExtractionSettings settings)
    {
        (Box, Values) = (box, values);
        (Levels, LevelCount) = settings.BinCount is { } count ? Discretisation.FixedCount(values, count, isSingle) : Discretisation.FixedWidth(values, settings.BinWidth);
        Present = [.. Levels.Distinct().Order()];
        if (Present.Length > LevelGrid.MostLevels) throw new RadiomicsException($"The VOI has {Present.Length} grey levels; at most {LevelGrid.MostLevels} can be computed with. Give a larger binWidth, or a binCount.");
    }

    public RoiBox Box { get; }

    public int[] Size => Box.Size;

    public double[] Spacing => Box.Spacing;

    /// <summary>Values of the VOI's voxels, in array order.</summary>
    public double[] Values { get; }

    /// <summary>Grey level of each of the VOI's voxels, from 1.</summary>
    public int[] Levels { get; }

    /// <summary>Highest grey level (Ng); levels in between may be absent.</summary>
    public int LevelCount { get; }

    /// <summary>The grey levels that occur, ascending.</summary>
    public int[] Present { get; }

    public int Count => Values.Length;

    /// <summary>The levels on the box with room for neighbours around it.</summary>
    public LevelGrid Grid(int margin) => grid is { } made && made.Margin >= margin ? made : grid = new LevelGrid(this, margin);
}
