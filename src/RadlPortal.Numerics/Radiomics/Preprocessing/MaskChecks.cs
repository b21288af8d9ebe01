using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>What a VOI must fulfil before features are computed, as PyRadiomics checks it.</summary>
internal static class MaskChecks
{
    private const double Edge = 1e-3;

    /// <summary>Refuses a mask without the label.</summary>
    public static VoxelBox Present(Labelmap mask, int label)
    {
        if (label is > 0 and < 256 && mask.BoundingBox((byte)label) is { } box) return box;
        var present = mask.PresentLabels();
        throw new RadiomicsException(present.Count == 0 ? "The VOI is empty: the mask has no voxel with a label." : $"The mask has no voxel of label {label}; it has {string.Join(", ", present)}.");
    }

    /// <summary>Refuses a VOI that is too small or not on the image's grid; gives its box, and the mask on the image's grid.</summary>
    public static (VoxelBox Box, Labelmap Mask) Check(VolumeGeometry image, Labelmap mask, ExtractionSettings settings)
    {
        if (image.DifferenceFrom(mask.Geometry, settings.GeometryTolerance ?? 1e-6) is { } difference)
        {
            if (!settings.CorrectMask) throw new RadiomicsException($"Image and VOI do not lie on the same grid: {difference}. Allow a larger geometryTolerance, or have the mask resampled by correctMask.");
            Inside(image, mask, Present(mask, settings.Label));
            mask = Resampling.Mask(mask, image);
        }

        var box = Present(mask, settings.Label);
        var dimensions = Enumerable.Range(0, 3).Count(axis => box.Size(axis) > 1);
        if (dimensions == 0) throw new RadiomicsException($"The VOI (label {settings.Label}) has one voxel only; features need more.");
        if (dimensions < settings.MinimumRoiDimensions) throw new RadiomicsException($"The VOI (label {settings.Label}) of {box.SizeX}×{box.SizeY}×{box.SizeZ} voxels extends in {dimensions} dimensions; features need at least {settings.MinimumRoiDimensions} (minimumROIDimensions).");
        if (settings.MinimumRoiSize is { } least && mask.Count((byte)settings.Label) is var count && count <= least) throw new RadiomicsException($"The VOI (label {settings.Label}) has {count} voxels; features need more than {least} (minimumROISize).");
        return (box, mask);
    }

    /// <summary>Refuses a VOI that reaches out of the image.</summary>
    public static void Inside(VolumeGeometry image, Labelmap mask, VoxelBox box)
    {
        var first = ToImage(box.X - 0.5, box.Y - 0.5, box.Z - 0.5);
        var last = ToImage(box.X + box.SizeX - 0.5, box.Y + box.SizeY - 0.5, box.Z + box.SizeZ - 0.5);
        for (var axis = 0; axis < 3; axis++)
        {
            if (Math.Min(first[axis], last[axis]) < -0.5 - Edge || Math.Max(first[axis], last[axis]) > image.Size(axis) - 0.5 + Edge)
                throw new RadiomicsException("The VOI reaches out of the image. Use the mask that was drawn on this image.");
        }

        Vector3 ToImage(double x, double y, double z) => image.PatientToIndex(mask.Geometry.IndexToPatient(new Vector3(x, y, z)));
    }

    /// <summary>The mask less the voxels whose values lie outside the limits.</summary>
    public static Labelmap Resegmented(Volume image, Labelmap mask, VoxelBox box, ExtractionSettings settings)
    {
        var label = (byte)settings.Label;
        var (values, labels) = (image.Read(box), mask.Cropped(box).Labels);
        var inside = values.Where((_, i) => labels[i] == label).ToArray();
        var limits = settings.ResegmentRange!.Order().ToArray();
        if (settings.ResegmentMode == ResegmentMode.Relative) limits = Array.ConvertAll(limits, l => inside.Max() * l);
        if (settings.ResegmentMode == ResegmentMode.Sigma)
        {
            var mean = inside.Sum() / inside.Length;
            var deviation = Math.Sqrt(inside.Sum(v => (v - mean) * (v - mean)) / inside.Length);
            limits = Array.ConvertAll(limits, l => mean + deviation * l);
        }

        var upper = limits.Length > 1 ? limits[1] : double.PositiveInfinity;
        var (kept, count) = (new byte[mask.Labels.Length], 0);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] != label || !(values[i] >= limits[0] && values[i] <= upper)) continue;
            kept[mask.Geometry.Offset(box.X + i % box.SizeX, box.Y + i / box.SizeX % box.SizeY, box.Z + i / (box.SizeX * box.SizeY))] = label;
            count++;
        }

        if (count <= 1) throw new RadiomicsException($"Resegmentation leaves {count} of the {inside.Length} voxels of the VOI (label {settings.Label}). Widen resegmentRange.");
        return new Labelmap(mask.Geometry, kept);
    }
}
