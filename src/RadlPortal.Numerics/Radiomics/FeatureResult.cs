namespace RadlPortal.Numerics.Radiomics;

/// <summary>A feature's name and value; null where the feature has no value for this VOI.</summary>
/// <param name="Name">PyRadiomics' name, such as original_glcm_JointEntropy.</param>
/// <param name="Value">The value.</param>
public sealed record Feature(string Name, double? Value);

/// <summary>The features of one VOI.</summary>
/// <param name="Values">In PyRadiomics' order: shape, firstorder, glcm, gldm, glrlm, glszm, ngtdm; alphabetical within a class.</param>
/// <param name="VoxelCount">Voxels of the VOI.</param>
public sealed record FeatureResult(IReadOnlyList<Feature> Values, int VoxelCount);
