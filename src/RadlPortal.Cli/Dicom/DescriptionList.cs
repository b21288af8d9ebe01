using System.Collections.Frozen;
using System.CommandLine;

namespace RadlPortal.Cli.Dicom;

/// <summary>A study's list of descriptions that are kept: a text file, one value a line.</summary>
internal static class DescriptionList
{
    public static Option<string> Option() => new("--descriptions") { Description = "File with the descriptions that are kept, one a line" };

    /// <exception cref="VerbRefusedException">The file cannot be read.</exception>
    public static FrozenSet<string> Read(string? path)
    {
        if (path is null) return [];
        try
        {
            return File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0).ToFrozenSet(StringComparer.Ordinal);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VerbRefusedException($"The list of descriptions cannot be read: {problem.Message}");
        }
    }
}
