namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>The three ways of IBSI for matrices without directions: per slice and averaged, slices merged, volume.</summary>
internal static class PlainTexture
{
    /// <summary>Computes a family in the dimensions that the settings ask for.</summary>
    /// <typeparam name="TMatrix">The counts of a slice or of the volume.</typeparam>
    /// <param name="roi">The VOI.</param>
    /// <param name="family">Its name.</param>
    /// <param name="definitions">Its features.</param>
    /// <param name="slice">The matrix of one slice.</param>
    /// <param name="volume">The matrix of the volume.</param>
    /// <param name="merge">Adds the second matrix to the first.</param>
    /// <param name="features">Values of a matrix of so many voxels; NaN where there is none.</param>
    public static IEnumerable<IbsiFeature> Compute<TMatrix>(
        IbsiRoi roi, string family, Definition[] definitions,
        Func<int, TMatrix> slice, Func<TMatrix> volume, Action<TMatrix, TMatrix> merge, Func<TMatrix, long, double[]> features)
        where TMatrix : class
    {
        var wanted = roi.Settings.Dimensions;
        if (wanted.Contains(IbsiDimension.TwoD) || wanted.Contains(IbsiDimension.TwoAndAHalfD))
        {
            var averaged = new Averaging(definitions.Length);
            TMatrix? all = null;
            for (var z = 0; z < roi.Size[2]; z++)
            {
                var voxels = roi.CountInSlice(z);
                if (voxels == 0) continue;
                var matrix = slice(z);
                averaged.Add(features(matrix, voxels));
                if (all is null) all = matrix;
                else merge(all, matrix);
            }

            if (wanted.Contains(IbsiDimension.TwoD)) foreach (var feature in Definition.Join(definitions, family, Aggregation.Slices, averaged.Mean())) yield return feature;
            if (wanted.Contains(IbsiDimension.TwoAndAHalfD)) foreach (var feature in Definition.Join(definitions, family, Aggregation.Planes, features(all!, roi.Values.Length))) yield return feature;
        }

        if (wanted.Contains(IbsiDimension.ThreeD)) foreach (var feature in Definition.Join(definitions, family, Aggregation.Volume, features(volume(), roi.Values.Length))) yield return feature;
    }
}
