namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey level co-occurrence (24, IBSI family LFYI): a matrix for each direction, each feature the mean over the directions (IBSI "3D average"), or one merged matrix with a weighting norm (IBSI "3D merged" with weight 1). NaN where no direction has a pair.</summary>
internal static class GlcmFeatures
{
    public static readonly string[] Names =
    [
        "Autocorrelation", "ClusterProminence", "ClusterShade", "ClusterTendency", "Contrast", "Correlation", "DifferenceAverage", "DifferenceEntropy", "DifferenceVariance",
        "Id", "Idm", "Idmn", "Idn", "Imc1", "Imc2", "InverseVariance", "JointAverage", "JointEnergy", "JointEntropy", "MCC", "MaximumProbability", "SumAverage", "SumEntropy", "SumSquares",
    ];

    public static IEnumerable<(string Name, double Value)> Compute(Roi roi, ExtractionSettings settings)
    {
        var directions = Directions.Half(roi.Size, settings.Distances, settings);
        var grid = roi.Grid(settings.Distances.Max());
        var n = roi.Present.Length;
        var (sums, counts) = (new double[Names.Length], new int[Names.Length]);
        var matrix = new GlcmMatrix(roi.Present, roi.LevelCount);
        var pairs = new int[n * n];
        foreach (var direction in directions)
        {
            Count(grid, grid.Step(direction), n, pairs);
            matrix.Add(pairs, settings.SymmetricalGlcm, WeightOf(direction, roi.Spacing, settings.WeightingNorm));
            if (settings.WeightingNorm is null) Take();
        }

        if (settings.WeightingNorm is not null) Take();
        return Names.Select((name, i) => (name, counts[i] > 0 ? sums[i] / counts[i] : WithoutPairs(name)));

        // Of a flat VOI without pairs PyRadiomics gives one feature all the same: which it is depends on whether empty matrices were taken out.
        double WithoutPairs(string name)
        {
            var isSingle = directions.Length == 1 || settings.WeightingNorm is not null;
            return n > 1 ? double.NaN : name == "MCC" && !isSingle ? 1 : name == "InverseVariance" && isSingle ? 0 : double.NaN;
        }

        void Take()
        {
            if (!matrix.Normalise(settings.SymmetricalGlcm)) return;
            var features = matrix.Features();
            for (var i = 0; i < features.Length; i++)
            {
                // As PyRadiomics: what rounding makes of a feature's root drops out of the mean.
                if (double.IsNaN(features[i])) continue;
                sums[i] += features[i];
                counts[i]++;
            }

            matrix.Clear();
        }
    }

    /// <summary>Number of pairs of each two levels in one direction: row the level of a voxel, column that of its neighbour.</summary>
    public static void Count(LevelGrid grid, int step, int levels, int[] pairs)
    {
        Array.Clear(pairs);
        var cells = grid.Cells;
        foreach (var position in grid.Positions)
        {
            var neighbour = cells[position + step];
            if (neighbour != 0) pairs[(cells[position] - 1) * levels + neighbour - 1]++;
        }
    }

    private static double WeightOf((int X, int Y, int Z) direction, double[] spacing, WeightingNorm? norm)
    {
        if (norm is null or WeightingNorm.NoWeighting) return 1;
        var length = Directions.Length(direction, spacing, norm.Value);
        return Math.Exp(-length * length);
    }
}
