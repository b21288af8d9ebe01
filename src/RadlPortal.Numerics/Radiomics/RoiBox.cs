namespace RadlPortal.Numerics.Radiomics;

/// <summary>A VOI on its bounding box; the same for all images of which features are computed. Arrays are x fastest.</summary>
internal sealed class RoiBox
{
    public RoiBox(bool[] mask, int[] size, double[] spacing)
    {
        (Mask, Size, Spacing) = (mask, size, spacing);
        var voxels = new int[mask.AsSpan().Count(true)];
        for (int i = 0, n = 0; n < voxels.Length; i++) if (mask[i]) voxels[n++] = i;
        Voxels = voxels;
    }

    public bool[] Mask { get; }

    /// <summary>Size of the box along x, y, z.</summary>
    public int[] Size { get; }

    /// <summary>Voxel spacing along x, y, z, mm.</summary>
    public double[] Spacing { get; }

    /// <summary>Positions of the VOI's voxels in the box, ascending.</summary>
    public int[] Voxels { get; }

    public double VoxelVolume => Spacing[0] * Spacing[1] * Spacing[2];

    /// <summary>The values of the VOI's voxels out of those of the box.</summary>
    public double[] ValuesOf(double[] box)
    {
        var values = new double[Voxels.Length];
        for (var i = 0; i < values.Length; i++) values[i] = box[Voxels[i]];
        return values;
    }
}
