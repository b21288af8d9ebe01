namespace RadlPortal.Numerics.Radiomics;

/// <summary>How GLCM and GLRLM directions are merged into one matrix; without a norm each direction has its own matrix and features are averaged.</summary>
public enum WeightingNorm
{
    /// <summary>Merged, every direction with weight 1.</summary>
    NoWeighting,

    /// <summary>By the largest component of the direction in mm.</summary>
    Infinity,

    /// <summary>By the length of the direction in mm.</summary>
    Euclidean,

    /// <summary>By the sum of the components of the direction in mm.</summary>
    Manhattan,
}
