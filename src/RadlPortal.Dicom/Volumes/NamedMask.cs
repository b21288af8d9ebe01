using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Volumes;

/// <summary>A named region to be written: the voxels of one label. Regions may overlap.</summary>
/// <param name="Name">Its name, at most 64 characters.</param>
/// <param name="Labelmap">On the grid of the series.</param>
/// <param name="Label">The label whose voxels form the region.</param>
public sealed record NamedMask(string Name, Labelmap Labelmap, byte Label = 1);
