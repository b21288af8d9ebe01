using Xunit;

namespace RadlPortal.Numerics.Tests;

/// <summary>Reference data beside the repository; tests that need it count as skipped where it is not there.</summary>
internal static class SharedData
{
    public static string Folder(string path)
    {
        var data = Path.Combine(Root(), "..", "shared", "data", path);
        Assert.SkipUnless(Directory.Exists(data), $"No reference data {path}.");
        return data;
    }

    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RadlPortal.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("The repository's root was not found.");
    }
}
