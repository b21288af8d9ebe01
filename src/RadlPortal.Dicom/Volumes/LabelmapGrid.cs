using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Volumes;

/// <summary>Brings a labelmap of a file (NRRD, NIfTI, SEG) onto the grid of a series without resampling.</summary>
public static class LabelmapGrid
{
    /// <summary>The same voxels in the order of another grid; axes may be swapped or turned round, and the labelmap may cover a part of the grid.</summary>
    /// <param name="source">Labels on any grid.</param>
    /// <param name="target">The grid wanted.</param>
    /// <exception cref="DicomException">The voxels of the two grids do not coincide, or a labelled voxel lies outside.</exception>
    public static Labelmap Onto(Labelmap source, VolumeGeometry target)
    {
        if (source.Geometry.DifferenceFrom(target, 1e-4) is null) return new Labelmap(target, source.Labels);
        var mapping = VoxelMapping.Of(source.Geometry, target) ?? throw new DicomException($"The labelmap lies on another grid than the series ({source.Geometry.DifferenceFrom(target) ?? "their voxels do not coincide"}); it is not resampled.");
        var labels = new byte[target.VoxelCount];
        var (grid, outside, at) = (source.Geometry, 0, 0);
        for (var z = 0; z < grid.SizeZ; z++)
        {
            for (var y = 0; y < grid.SizeY; y++)
            {
                for (var x = 0; x < grid.SizeX; x++)
                {
                    if (source.Labels[at++] is var label and not 0 && !TrySet(labels, target, mapping.Apply(x, y, z), label)) outside++;
                }
            }
        }

        return outside == 0 ? new Labelmap(target, labels) : throw new DicomException($"{outside} labelled voxels lie outside the series.");
    }

    private static bool TrySet(byte[] labels, VolumeGeometry grid, (int X, int Y, int Z) voxel, byte label)
    {
        if ((uint)voxel.X >= (uint)grid.SizeX || (uint)voxel.Y >= (uint)grid.SizeY || (uint)voxel.Z >= (uint)grid.SizeZ) return false;
        labels[grid.Offset(voxel.X, voxel.Y, voxel.Z)] = label;
        return true;
    }
}
