namespace RadlPortal.Numerics.Volumes;

/// <summary>
/// A mask: one label per voxel (0 = nothing), x fastest, and where the voxels lie in the patient. A label selects the
/// volume of interest; one labelmap can hold several that do not overlap.
/// </summary>
public sealed class Labelmap
{
    /// <summary>Holds labels without copying them.</summary>
    /// <param name="geometry">Sizes and place; the product of the sizes must be the number of labels.</param>
    /// <param name="labels">Labels 0..255, x fastest.</param>
    /// <exception cref="VolumeFormatException">The number of labels does not fit the geometry.</exception>
    public Labelmap(VolumeGeometry geometry, byte[] labels)
    {
        if (labels.Length != geometry.VoxelCount)
        {
            throw new VolumeFormatException(
                $"A labelmap of {geometry.SizeX}×{geometry.SizeY}×{geometry.SizeZ} voxels was given {labels.Length} labels.");
        }

        Geometry = geometry;
        Labels = labels;
    }

    /// <summary>Sizes, spacing, origin and direction.</summary>
    public VolumeGeometry Geometry { get; }

    /// <summary>The label of each voxel, x fastest.</summary>
    public byte[] Labels { get; }

    /// <summary>The label of voxel (x, y, z).</summary>
    public byte this[int x, int y, int z] => Labels[Geometry.Offset(x, y, z)];

    /// <summary>Number of voxels with a label.</summary>
    /// <param name="label">The label to count.</param>
    public int Count(byte label) => Labels.AsSpan().Count(label);

    /// <summary>The labels other than 0 that occur, ascending.</summary>
    public IReadOnlyList<byte> PresentLabels()
    {
        var rest = Labels.AsSpan();
        var seen = new bool[256];
        for (var at = rest.IndexOfAnyExcept((byte)0); at >= 0; at = rest.IndexOfAnyExcept((byte)0))
        {
            var label = rest[at];
            seen[label] = true;
            rest = rest[at..];
            var end = rest.IndexOfAnyExcept(label);
            rest = end < 0 ? [] : rest[end..];
        }

        return [.. Enumerable.Range(1, 255).Where(label => seen[label]).Select(label => (byte)label)];
    }

    /// <summary>The smallest box that holds every voxel of a label, or null when the label is absent.</summary>
    /// <param name="label">The label to look for.</param>
    public VoxelBox? BoundingBox(byte label)
    {
        int x0 = int.MaxValue, y0 = int.MaxValue, z0 = int.MaxValue, x1 = -1, y1 = -1, z1 = -1;
        for (var z = 0; z < Geometry.SizeZ; z++)
        {
            if (!Labels.AsSpan(Geometry.Offset(0, 0, z), Geometry.SizeX * Geometry.SizeY).Contains(label))
            {
                continue;
            }

            z0 = Math.Min(z0, z);
            z1 = z;
            for (var y = 0; y < Geometry.SizeY; y++)
            {
                var row = Labels.AsSpan(Geometry.Offset(0, y, z), Geometry.SizeX);
                var first = row.IndexOf(label);
                if (first >= 0)
                {
                    (y0, y1) = (Math.Min(y0, y), Math.Max(y1, y));
                    (x0, x1) = (Math.Min(x0, first), Math.Max(x1, row.LastIndexOf(label)));
                }
            }
        }

        return x1 < 0 ? null : new VoxelBox(x0, y0, z0, x1 - x0 + 1, y1 - y0 + 1, z1 - z0 + 1);
    }

    /// <summary>The part of the labelmap inside a box.</summary>
    /// <param name="box">A box inside this labelmap.</param>
    public Labelmap Cropped(VoxelBox box) =>
        new(Geometry.Cropped(box), ((Volume<byte>)Volume.Of(Geometry, Labels).Cropped(box)).Samples);

    /// <summary>A volume of whole numbers 0..255 taken as labels; fractions are cut off, as PyRadiomics does.</summary>
    /// <param name="volume">The volume to take.</param>
    /// <exception cref="VolumeFormatException">A value is not a label that can be held.</exception>
    public static Labelmap From(Volume volume)
    {
        if (volume is Volume<byte> bytes)
        {
            return new Labelmap(volume.Geometry, bytes.Samples);
        }

        var labels = new byte[volume.Geometry.VoxelCount];
        for (var i = 0; i < labels.Length; i++)
        {
            var value = volume[i];
            if (!(value >= 0 && value < 256))
            {
                throw new VolumeFormatException(FormattableString.Invariant(
                    $"The mask holds the value {value}, which is not a label: labels are whole numbers from 0 to 255."));
            }

            labels[i] = (byte)value;
        }

        return new Labelmap(volume.Geometry, labels);
    }
}
