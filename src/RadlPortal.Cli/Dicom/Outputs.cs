namespace RadlPortal.Cli.Dicom;

/// <summary>Where a verb writes: apart from what it reads, each file of a call under a name of its own, whole or not at all. Whatever keeps it from writing is one sentence that names the path.</summary>
internal sealed class Outputs
{
    private readonly HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);

    private Outputs(string target, bool isFolder) => (Target, IsFolder) = (target, isFolder);

    public string Target { get; }

    public bool IsFolder { get; }

    /// <summary>A folder for results, which is made if it is not there.</summary>
    /// <param name="target">The folder.</param>
    /// <param name="inputs">What is read.</param>
    /// <param name="isAbove">Also refuses a folder in which an input lies.</param>
    /// <exception cref="OutputRefusedException">It is no place to write to, or lies within what is read.</exception>
    public static Outputs Folder(string target, InputFiles inputs, bool isAbove = false)
    {
        DemandApart(target, inputs, isAbove);
        MakeFolder(target);
        return new Outputs(target, isFolder: true);
    }

    /// <summary>A file if it ends as one, otherwise a folder.</summary>
    /// <exception cref="OutputRefusedException">It is no place to write to, or lies within what is read.</exception>
    public static Outputs FileOrFolder(string target, InputFiles inputs, Func<string, bool> isFile, string endings)
    {
        if (!isFile(target))
        {
            var ending = Path.GetExtension(target);
            if (ending.Length is > 1 and <= 6 && char.IsAsciiLetter(ending[1]) && !Path.Exists(target)) throw new OutputRefusedException($"{Shown(target)}: an output file ends in {endings}. If a folder of this name is meant, write a / at its end.");
            return Folder(target, inputs);
        }

        DemandApart(target, inputs);
        if (Directory.Exists(target)) throw new OutputRefusedException($"{Shown(target)} is a folder. Name a file, or a folder whose name does not end in {endings}.");
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } parent && !Directory.Exists(parent)) throw new OutputRefusedException($"{Shown(target)} cannot be written: there is no folder {Shown(parent)}. Make it first, or name another output.");
        return new Outputs(target, isFolder: false);
    }

    /// <summary>A path in the folder that nothing was written to in this call: results of the same name get numbers.</summary>
    public string Claim(string name, string ending)
    {
        var path = Path.Combine(Target, name + ending);
        for (var number = 2; !written.Add(path); number++) path = Path.Combine(Target, $"{name}-{number}{ending}");
        return path;
    }

    /// <summary>Writes a file as a whole and makes the folders that lead to it.</summary>
    /// <exception cref="OutputRefusedException">It cannot be written.</exception>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes a file as a whole and makes the folders that lead to it.</summary>
    /// <exception cref="OutputRefusedException">It cannot be written.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        var unfinished = path + ".unfinished";
        try
        {
            if (Directory.Exists(path)) throw new IOException("it is a folder.");
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = File.Create(unfinished)) content(stream);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Discard(unfinished);
            throw Refusal(path, problem);
        }
    }

    /// <summary>The sentence for a place that cannot be written.</summary>
    public static OutputRefusedException Refusal(string path, Exception problem)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && Blocking(parent) is { } file) return new($"{Shown(path)} cannot be written: {Shown(file)} is a file, not a folder. Name another output.");
        return new(problem is UnauthorizedAccessException
            ? $"{Shown(path)} cannot be written: this user may not write there. Change the rights of the folder, or name another output."
            : $"{Shown(path)} cannot be written: {Shown(problem.Message)} Make room or change its rights, or name another output.");
    }

    /// <summary>Refuses an output that is read, or would be read in the next run.</summary>
    /// <param name="target">File or folder to write.</param>
    /// <param name="inputs">What is read.</param>
    /// <param name="isAbove">Also refuses a folder in which an input lies.</param>
    public static void DemandApart(string target, InputFiles inputs, bool isAbove = false)
    {
        var real = Resolved(target);
        foreach (var given in inputs.Given)
        {
            var read = Resolved(given);
            if (RealPath.IsWithin(real, read)) throw new OutputRefusedException($"The output {Shown(target)} {(real == read ? "is what is read" : $"lies within {Shown(given)}, which is read")}: results and inputs would mix. Name an output elsewhere; nothing was written.");
            if (isAbove && RealPath.IsWithin(read, real)) throw new OutputRefusedException($"{Shown(given)}, which is read, lies within the output {Shown(target)}: results and inputs would mix. Name an output elsewhere; nothing was written.");
        }
    }

    private static string Resolved(string path)
    {
        try
        {
            return RealPath.Of(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OutputRefusedException($"{Shown(path)}: {problem.Message}");
        }
    }

    private static void MakeFolder(string path)
    {
        if (Blocking(path) is { } file) throw new OutputRefusedException($"No folder {Shown(path)} can be made: {Shown(file)} is a file. Name another output.");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Refusal(path, problem);
        }
    }

    /// <summary>What stands where a folder is needed; null if nothing does.</summary>
    private static string? Blocking(string folder)
    {
        for (var above = Path.GetFullPath(folder); above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
            if (Path.Exists(above)) return Path.TrimEndingDirectorySeparator(above);
        return null;
    }

    private static void Discard(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The refusal that follows names the place.
        }
    }

    private static string Shown(string text) => PrintedText.Of(text);
}
