namespace RadlPortal.Numerics.Radiomics;

/// <summary>A feature's name and value; null where the feature has no value for this VOI.</summary>
/// <param name="Name">PyRadiomics' name, such as original_glcm_JointEntropy.</param>
/// <param name="Value">The value.</param>
public sealed record Feature(string Name, double? Value);

/// <summary>The features of one VOI.</summary>
/// <param name="Values">In PyRadiomics' order: shape first, then image by image the families in the order of the parameters; within a family as PyRadiomics sorts, or as named in the parameters.</param>
/// <param name="VoxelCount">Voxels of the VOI.</param>
public sealed record FeatureResult(IReadOnlyList<Feature> Values, int VoxelCount)
{
    /// <summary>The diagnostics_* entries in PyRadiomics' names and order, values as Python prints them; empty without additionalInfo.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Diagnostics { get; init; } = [];

    /// <summary>What was asked for and could not be computed, such as a Laplacian of Gaussian wider than the image: a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
