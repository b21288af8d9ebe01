using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Segmentation;

/// <summary>One structure as a set of voxels of a grid: 1 inside, 0 outside, x fastest.</summary>
public sealed class VoxelMask
{
    /// <summary>Holds voxels without copying them.</summary>
    /// <param name="geometry">Sizes and place of the grid.</param>
    /// <param name="voxels">0 or 1 for each voxel, x fastest.</param>
    /// <exception cref="VolumeFormatException">The number of voxels does not fit the geometry.</exception>
    public VoxelMask(VolumeGeometry geometry, byte[] voxels)
    {
        if (voxels.Length != geometry.VoxelCount)
        {
            throw new VolumeFormatException($"A mask of {geometry.VoxelCount} voxels was given {voxels.Length}.");
        }

        Geometry = geometry;
        Voxels = voxels;
    }

    /// <summary>Sizes, spacing, origin and direction.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>0 or 1 for each voxel, x fastest.</summary>
    public byte[] Voxels { get; }

    /// <summary>Number of voxels inside.</summary>
    public int Count => Voxels.AsSpan().Count((byte)1);

    /// <summary>An empty mask of a grid.</summary>
    /// <param name="geometry">The grid.</param>
    public static VoxelMask Empty(VolumeGeometry geometry) => new(geometry, new byte[geometry.VoxelCount]);

    /// <summary>The voxels that carry a label.</summary>
    /// <param name="labelmap">Where to look.</param>
    /// <param name="label">Which label.</param>
    public static VoxelMask Of(Labelmap labelmap, byte label)
    {
        var voxels = new byte[labelmap.Labels.Length];
        for (var i = 0; i < voxels.Length; i++)
        {
            voxels[i] = labelmap.Labels[i] == label ? (byte)1 : (byte)0;
        }

        return new VoxelMask(labelmap.Geometry, voxels);
    }

    /// <summary>The voxels that are inside this mask or the other.</summary>
    /// <param name="other">On the same grid.</param>
    /// <exception cref="VolumeFormatException">The grids differ.</exception>
    public VoxelMask Union(VoxelMask other) => Combined(other, (a, b) => (byte)(a | b));

    /// <summary>The voxels that are inside both masks.</summary>
    /// <param name="other">On the same grid.</param>
    /// <exception cref="VolumeFormatException">The grids differ.</exception>
    public VoxelMask Intersection(VoxelMask other) => Combined(other, (a, b) => (byte)(a & b));

    /// <summary>The smallest box that holds every voxel inside, or null for an empty mask.</summary>
    public VoxelBox? BoundingBox() => new Labelmap(Geometry, Voxels).BoundingBox(1);

    /// <summary>The box grown by a number of millimetres to each side, cut to the grid.</summary>
    /// <param name="box">A box inside the grid.</param>
    /// <param name="mm">How far; at least 0.</param>
    public VoxelBox Around(VoxelBox box, double mm)
    {
        var (x0, x1) = Ends(box.X, box.SizeX, Geometry.SizeX, mm / Geometry.Spacing.X);
        var (y0, y1) = Ends(box.Y, box.SizeY, Geometry.SizeY, mm / Geometry.Spacing.Y);
        var (z0, z1) = Ends(box.Z, box.SizeZ, Geometry.SizeZ, mm / Geometry.Spacing.Z);
        return new VoxelBox(x0, y0, z0, x1 - x0, y1 - y0, z1 - z0);
    }

    /// <summary>The part inside a box.</summary>
    /// <param name="box">A box inside the grid.</param>
    public VoxelMask Cropped(VoxelBox box) => new(Geometry.Cropped(box), ((Volume<byte>)Volume.Of(Geometry, Voxels).Cropped(box)).Samples);

    /// <summary>An empty mask of this grid with a part put back at its box.</summary>
    /// <param name="part">What was computed on the box.</param>
    /// <param name="box">Where it lies.</param>
    public VoxelMask WithOnly(VoxelMask part, VoxelBox box)
    {
        var whole = Empty(Geometry);
        for (var z = 0; z < box.SizeZ; z++)
        {
            for (var y = 0; y < box.SizeY; y++)
            {
                part.Voxels.AsSpan((z * box.SizeY + y) * box.SizeX, box.SizeX)
                    .CopyTo(whole.Voxels.AsSpan(Geometry.Offset(box.X, box.Y + y, box.Z + z)));
            }
        }

        return whole;
    }

    private VoxelMask Combined(VoxelMask other, Func<byte, byte, byte> of)
    {
        if (Geometry.DifferenceFrom(other.Geometry) is { } difference)
        {
            throw new VolumeFormatException($"Two masks are combined on one grid only: {difference}");
        }

        var voxels = new byte[Voxels.Length];
        for (var i = 0; i < voxels.Length; i++)
        {
            voxels[i] = of(Voxels[i], other.Voxels[i]);
        }

        return new VoxelMask(Geometry, voxels);
    }

    private static (int From, int End) Ends(int start, int length, int size, double reach)
    {
        var far = (int)Math.Min(size, Math.Ceiling(reach) + 1);
        return (Math.Max(0, start - far), Math.Min(size, start + length + far));
    }
}
