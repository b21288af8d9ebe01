using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>
/// Computes the features of IBSI's first reference manual (Zwanenburg et al., Radiology 2020;295:328, and the manual's
/// version 11) by its own rules of interpolation, resegmentation, discretisation and aggregation, which are not PyRadiomics'.
/// </summary>
public static class IbsiExtraction
{
    /// <summary>All feature families for the voxels that carry a label.</summary>
    /// <param name="image">The image; HU for CT.</param>
    /// <param name="mask">Labels on the grid of the image.</param>
    /// <param name="settings">How to prepare image and VOI, and which texture features to compute.</param>
    /// <param name="label">The label of the VOI.</param>
    /// <param name="withDiagnostics">Also measure the image as a whole at each step, which interpolates all of it.</param>
    /// <param name="cancellation">Asked between the families.</param>
    /// <exception cref="RadiomicsException">The VOI is empty or not on the image's grid, holds values that are no numbers, or does not fit the settings.</exception>
    public static IbsiResult Extract(Volume image, Labelmap mask, IbsiSettings settings, byte label = 1, bool withDiagnostics = false, CancellationToken cancellation = default)
    {
        var roi = IbsiRoi.Cut(image, mask, label, settings);
        Func<IbsiRoi, IEnumerable<IbsiFeature>>[] families =
        [
            Morphology.Compute, LocalIntensity.Compute, IntensityStatistics.Compute, IntensityHistogram.Compute, IntensityVolumeHistogram.Compute,
            new CoOccurrence().Compute, new RunLengths().Compute, SizeZones.Compute, DistanceZones.Compute, GreyTones.Compute, Dependences.Compute,
        ];
        var features = new List<IbsiFeature>(500);
        foreach (var family in families)
        {
            cancellation.ThrowIfCancellationRequested();
            features.AddRange(family(roi));
        }

        return new IbsiResult(features, withDiagnostics ? [.. Diagnostics.Compute(image, mask, label, roi)] : [], roi.Morphological.AsSpan().Count(true), roi.Values.Length);
    }
}
