using System.Globalization;
using System.Text.Json;
using RadlPortal.Core.Storage;

namespace RadlPortal.Cli;

/// <summary>The data folder (RADL_DATA, default ./data): one `radl serve` or one verb with an embedded database uses it at a time; others attach to a running serve by the file that it leaves there.</summary>
internal sealed class PortalFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string FullPath { get; } = Path.GetFullPath(path);

    public string Blobs => Path.Combine(FullPath, "blobs");

    private string LockFile => Path.Combine(FullPath, "radl.lock");

    private string RuntimeFile => Path.Combine(FullPath, "running.json");

    public static PortalFolder FromEnvironment() =>
        new(Environment.GetEnvironmentVariable("RADL_DATA") is { Length: > 0 } given ? given : "data");

    /// <returns>Null when another process has it.</returns>
    public FileStream? TryLock()
    {
        try
        {
            Directory.CreateDirectory(FullPath, OwnerOnly | UnixFileMode.UserExecute);
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new VerbRefusedException($"The data folder {FullPath} cannot be written by this user. Use it as its owner, or choose another one with RADL_DATA.");
        }
        catch (IOException) when (File.Exists(LockFile))
        {
            return null;
        }
        catch (IOException problem)
        {
            throw new VerbRefusedException($"The data folder {FullPath} cannot be used: {problem.Message} Choose another one with RADL_DATA.");
        }
    }

    /// <summary>Holds a password: readable by its owner only.</summary>
    public void WriteRunning(RunningPortal running)
    {
        var unfinished = RuntimeFile + ".unfinished";
        File.Delete(unfinished);
        using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            JsonSerializer.Serialize(file, running, JsonSerializerOptions.Web);
        File.Move(unfinished, RuntimeFile, true);
    }

    public void DeleteRunning() => File.Delete(RuntimeFile);

    /// <returns>Null when no portal runs here; what a killed one left is told by its process number.</returns>
    public RunningPortal? ReadRunning()
    {
        try
        {
            var running = JsonSerializer.Deserialize<RunningPortal>(File.ReadAllBytes(RuntimeFile), JsonSerializerOptions.Web);
            return running is not null && Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{running.ProcessId}")) ? running : null;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new VerbRefusedException($"A portal runs in {FullPath} under another user. Run this verb as that user.");
        }
    }
}

/// <summary>What a running `radl serve` tells the other verbs.</summary>
internal sealed record RunningPortal(int ProcessId, string Address, string ConnectionString);
