using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>A VOI cut out of its image: values, mask and discretised grey levels on the bounding box. Arrays are x fastest.</summary>
internal sealed class Roi
{
    /// <summary>Size of the bounding box along x, y, z.</summary>
    public required int[] Size { get; init; }

    /// <summary>Voxel spacing along x, y, z, mm.</summary>
    public required double[] Spacing { get; init; }

    public required bool[] Mask { get; init; }

    /// <summary>Values of the VOI's voxels, in array order.</summary>
    public required double[] Values { get; init; }

    /// <summary>Grey level of each voxel of the box, from 1; 0 outside the VOI.</summary>
    public required int[] Levels { get; init; }

    /// <summary>Highest grey level (Ng); levels in between may be absent.</summary>
    public required int LevelCount { get; init; }

    public int Count => Values.Length;

    public int Offset(int x, int y, int z) => (z * Size[1] + y) * Size[0] + x;

    public static Roi Cut(Volume image, Labelmap mask, byte label, ExtractionSettings settings)
    {
        if (image.Geometry.DifferenceFrom(mask.Geometry) is { } difference) throw new RadiomicsException($"Image and VOI do not lie on the same grid: {difference}");
        var present = mask.PresentLabels();
        if (present.Count == 0) throw new RadiomicsException("The VOI has no voxel.");
        if (mask.BoundingBox(label) is not { } box) throw new RadiomicsException($"The labelmap has no voxel of label {label}; it has {string.Join(", ", present)}.");
        var cropped = mask.Cropped(box);
        var all = image.Read(box);
        var inside = Array.ConvertAll(cropped.Labels, l => l == label);
        var values = new List<double>();
        for (var i = 0; i < inside.Length; i++) if (inside[i]) values.Add(all[i]);
        int[] size = [cropped.Geometry.SizeX, cropped.Geometry.SizeY, cropped.Geometry.SizeZ];
        if (values.Count < 2) throw new RadiomicsException("The VOI has one voxel only; features need more.");
        if (size.Count(s => s > 1) < settings.MinimumRoiDimensions) throw new RadiomicsException($"The VOI is a line of voxels; features need a VOI that extends in at least {settings.MinimumRoiDimensions} dimensions.");
        if (values.Exists(v => !double.IsFinite(v))) throw new RadiomicsException("The image has values in the VOI that are no numbers.");
        var (levels, count) = Discretisation.FixedWidth([.. values], settings.BinWidth);
        var grid = new int[inside.Length];
        for (int i = 0, n = 0; i < inside.Length; i++) if (inside[i]) grid[i] = levels[n++];
        var spacing = cropped.Geometry.Spacing;
        return new Roi { Size = size, Spacing = [spacing.X, spacing.Y, spacing.Z], Mask = inside, Values = [.. values], Levels = grid, LevelCount = count };
    }
}
