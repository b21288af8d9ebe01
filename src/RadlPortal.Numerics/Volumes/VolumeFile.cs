namespace RadlPortal.Numerics.Volumes;

/// <summary>Reads volume files by their ending: .nrrd, .nii, .nii.gz.</summary>
public static class VolumeFile
{
    /// <summary>True when the name has one of the endings that can be read.</summary>
    /// <param name="path">A file name or path.</param>
    public static bool IsKnown(string path) => IsNrrd(path) || IsNifti(path);

    /// <summary>Reads a volume file.</summary>
    /// <param name="path">The file; its ending says the format.</param>
    /// <exception cref="VolumeFormatException">The file cannot be read; the message names it.</exception>
    public static Volume Read(string path)
    {
        if (!IsKnown(path))
        {
            throw new VolumeFormatException($"{path}: only .nrrd, .nii and .nii.gz volumes can be read.");
        }

        try
        {
            using var stream = File.OpenRead(path);
            return IsNrrd(path) ? NrrdFormat.Read(stream) : NiftiFormat.Read(stream);
        }
        catch (Exception e) when (e is VolumeFormatException or IOException or UnauthorizedAccessException)
        {
            throw new VolumeFormatException($"{path}: {e.Message}", e);
        }
        catch (OutOfMemoryException e)
        {
            throw new VolumeFormatException($"{path}: the volume does not fit into memory. Crop or resample it first.", e);
        }
    }

    /// <summary>Reads a volume file as labels.</summary>
    /// <param name="path">The file; its ending says the format.</param>
    /// <exception cref="VolumeFormatException">The file cannot be read or holds values that are no labels; the message names it.</exception>
    public static Labelmap ReadLabelmap(string path)
    {
        var volume = Read(path);
        try
        {
            return Labelmap.From(volume);
        }
        catch (VolumeFormatException e)
        {
            throw new VolumeFormatException($"{path}: {e.Message}", e);
        }
    }

    private static bool IsNrrd(string path) => path.EndsWith(".nrrd", StringComparison.OrdinalIgnoreCase);

    private static bool IsNifti(string path) =>
        path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
}
