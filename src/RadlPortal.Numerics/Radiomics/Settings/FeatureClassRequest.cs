namespace RadlPortal.Numerics.Radiomics;

/// <summary>Families of features, under PyRadiomics' names.</summary>
public enum FeatureClass
{
    /// <summary>firstorder: statistics of the values (18).</summary>
    FirstOrder,

    /// <summary>glcm: grey level co-occurrence (24).</summary>
    Glcm,

    /// <summary>gldm: grey level dependence (14).</summary>
    Gldm,

    /// <summary>glrlm: grey level run lengths (16).</summary>
    Glrlm,

    /// <summary>glszm: grey level size zones (16).</summary>
    Glszm,

    /// <summary>ngtdm: neighbouring grey tone difference (5).</summary>
    Ngtdm,

    /// <summary>shape: the VOI in space (14).</summary>
    Shape,

    /// <summary>shape2D: a VOI of one slice (9); needs force2D.</summary>
    Shape2D,
}

/// <summary>A family of features that is computed.</summary>
/// <param name="Class">The family.</param>
/// <param name="Names">The features of it, in the order in which they are given; empty for all that PyRadiomics computes by default.</param>
public sealed record FeatureClassRequest(FeatureClass Class, IReadOnlyList<string> Names);
