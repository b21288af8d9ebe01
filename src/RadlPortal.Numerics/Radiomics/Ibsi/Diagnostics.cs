using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>What IBSI's compliance sheet asks of image and masks as read, after interpolation and after resegmentation.</summary>
internal static class Diagnostics
{
    public const string Family = "diagnostics";

    private static readonly string[] Axes = ["x", "y", "z"];

    public static IEnumerable<IbsiFeature> Compute(Volume image, Labelmap mask, byte label, IbsiRoi roi)
    {
        var whole = image.Geometry;
        var interpolator = new Interpolator(whole, roi.Settings.Interpolation);
        foreach (var found in Image("init", whole, Enumerable.Range(0, whole.VoxelCount).Select(i => image[i]))) yield return found;
        foreach (var found in Image("interp", interpolator.Target, Slices(image, interpolator, roi.Settings))) yield return found;
        var box = mask.BoundingBox(label)!.Value;
        var inside = Array.ConvertAll(mask.Cropped(box).Labels, l => l == label);
        int[] size = [box.SizeX, box.SizeY, box.SizeZ];
        foreach (var found in Roi("init", whole, size, inside, inside, image.Read(box))) yield return found;
        foreach (var found in Roi("interp", roi.Grid, roi.Size, roi.Morphological, roi.Morphological, roi.Image)) yield return found;
        foreach (var found in Roi("reseg", roi.Grid, roi.Size, roi.Morphological, roi.Intensity, roi.Image)) yield return found;
    }

    private static IEnumerable<IbsiFeature> Image(string stage, VolumeGeometry grid, IEnumerable<double> values)
    {
        var (sum, count, least, most) = (0.0, 0L, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values) (sum, count, least, most) = (sum + value, count + 1, Math.Min(least, value), Math.Max(most, value));
        for (var axis = 0; axis < 3; axis++) yield return Of($"img_dim_{Axes[axis]}_{stage}_img", grid.Size(axis));
        for (var axis = 0; axis < 3; axis++) yield return Of($"vox_dim_{Axes[axis]}_{stage}_img", grid.Spacing[axis]);
        yield return Of($"mean_int_{stage}_img", sum / count);
        yield return Of($"min_int_{stage}_img", least);
        yield return Of($"max_int_{stage}_img", most);
    }

    /// <summary>The interpolated image slice by slice, so that it need not be held as a whole.</summary>
    private static IEnumerable<double> Slices(Volume image, Interpolator interpolator, IbsiSettings settings)
    {
        var grid = interpolator.Target;
        for (var z = 0; z < grid.SizeZ; z++)
        {
            var slice = interpolator.Read(image, new VoxelBox(0, 0, z, grid.SizeX, grid.SizeY, 1), settings.Interpolation?.Method ?? IbsiInterpolationMethod.Linear);
            foreach (var value in slice) yield return settings.Interpolation is { RoundIntensities: true } ? Math.Floor(value + 0.5) : value;
        }
    }

    private static IEnumerable<IbsiFeature> Roi(string stage, VolumeGeometry grid, int[] size, bool[] morphological, bool[] intensity, double[] values)
    {
        for (var axis = 0; axis < 3; axis++) yield return Of($"int_mask_dim_{Axes[axis]}_{stage}_roi", grid.Size(axis));
        foreach (var (kind, mask) in new[] { ("int", intensity), ("morph", morphological) })
        {
            var bytes = Array.ConvertAll(mask, held => held ? (byte)1 : (byte)0);
            var box = new Labelmap(new VolumeGeometry(size[0], size[1], size[2], grid.Spacing), bytes).BoundingBox(1)!.Value;
            for (var axis = 0; axis < 3; axis++) yield return Of($"{kind}_mask_bb_dim_{Axes[axis]}_{stage}_roi", box.Size(axis));
            yield return Of($"{kind}_mask_vox_count_{stage}_roi", mask.AsSpan().Count(true));
        }

        var held = values.Where((_, i) => intensity[i]).ToArray();
        yield return Of($"int_mask_mean_int_{stage}_roi", held.Average());
        yield return Of($"int_mask_min_int_{stage}_roi", held.Min());
        yield return Of($"int_mask_max_int_{stage}_roi", held.Max());
    }

    private static IbsiFeature Of(string tag, double value) => new(Family, tag, tag, "", "", value);
}
