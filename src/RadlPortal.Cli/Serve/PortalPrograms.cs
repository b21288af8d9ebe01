namespace RadlPortal.Cli.Serve;

/// <summary>Where the web and worker programs lie: beside this one when published, in the repository's build output otherwise.</summary>
internal static class PortalPrograms
{
    public static string Find(string project)
    {
        var here = AppContext.BaseDirectory;
        var published = Path.Combine(here, "..", project, $"{project}.dll");
        if (File.Exists(published)) return Path.GetFullPath(published);
        // src/RadlPortal.Cli/bin/Release/net10.0/ -> src/PROJECT/bin/Release/net10.0/
        var built = Path.GetFullPath(Path.Combine(here.Replace("RadlPortal.Cli", project, StringComparison.Ordinal), $"{project}.dll"));
        return File.Exists(built) ? built : throw new VerbRefusedException($"{project}.dll was not found. Build the solution first: ./run.sh does.");
    }
}
