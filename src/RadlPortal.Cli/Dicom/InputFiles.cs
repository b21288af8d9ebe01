namespace RadlPortal.Cli.Dicom;

/// <summary>A file to read.</summary>
/// <param name="Path">As it is printed: below the path that was given.</param>
/// <param name="Relative">Its path below the folder that was given; the name of a file that was given itself.</param>
internal sealed record InputFile(string Path, string Relative);

/// <summary>The regular files that a command line names, by itself or by their folder, each once and in the order of their names. What cannot be read as a file is told on standard error.</summary>
internal sealed class InputFiles
{
    private const int ProgressEvery = 500;
    private readonly List<InputFile> files = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private InputFiles(IReadOnlyList<string> given) => Given = given;

    /// <summary>The paths as they were given.</summary>
    public IReadOnlyList<string> Given { get; }

    public IReadOnlyList<InputFile> Files => files;

    /// <summary>Something was told that keeps the verb from being done.</summary>
    public bool HasFailed { get; private set; }

    public static InputFiles Of(IEnumerable<string> given)
    {
        var inputs = new InputFiles([.. given]);
        foreach (var path in inputs.Given) inputs.AddGiven(path);
        return inputs;
    }

    /// <summary>Says on standard error how far the work is.</summary>
    public static void Progress(int done)
    {
        if (done % ProgressEvery == 0) Console.Error.WriteLine($"{done} files");
    }

    /// <summary>Why a file could not be read, without its path.</summary>
    public static string ReasonOf(Exception problem) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => "It is not there any more.",
        UnauthorizedAccessException => "This user may not read it. Change its rights, or read it as its owner.",
        _ => problem.Message,
    };

    private void AddGiven(string path)
    {
        if (!Directory.Exists(path))
        {
            if (FileKind.RefusalOf(path) is { } refusal) Fail(path, refusal);
            else Add(path, Path.GetFileName(path));
            return;
        }

        var (told, found) = (HasFailed, new List<string>());
        HasFailed = false;
        Walk(path, RealPath.Of(path), found);
        if (found.Count == 0 && !HasFailed) Fail(path, $"There is no file in {path}.");
        foreach (var file in found.Order(StringComparer.Ordinal)) Add(file, Path.GetRelativePath(path, file));
        HasFailed |= told;
    }

    private void Walk(string folder, string realRoot, List<string> found)
    {
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                var path = Path.Combine(folder, entry.Name);
                if (entry is DirectoryInfo && entry.LinkTarget is not null) FailAtLink(path, realRoot);
                else if (entry is DirectoryInfo && Directory.Exists(path)) Walk(path, realRoot, found);
                else if (FileKind.RefusalOf(path) is { } refusal) Fail(path, refusal);
                else found.Add(path);
            }
        }
        catch (UnauthorizedAccessException)
        {
            Fail(folder, "This user may not read the folder, so that its files are left out. Change its rights, or read it as its owner.");
        }
        catch (IOException problem)
        {
            Fail(folder, $"The folder cannot be read, so that its files are left out: {problem.Message}");
        }
    }

    // A link to a folder above would be read without end; what lies below the folder that was given is read there.
    private void FailAtLink(string path, string realRoot)
    {
        var real = RealPath.Of(path);
        if (!RealPath.IsWithin(real, realRoot) && !RealPath.IsWithin(realRoot, real)) Fail(path, $"Links to folders are not followed. If its files are meant, name {real} as well.");
    }

    private void Add(string path, string relative)
    {
        if (seen.Add(Path.GetFullPath(path))) files.Add(new InputFile(path, relative));
    }

    private void Fail(string path, string reason)
    {
        PrintedText.Tell(path, reason);
        HasFailed = true;
    }
}
