using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>A VOI after interpolation, resegmentation and discretisation, on the bounding box of its morphological mask. Arrays are x fastest.</summary>
internal sealed class IbsiRoi
{
    // New voxels at exactly the threshold belong to the VOI whatever the last bit says.
    private const double ThresholdTolerance = 1e-9;

    /// <summary>Size of the box along x, y, z.</summary>
    public required int[] Size { get; init; }

    /// <summary>Voxel spacing along x, y, z, mm.</summary>
    public required double[] Spacing { get; init; }

    /// <summary>The whole interpolated grid, of which the box is a part.</summary>
    public required VolumeGeometry Grid { get; init; }

    /// <summary>The VOI before resegmentation.</summary>
    public required bool[] Morphological { get; init; }

    /// <summary>The VOI after resegmentation.</summary>
    public required bool[] Intensity { get; init; }

    /// <summary>Intensities of the whole box.</summary>
    public required double[] Image { get; init; }

    /// <summary>Intensities of the intensity mask, in array order.</summary>
    public required double[] Values { get; init; }

    /// <summary>Grey level from 1 of each voxel of the box; 0 outside the intensity mask.</summary>
    public required int[] Levels { get; init; }

    /// <summary>Highest grey level (Ng).</summary>
    public required int LevelCount { get; init; }

    /// <summary>Intensities of the box and what lies around it, for peaks that average beyond the VOI.</summary>
    public required double[] Surroundings { get; init; }

    public required int[] SurroundingsSize { get; init; }

    /// <summary>Where the box starts in the surroundings.</summary>
    public required int[] SurroundingsOffset { get; init; }

    public required IbsiSettings Settings { get; init; }

    public int Offset(int x, int y, int z) => (z * Size[1] + y) * Size[0] + x;

    public bool Holds(int x, int y, int z) => x >= 0 && y >= 0 && z >= 0 && x < Size[0] && y < Size[1] && z < Size[2];

    /// <summary>Number of voxels of the intensity mask in one slice.</summary>
    public int CountInSlice(int z) => Intensity.AsSpan(Offset(0, 0, z), Size[0] * Size[1]).Count(true);

    /// <summary>Cuts the VOI out and prepares it.</summary>
    public static IbsiRoi Cut(Volume image, Labelmap mask, byte label, IbsiSettings settings)
    {
        settings.Check();
        if (image.Geometry.DifferenceFrom(mask.Geometry) is { } difference) throw new RadiomicsException($"Image and VOI do not lie on the same grid: {difference}");
        if (mask.BoundingBox(label) is not { } labelled)
        {
            var present = mask.PresentLabels();
            throw new RadiomicsException(present.Count == 0 ? "The VOI has no voxel." : $"The labelmap has no voxel of label {label}; it has {string.Join(", ", present)}.");
        }

        var interpolator = new Interpolator(image.Geometry, settings.Interpolation);
        var (box, inside) = Mask(mask, label, labelled, interpolator, settings);
        var reach = LocalIntensity.RadiusMm;
        var around = Grown(box, interpolator.Target, axis => (int)Math.Ceiling(reach / interpolator.Target.Spacing[axis]));
        var surroundings = interpolator.Read(image, around, settings.Interpolation?.Method ?? IbsiInterpolationMethod.Linear);
        if (settings.Interpolation is { RoundIntensities: true }) for (var i = 0; i < surroundings.Length; i++) surroundings[i] = Math.Floor(surroundings[i] + 0.5);
        int[] offset = [box.X - around.X, box.Y - around.Y, box.Z - around.Z];
        var values = Part(surroundings, around, box, offset);
        for (var i = 0; i < inside.Length; i++) if (inside[i] && !double.IsFinite(values[i])) throw new RadiomicsException("The image has values in the VOI that are no numbers.");
        var kept = Resegmentation.Apply(values, inside, settings.Resegmentation);
        var chosen = values.Where((_, i) => kept[i]).ToArray();
        if (chosen.Length == 0) throw new RadiomicsException("Resegmentation leaves no voxel of the VOI: check the range of intensities.");
        var (levels, count) = GreyLevels.Of(chosen, settings.Discretisation, settings.Resegmentation?.Range?[0]);
        var grid = new int[inside.Length];
        for (int i = 0, n = 0; i < grid.Length; i++) if (kept[i]) grid[i] = levels[n++];
        var spacing = interpolator.Target.Spacing;
        return new IbsiRoi
        {
            Size = [box.SizeX, box.SizeY, box.SizeZ],
            Spacing = [spacing.X, spacing.Y, spacing.Z],
            Grid = interpolator.Target,
            Morphological = inside,
            Intensity = kept,
            Image = values,
            Values = chosen,
            Levels = grid,
            LevelCount = count,
            Surroundings = surroundings,
            SurroundingsSize = [around.SizeX, around.SizeY, around.SizeZ],
            SurroundingsOffset = offset,
            Settings = settings,
        };
    }

    /// <summary>The VOI on the new grid: linear interpolation of 0 and 1, cut at the threshold, in its smallest box.</summary>
    private static (VoxelBox Box, bool[] Inside) Mask(Labelmap mask, byte label, VoxelBox labelled, Interpolator interpolator, IbsiSettings settings)
    {
        var near = interpolator.Covering(labelled);
        var region = labelled.Grown(2, mask.Geometry);
        var ones = new byte[mask.Geometry.VoxelCount];
        for (var z = region.Z; z < region.Z + region.SizeZ; z++)
        {
            for (var y = region.Y; y < region.Y + region.SizeY; y++)
            {
                var at = mask.Geometry.Offset(region.X, y, z);
                for (var x = 0; x < region.SizeX; x++, at++) ones[at] = mask.Labels[at] == label ? (byte)1 : (byte)0;
            }
        }

        var share = interpolator.Read(Volume.Of(mask.Geometry, ones), near, IbsiInterpolationMethod.Linear);
        var threshold = (settings.Interpolation?.RoiThreshold ?? 0.5) - ThresholdTolerance;
        var found = new Labelmap(interpolator.Target.Cropped(near), Array.ConvertAll(share, s => s >= threshold ? (byte)1 : (byte)0));
        if (found.BoundingBox(1) is not { } tight) throw new RadiomicsException("Interpolation leaves no voxel of the VOI: it is smaller than the new voxels. Choose a finer spacing.");
        return (new VoxelBox(near.X + tight.X, near.Y + tight.Y, near.Z + tight.Z, tight.SizeX, tight.SizeY, tight.SizeZ), Array.ConvertAll(found.Cropped(tight).Labels, l => l == 1));
    }

    private static VoxelBox Grown(VoxelBox box, VolumeGeometry grid, Func<int, int> margin)
    {
        var (start, size) = (new int[3], new int[3]);
        for (var axis = 0; axis < 3; axis++)
        {
            start[axis] = Math.Max(0, box.Start(axis) - margin(axis));
            size[axis] = Math.Min(grid.Size(axis), box.Start(axis) + box.Size(axis) + margin(axis)) - start[axis];
        }

        return new VoxelBox(start[0], start[1], start[2], size[0], size[1], size[2]);
    }

    private static double[] Part(double[] values, VoxelBox of, VoxelBox box, int[] offset)
    {
        var part = new double[box.VoxelCount];
        for (var z = 0; z < box.SizeZ; z++)
            for (var y = 0; y < box.SizeY; y++)
                values.AsSpan(((z + offset[2]) * of.SizeY + y + offset[1]) * of.SizeX + offset[0], box.SizeX).CopyTo(part.AsSpan((z * box.SizeY + y) * box.SizeX, box.SizeX));
        return part;
    }
}
