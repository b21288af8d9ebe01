namespace RadlPortal.Cli.Dicom;

/// <summary>What the paths of a command line mean, and what their names say.</summary>
internal static class DicomPaths
{
    private static readonly string[] Endings = [".nii.gz", ".nii", ".nrrd", ".dcm"];

    /// <summary>What is read and where to write: the last path, as with `cp`, unless the output is named by an option.</summary>
    /// <exception cref="VerbRefusedException">There is only one path.</exception>
    public static (string[] Inputs, string Output) Output(string[] paths, string? output)
    {
        if (output is not null) return (paths, output);
        return paths.Length > 1 ? (paths[..^1], paths[^1]) : throw new VerbRefusedException("Name what to read and, last, where to write.");
    }

    /// <summary>The name of a file without the ending that says what it is; a UID as name stays whole.</summary>
    public static string Stem(string path)
    {
        var name = Path.GetFileName(path);
        var ending = Endings.FirstOrDefault(e => name.Length > e.Length && name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        return ending is null ? name : name[..^ending.Length];
    }

    /// <summary>A series' UID as the name of a file; what a damaged file says instead of one leads nowhere else.</summary>
    public static string UidName(string uid) => RadlPortal.Dicom.DicomUid.IsValid(uid) ? uid : FileName(uid);

    /// <summary>A name that can stand in a file name.</summary>
    public static string FileName(string name) => string.Concat(name.Take(64).Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
}
