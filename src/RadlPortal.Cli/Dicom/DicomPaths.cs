namespace RadlPortal.Cli.Dicom;

/// <summary>Files and folders given on the command line, as files.</summary>
internal static class DicomPaths
{
    private const int ProgressEvery = 500;

    /// <summary>Every file: its path as it is printed, and its path below the folder that was given.</summary>
    /// <exception cref="VerbRefusedException">A path is neither a file nor a folder.</exception>
    public static IEnumerable<(string Path, string Relative)> Expand(IEnumerable<string> given)
    {
        foreach (var path in given)
        {
            if (Directory.Exists(path))
            {
                foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) yield return (file, System.IO.Path.GetRelativePath(path, file));
            }
            else
            {
                yield return (path, System.IO.Path.GetFileName(path));
            }
        }
    }

    /// <summary>Says on standard error how far the work is.</summary>
    public static void Progress(int done)
    {
        if (done % ProgressEvery == 0) Console.Error.WriteLine($"{done} files");
    }
}
