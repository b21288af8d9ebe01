namespace RadlPortal.Numerics.Radiomics;

/// <summary>How a resampled image takes its values from the original voxels.</summary>
public enum Interpolator
{
    /// <summary>The value of the nearest voxel.</summary>
    NearestNeighbor,

    /// <summary>Trilinear.</summary>
    Linear,

    /// <summary>Cubic B-spline through the voxel values, mirrored at the borders.</summary>
    BSpline,

    /// <summary>Gaussian of 0.8 voxels, cut off at 4 standard deviations.</summary>
    Gaussian,

    /// <summary>The value with the largest weight under a Gaussian of 1 voxel, cut off at 1: for images of labels.</summary>
    LabelGaussian,

    /// <summary>Sinc of radius 5 under Hamming's window.</summary>
    HammingWindowedSinc,

    /// <summary>Sinc of radius 5 under a cosine window.</summary>
    CosineWindowedSinc,

    /// <summary>Sinc of radius 5 under Welch's window.</summary>
    WelchWindowedSinc,

    /// <summary>Sinc of radius 5 under Lanczos' window.</summary>
    LanczosWindowedSinc,

    /// <summary>Sinc of radius 5 under Blackman's window.</summary>
    BlackmanWindowedSinc,
}
