using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>The grid to which image and mask are resampled: corner-aligned with the mask's grid, cut to the VOI and a margin. Computed as PyRadiomics does, in its order.</summary>
internal static class ResamplingGrid
{
    /// <summary>Null if the image has the spacing that is asked for.</summary>
    public static VolumeGeometry? Of(VolumeGeometry image, VolumeGeometry mask, VoxelBox roi, ExtractionSettings settings)
    {
        var (spacing, lower, size) = (new double[3], new double[3], new int[3]);
        var isSame = true;
        for (var axis = 0; axis < 3; axis++)
        {
            var wanted = settings.ResampledPixelSpacing![axis];
            spacing[axis] = wanted == 0 || roi.Size(axis) == 1 ? mask.Spacing[axis] : wanted;
            isSame &= Math.Abs(image.Spacing[axis] - spacing[axis]) <= 1e-8 + 1e-5 * Math.Abs(spacing[axis]);
        }

        if (isSame) return null;
        var origin = new double[3];
        for (var axis = 0; axis < 3; axis++)
        {
            var ratio = mask.Spacing[axis] / spacing[axis];
            var first = Math.Max(0, Math.Floor((roi.Start(axis) - 0.5) * ratio - settings.PadDistance));
            var last = Math.Min(Math.Ceiling(mask.Size(axis) * ratio) - 1, Math.Ceiling((roi.Start(axis) + roi.Size(axis) - 0.5) * ratio + settings.PadDistance));
            (lower[axis], size[axis]) = (first / ratio, (int)Math.Min(last - first + 1, int.MaxValue));
            origin[axis] = 0.5 * (spacing[axis] - mask.Spacing[axis]) / mask.Spacing[axis] + lower[axis];
        }

        return new VolumeGeometry(size[0], size[1], size[2], new Vector3(spacing[0], spacing[1], spacing[2]), ItkGeometry.ToPatient(mask, origin[0], origin[1], origin[2]), mask.Direction);
    }
}
