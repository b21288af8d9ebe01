using Microsoft.Extensions.Logging;

namespace RadlPortal.Core.Database;

/// <summary>Server binaries below a folder that is closed to the server's account are copied to where it can run them.</summary>
internal static partial class EmbeddedPostgresCopy
{
    /// <summary>Root's own, kept from start to start. Where it cannot be made, a fresh temporary folder serves.</summary>
    private const string Place = "/var/lib/radlportal";
    private const UnixFileMode OpenToAll = (UnixFileMode)0b111_101_101;

    public static EmbeddedPostgresBinaries Reachable(EmbeddedPostgresBinaries binaries, EmbeddedPostgresAccount account, ILogger logger)
    {
        if (account.Reaches(binaries.Postgres)) return binaries;
        foreach (var place in new Func<string>[] { KeptPlace, TemporaryPlace })
        {
            try
            {
                var copy = new EmbeddedPostgresBinaries(Path.Combine(place(), $"postgres-{binaries.Version}", "bin"), binaries.Version, binaries.Origin);
                if (!File.Exists(copy.Postgres)) Copy(Path.GetDirectoryName(binaries.BinFolder)!, Path.GetDirectoryName(copy.BinFolder)!);
                if (!account.Reaches(copy.Postgres)) continue;
                LogCopied(logger, account.Name, binaries.BinFolder, copy.BinFolder);
                return copy;
            }
            catch (Exception closed) when (closed is UnauthorizedAccessException or IOException)
            {
                LogNotThere(logger, closed.Message);
            }
        }
        throw new EmbeddedPostgresException($"{binaries.BinFolder} is closed to {account.Name}, who runs PostgreSQL here, and the binaries could not be copied elsewhere. Start the portal as an ordinary user, or open the folder to all.");
    }

    private static string KeptPlace()
    {
        Directory.CreateDirectory(Place, OpenToAll);
        File.SetUnixFileMode(Place, OpenToAll);
        return Place;
    }

    private static string TemporaryPlace()
    {
        var place = Directory.CreateTempSubdirectory("radl-postgres-").FullName;
        File.SetUnixFileMode(place, OpenToAll);
        return place;
    }

    private static void Copy(string from, string to)
    {
        var unfinished = $"{to}.{Environment.ProcessId}";
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(unfinished, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (new FileInfo(file).LinkTarget is { } link) File.CreateSymbolicLink(target, link);
            else File.Copy(file, target);
        }
        OpenFolders(unfinished);
        if (Directory.Exists(to)) Directory.Delete(unfinished, true);
        else Directory.Move(unfinished, to);
    }

    private static void OpenFolders(string folder)
    {
        foreach (var one in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder)) File.SetUnixFileMode(one, OpenToAll);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Account} cannot enter {From}; PostgreSQL runs from a copy in {To}")]
    private static partial void LogCopied(ILogger logger, string account, string from, string to);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The PostgreSQL binaries could not be copied: {Reason}")]
    private static partial void LogNotThere(ILogger logger, string reason);
}
