namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>The six ways of IBSI to put a matrix per direction and slice together (section 3.6.1).</summary>
/// <typeparam name="TMatrix">Counts of one direction in one slice or the volume.</typeparam>
internal abstract class DirectionalTexture<TMatrix>
    where TMatrix : class
{
    protected abstract string Family { get; }

    protected abstract Definition[] Definitions { get; }

    protected abstract TMatrix Empty(IbsiRoi roi);

    protected abstract bool IsEmpty(TMatrix matrix);

    /// <summary>Counts along a direction, from slice first up to but without slice end.</summary>
    protected abstract TMatrix Count(IbsiRoi roi, (int X, int Y, int Z) direction, int first, int end);

    protected abstract void Merge(TMatrix into, TMatrix from);

    /// <param name="roi">The VOI.</param>
    /// <param name="matrix">Counts.</param>
    /// <param name="voxels">Voxels gone through, once a direction.</param>
    protected abstract double[] Features(IbsiRoi roi, TMatrix matrix, long voxels);

    public IEnumerable<IbsiFeature> Compute(IbsiRoi roi)
    {
        var wanted = roi.Settings.Dimensions;
        var features = new List<IbsiFeature>();
        if (wanted.Contains(IbsiDimension.TwoD) || wanted.Contains(IbsiDimension.TwoAndAHalfD)) features.AddRange(InSlices(roi));
        if (wanted.Contains(IbsiDimension.ThreeD)) features.AddRange(InVolume(roi));
        return features;
    }

    private IEnumerable<IbsiFeature> InSlices(IbsiRoi roi)
    {
        var directions = Neighbours.Directions(isInSlice: true);
        var (averaged, sliceMerged, directionMerged) = (new Averaging(Definitions.Length), new Averaging(Definitions.Length), new Averaging(Definitions.Length));
        var (perDirection, all) = (Array.ConvertAll(directions, _ => Empty(roi)), Empty(roi));
        for (var z = 0; z < roi.Size[2]; z++)
        {
            var (voxels, slice) = (roi.CountInSlice(z), Empty(roi));
            if (voxels == 0) continue;
            for (var d = 0; d < directions.Length; d++)
            {
                var matrix = Count(roi, directions[d], z, z + 1);
                if (!IsEmpty(matrix)) averaged.Add(Features(roi, matrix, voxels));
                Merge(slice, matrix);
                Merge(perDirection[d], matrix);
            }

            if (!IsEmpty(slice)) sliceMerged.Add(Features(roi, slice, (long)voxels * directions.Length));
        }

        foreach (var matrix in perDirection)
        {
            if (!IsEmpty(matrix)) directionMerged.Add(Features(roi, matrix, roi.Values.Length));
            Merge(all, matrix);
        }

        var merged = IsEmpty(all) ? new Averaging(Definitions.Length).Mean() : Features(roi, all, (long)roi.Values.Length * directions.Length);
        IEnumerable<IbsiFeature> features = [];
        if (roi.Settings.Dimensions.Contains(IbsiDimension.TwoD)) features = Join(Aggregation.SliceAveraged, averaged.Mean()).Concat(Join(Aggregation.SliceMerged, sliceMerged.Mean()));
        if (roi.Settings.Dimensions.Contains(IbsiDimension.TwoAndAHalfD)) features = features.Concat(Join(Aggregation.DirectionMerged, directionMerged.Mean())).Concat(Join(Aggregation.PlaneMerged, merged));
        return features;
    }

    private IEnumerable<IbsiFeature> InVolume(IbsiRoi roi)
    {
        var directions = Neighbours.Directions(isInSlice: false);
        var (averaged, all) = (new Averaging(Definitions.Length), Empty(roi));
        foreach (var direction in directions)
        {
            var matrix = Count(roi, direction, 0, roi.Size[2]);
            if (!IsEmpty(matrix)) averaged.Add(Features(roi, matrix, roi.Values.Length));
            Merge(all, matrix);
        }

        var merged = IsEmpty(all) ? new Averaging(Definitions.Length).Mean() : Features(roi, all, (long)roi.Values.Length * directions.Length);
        return Join(Aggregation.VolumeAveraged, averaged.Mean()).Concat(Join(Aggregation.VolumeMerged, merged));
    }

    private IEnumerable<IbsiFeature> Join(Aggregation aggregation, double[] values) => Definition.Join(Definitions, Family, aggregation, values);
}
