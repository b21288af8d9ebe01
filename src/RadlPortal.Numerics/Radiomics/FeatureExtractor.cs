using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Computes the 107 original-image features of PyRadiomics 3.1 for one VOI: shape 14, first order 18, GLCM 24, GLDM 14, GLRLM 16, GLSZM 16, NGTDM 5, under PyRadiomics' names and to its values.</summary>
public static class FeatureExtractor
{
    /// <summary>Computes the features of the voxels that carry a label.</summary>
    /// <param name="image">The image; HU for CT.</param>
    /// <param name="mask">On the grid of the image.</param>
    /// <param name="settings">Bin width and the like.</param>
    /// <param name="label">The label of the VOI.</param>
    /// <param name="cancellation">Asked between the feature classes.</param>
    /// <exception cref="RadiomicsException">The VOI is empty, too small or not on the image's grid.</exception>
    public static FeatureResult Extract(Volume image, Labelmap mask, ExtractionSettings settings, byte label = 1, CancellationToken cancellation = default)
    {
        var roi = Roi.Cut(image, mask, label, settings);
        var values = new List<Feature>(107);
        Add("shape", () => ShapeFeatures.Compute(roi));
        Add("firstorder", () => FirstOrderFeatures.Compute(roi, settings));
        Add("glcm", () => GlcmFeatures.Compute(roi));
        Add("gldm", () => NeighbourhoodFeatures.Gldm(roi));
        Add("glrlm", () => GlrlmFeatures.Compute(roi));
        Add("glszm", () => GlszmFeatures.Compute(roi));
        Add("ngtdm", () => NeighbourhoodFeatures.Ngtdm(roi));
        return new FeatureResult(values, roi.Count);

        void Add(string name, Func<IEnumerable<(string Name, double Value)>> compute)
        {
            cancellation.ThrowIfCancellationRequested();
            values.AddRange(compute().OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => new Feature($"original_{name}_{f.Name}", double.IsFinite(f.Value) ? f.Value : null)));
        }
    }
}
