using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Database;

/// <summary>The files of an embedded server: made whole or not at all, owned by the account that runs it, opened only by the major version that wrote them.</summary>
internal sealed partial class EmbeddedPostgresCluster(EmbeddedPostgresOptions options, ILogger logger)
{
    public const string User = "radl";

    private string PasswordFile => Path.Combine(options.DataFolder, "postgres.password");

    private string PickFile => Path.Combine(options.DataFolder, "postgres.version");

    public bool Exists => options.HasDatabase;

    /// <summary>The server that this data folder is pinned to, or on the first start the first one found, which it then is pinned to.</summary>
    public EmbeddedPostgresBinaries PickBinaries()
    {
        int? major = Exists ? int.Parse(File.ReadAllText(Path.Combine(options.ClusterFolder, "PG_VERSION")), CultureInfo.InvariantCulture) : null;
        var binaries = EmbeddedPostgresBinaries.Find(options.BinFolder, major, logger);
        var pick = $"{binaries.Origin} {binaries.Version} {binaries.BinFolder}\n";
        var before = File.Exists(PickFile) ? File.ReadAllText(PickFile) : null;
        if (before is not null && before != pick) LogPickChanged(logger, before.Trim(), pick.Trim());
        if (before != pick) File.WriteAllText(PickFile, pick);
        LogPick(logger, binaries.Version, binaries.Origin, binaries.BinFolder);
        return binaries;
    }

    public string Password()
    {
        if (File.Exists(PasswordFile)) return File.ReadAllText(PasswordFile).Trim();
        if (Exists)
            throw new EmbeddedPostgresException($"{PasswordFile} is missing, without which the database beside it cannot be opened. Restore it from the backup of the data folder.");
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        using var file = new FileStream(PasswordFile, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        file.Write(System.Text.Encoding.ASCII.GetBytes(password + "\n"));
        file.Flush(true);
        return password;
    }

    /// <summary>Makes the cluster in a folder beside its place and moves it there when it is complete.</summary>
    public void Create(EmbeddedPostgresBinaries binaries, EmbeddedPostgresAccount account, string password)
    {
        var unfinished = options.ClusterFolder + ".unfinished";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, true);
        if (Directory.Exists(options.ClusterFolder) && Directory.EnumerateFileSystemEntries(options.ClusterFolder).Any())
            throw new EmbeddedPostgresException($"{options.ClusterFolder} holds files but no PostgreSQL database. Choose another data folder (RADL_DATA) or move them away.");
        Directory.CreateDirectory(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var secret = Directory.CreateTempSubdirectory("radl-init-").FullName;
        try
        {
            var passwordFile = Path.Combine(secret, "password");
            File.WriteAllText(passwordFile, password + "\n");
            Give(secret, account);
            Give(unfinished, account);
            Initialise(binaries, account, unfinished, passwordFile);
        }
        finally
        {
            Directory.Delete(secret, true);
        }
        if (Directory.Exists(options.ClusterFolder)) Directory.Delete(options.ClusterFolder);
        Directory.Move(unfinished, options.ClusterFolder);
        if (options.Durable) DiskFlush.FolderToDisk(options.DataFolder);
        LogCreated(logger, options.ClusterFolder, binaries.Version);
    }

    /// <summary>The account may have changed since the last start (another way of not being root); the server insists on owning its files.</summary>
    public void Own(EmbeddedPostgresAccount account)
    {
        if (Tool("stat", "-c", "%u:%g", options.ClusterFolder).Trim() is var owner && owner == account.Owner) return;
        if (EmbeddedPostgresAccount.Ids("/proc/self/status").Uid != "0")
            throw new EmbeddedPostgresException($"{options.ClusterFolder} belongs to another user (uid:gid {owner}). Start the portal as that user, or choose another data folder (RADL_DATA).");
        Give(options.ClusterFolder, account);
    }

    public static void Give(string folder, EmbeddedPostgresAccount account)
    {
        if (account.Prefix.Count > 0) Tool("chown", "-R", account.Owner, folder);
    }

    private void Initialise(EmbeddedPostgresBinaries binaries, EmbeddedPostgresAccount account, string folder, string passwordFile)
    {
        // From version 17 on the server brings its own UTF-8 rules and needs no locale of the machine.
        string[] locale = binaries.Major >= 17 ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : ["--locale=C.UTF-8"];
        string[] command = [.. account.Prefix, binaries.Initdb, "-D", "/proc/self/cwd", "-U", User, $"--pwfile={passwordFile}", "-A", "scram-sha-256", "--encoding=UTF8", .. locale, .. options.Durable ? Array.Empty<string>() : ["--no-sync"]];
        var (code, output) = Run(command, folder);
        if (code != 0) throw new EmbeddedPostgresException($"The database could not be made in {options.ClusterFolder}: {output.Trim()}");
    }

    private static string Tool(string name, params string[] arguments)
    {
        var (code, output) = Run([name, .. arguments], "/");
        return code == 0 ? output : throw new EmbeddedPostgresException($"`{name} {string.Join(' ', arguments)}` failed: {output.Trim()}");
    }

    private static (int Code, string Output) Run(string[] command, string workingFolder)
    {
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" 2>&1 </dev/null", "sh", .. command]) { WorkingDirectory = workingFolder, RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL {Version} ({Origin}, {Folder})")]
    private static partial void LogPick(ILogger logger, string version, string origin, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This data folder was last opened by {Before}; now by {Now}, of the same major version")]
    private static partial void LogPickChanged(ILogger logger, string before, string now);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made a new database in {Folder} (PostgreSQL {Version})")]
    private static partial void LogCreated(ILogger logger, string folder, string version);
}
