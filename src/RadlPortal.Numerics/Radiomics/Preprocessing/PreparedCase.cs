using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Image and VOI as they go into the filters: normalised, resampled or cropped, checked, resegmented, in PyRadiomics' order.</summary>
internal sealed class PreparedCase
{
    private PreparedCase(Volume image, VoxelBox box, RoiBox roi, RoiBox shape, CaseDiagnostics? diagnostics) =>
        (Image, Box, Roi, Shape, Diagnostics) = (image, box, roi, shape, diagnostics);

    /// <summary>The image that is filtered.</summary>
    public Volume Image { get; }

    /// <summary>The box of the VOI in it.</summary>
    public VoxelBox Box { get; }

    /// <summary>The VOI of which features are computed.</summary>
    public RoiBox Roi { get; }

    /// <summary>The VOI of which the shape is computed.</summary>
    public RoiBox Shape { get; }

    public CaseDiagnostics? Diagnostics { get; }

    public static PreparedCase Of(Volume image, Labelmap mask, ExtractionParameters parameters, CancellationToken cancellation)
    {
        var settings = parameters.Settings;
        var roi = MaskChecks.Present(mask, settings.Label);
        var diagnostics = settings.AdditionalInfo ? new CaseDiagnostics(parameters, image, mask, roi) : null;
        cancellation.ThrowIfCancellationRequested();
        if (settings.Normalize) image = Normalisation.Of(image, settings);
        if (settings.Interpolator is not null && settings.ResampledPixelSpacing is not null)
        {
            (image, mask) = Resampled(image, mask, roi, settings, cancellation);
            diagnostics?.AddImage("interpolated", image);
            diagnostics?.AddMask("interpolated", image, mask, MaskChecks.Present(mask, settings.Label));
        }
        else if (settings.PreCrop)
        {
            (roi, mask) = MaskChecks.Check(image.Geometry, mask, settings);
            (image, mask) = Cropped(image, mask, roi, settings.PadDistance);
        }

        var (box, onGrid) = MaskChecks.Check(image.Geometry, mask, settings);
        if (!ReferenceEquals(onGrid, mask)) diagnostics?.AddMask("corrected", image, onGrid, box);
        mask = onGrid;
        RefuseNoNumbers(image, mask, box, settings.Label);
        var resegmented = mask;
        if (settings.ResegmentRange is not null)
        {
            resegmented = MaskChecks.Resegmented(image, mask, box, settings);
            (box, resegmented) = MaskChecks.Check(image.Geometry, resegmented, settings);
            diagnostics?.AddMask("resegmented", image, resegmented, box);
        }

        var inFilters = BoxOf(resegmented, box, settings.Label);
        return new PreparedCase(image, box, inFilters, settings.ResegmentShape ? inFilters : BoxOf(mask, box, settings.Label), diagnostics);
    }

    private static (Volume Image, Labelmap Mask) Resampled(Volume image, Labelmap mask, VoxelBox roi, ExtractionSettings settings, CancellationToken cancellation)
    {
        MaskChecks.Inside(image.Geometry, mask, roi);
        if (ResamplingGrid.Of(image.Geometry, mask.Geometry, roi, settings) is { } grid)
            return (Resampling.Image(image, grid, settings.Interpolator!.Value, cancellation), Resampling.Mask(mask, grid));
        mask = Resampling.Mask(mask, image.Geometry);
        return Cropped(image, mask, MaskChecks.Present(mask, settings.Label), settings.PadDistance);
    }

    private static (Volume Image, Labelmap Mask) Cropped(Volume image, Labelmap mask, VoxelBox roi, int margin)
    {
        var box = roi.Grown(margin, mask.Geometry);
        return (image.Cropped(box), mask.Cropped(box));
    }

    private static RoiBox BoxOf(Labelmap mask, VoxelBox box, int label)
    {
        var cropped = mask.Cropped(box);
        var spacing = cropped.Geometry.Spacing;
        return new RoiBox(Array.ConvertAll(cropped.Labels, l => l == label), [box.SizeX, box.SizeY, box.SizeZ], [spacing.X, spacing.Y, spacing.Z]);
    }

    // PyRadiomics would put these into a grey level of their own.
    private static void RefuseNoNumbers(Volume image, Labelmap mask, VoxelBox box, int label)
    {
        if (image.IsInteger) return;
        var (values, labels) = (image.Read(box), mask.Cropped(box).Labels);
        for (var i = 0; i < values.Length; i++)
            if (labels[i] == label && !double.IsFinite(values[i])) throw new RadiomicsException($"The image has values in the VOI (label {label}) that are no numbers (NaN or infinite). Mend the image or leave these voxels out of the VOI.");
    }
}
