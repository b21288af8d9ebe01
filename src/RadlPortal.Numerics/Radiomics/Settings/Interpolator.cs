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
}
