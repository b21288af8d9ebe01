namespace RadlPortal.Cli.Dicom;

/// <summary>Where a path leads once every link on the way is followed.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The full path without links; what is not there yet stays as it was given.</summary>
    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string Of(string path) => Of(path, 0);

    /// <summary>True if a path is a folder or lies below it; both are real paths.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Of(string path, int links)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent) return full;
        var here = Path.Combine(Of(parent, links), Path.GetFileName(full));
        if (new FileInfo(here).LinkTarget is not { } target) return here;
        return links < MostLinks ? Of(Path.Combine(Path.GetDirectoryName(here)!, target), links + 1) : throw new IOException("The links go round in a circle.");
    }
}
