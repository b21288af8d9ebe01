namespace RadlPortal.Core.Tests.Architecture;

/// <summary>The files of the repository that the tests are built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(Path.Combine(Root, "src"), pattern, SearchOption.AllDirectories)
        .Where(p => !p.Contains("/obj/") && !p.Contains("/bin/") && !p.Contains("/node_modules/"));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RadlPortal.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
