using System.Diagnostics;
using System.Globalization;

namespace RadlPortal.Core.Database;

/// <summary>The running server. A small shell stands between it and the portal: when the pipe to the portal closes, on purpose or because the portal was killed, the shell stops the server in order.</summary>
internal sealed class EmbeddedPostgresProcess : IDisposable
{
    // $1 log, $2 signal, $3 folder to delete at the end or empty, then the server's command. In a session of its own, so that Ctrl-C does not reach it.
    private const string Keeper = """
        log=$1; signal=$2; remove=$3; shift 3
        exec 3<&0
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        server=$!
        (read -r _ <&3; kill -"$signal" $server) >/dev/null 2>&1 &
        watch=$!
        exec 3<&-
        wait $server; code=$?
        kill $watch 2>/dev/null
        [ -z "$remove" ] || rm -rf "$remove"
        exit $code
        """;

    private readonly Process process;

    public EmbeddedPostgresProcess(string log, string signal, string removeAfterwards, string folder, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Keeper, "radl-postgres", log, signal, removeAfterwards, .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        process = Process.Start(start)!;
        Exited = process.WaitForExitAsync();
    }

    public Task Exited { get; }

    public bool HasExited => process.HasExited;

    /// <summary>Ends every connection and stops the server after writing all it holds.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
        await Exited.WaitAsync(patience);
    }

    /// <summary>Stops the server that a killed portal left behind, and nobody else's: its process must be a PostgreSQL that works in this cluster's folder.</summary>
    public static async Task StopLeftOverAsync(string clusterFolder, CancellationToken cancellation)
    {
        var pidFile = Path.Combine(clusterFolder, "postmaster.pid");
        if (!File.Exists(pidFile) || !int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var pid)) return;
        if (!IsServerOf(pid, clusterFolder)) return;
        using var signal = Process.Start(new ProcessStartInfo("kill", ["-INT", pid.ToString(CultureInfo.InvariantCulture)]))!;
        await signal.WaitForExitAsync(cancellation);
        for (var waited = 0; IsServerOf(pid, clusterFolder); waited++)
        {
            if (waited == 600) throw new EmbeddedPostgresException($"A PostgreSQL server of an earlier run (process {pid}) still uses {clusterFolder} and does not stop. End that process, then start again.");
            await Task.Delay(100, cancellation);
        }
    }

    private static bool IsServerOf(int pid, string clusterFolder)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains("postgres", StringComparison.Ordinal)
                && new FileInfo($"/proc/{pid}/cwd").LinkTarget == Path.GetFullPath(clusterFolder);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => process.Dispose();
}
