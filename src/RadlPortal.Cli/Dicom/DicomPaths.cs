namespace RadlPortal.Cli.Dicom;

/// <summary>Files and folders given on the command line, as files.</summary>
internal static class DicomPaths
{
    private const int ProgressEvery = 500;
    private static readonly string[] Endings = [".nii.gz", ".nii", ".nrrd", ".dcm"];

    // A folder that may not be entered stops nothing; links are followed as far as the system does.
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Every file: its path as it is printed, and its path below the folder that was given.</summary>
    /// <exception cref="VerbRefusedException">A path is neither a file nor a folder.</exception>
    public static IEnumerable<(string Path, string Relative)> Expand(IEnumerable<string> given)
    {
        foreach (var path in given)
        {
            if (Directory.Exists(path))
            {
                foreach (var file in Directory.EnumerateFiles(path, "*", Everywhere).Order(StringComparer.Ordinal)) yield return (file, System.IO.Path.GetRelativePath(path, file));
            }
            else
            {
                yield return (path, System.IO.Path.GetFileName(path));
            }
        }
    }

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
        var name = System.IO.Path.GetFileName(path);
        var ending = Endings.FirstOrDefault(e => name.Length > e.Length && name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        return ending is null ? name : name[..^ending.Length];
    }

    /// <summary>A name that can stand in a file name.</summary>
    public static string FileName(string name) => string.Concat(name.Take(64).Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '_'));

    /// <summary>Says on standard error how far the work is.</summary>
    public static void Progress(int done)
    {
        if (done % ProgressEvery == 0) Console.Error.WriteLine($"{done} files");
    }
}
