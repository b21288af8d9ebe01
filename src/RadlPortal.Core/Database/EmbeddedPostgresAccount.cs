using System.Diagnostics;

namespace RadlPortal.Core.Database;

/// <summary>Under whose name the server runs: the caller's own, or, since PostgreSQL refuses root, root seen as an ordinary user in a user namespace, or an unprivileged user of the machine.</summary>
/// <param name="Prefix">The command that takes on that name and runs what follows it.</param>
/// <param name="Owner">uid:gid that must own the cluster's files.</param>
/// <param name="SeesRootsFolders">False when folders that only root may enter are closed to the server.</param>
internal sealed record EmbeddedPostgresAccount(string Name, IReadOnlyList<string> Prefix, string Owner, bool SeesRootsFolders)
{
    private static readonly string[] PreferredUsers = ["postgres", "nobody"];

    public static EmbeddedPostgresAccount Choose(bool userNamespace)
    {
        var (uid, gid) = Ids("/proc/self/status");
        if (uid != "0") return new("the current user", [], $"{uid}:{gid}", true);
        string[] mapped = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"];
        if (userNamespace && Succeeds([.. mapped, "true"])) return new("root in a user namespace", mapped, "0:0", true);
        foreach (var (name, user, group) in UnprivilegedUsers())
        {
            string[] switched = ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--"];
            if (Succeeds([.. switched, "true"])) return new($"the user {name}", switched, $"{user}:{group}", false);
        }
        throw new EmbeddedPostgresException("PostgreSQL refuses to run as root, and this machine allows neither a user namespace (unshare) nor another user (setpriv). Start the portal as an ordinary user, or set ConnectionStrings__Portal to a server of your own.");
    }

    /// <summary>Whether the server could use this path by its name, with every folder above it.</summary>
    public bool Reaches(string path) => Succeeds([.. Prefix, "test", "-r", path, "-a", "-x", path]);

    public static (string Uid, string Gid) Ids(string statusFile)
    {
        var lines = File.ReadAllLines(statusFile);
        string Effective(string key) => lines.First(l => l.StartsWith(key, StringComparison.Ordinal)).Split('\t')[2];
        return (Effective("Uid:"), Effective("Gid:"));
    }

    private static IEnumerable<(string Name, string Uid, string Gid)> UnprivilegedUsers() =>
        from name in PreferredUsers
        from line in File.ReadLines("/etc/passwd")
        let parts = line.Split(':')
        where parts.Length > 3 && parts[0] == name
        select (name, parts[2], parts[3]);

    private static bool Succeeds(string[] command)
    {
        try
        {
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/" };
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
