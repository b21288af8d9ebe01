using System.Diagnostics;

namespace RadlPortal.Cli.Serve;

/// <summary>Web or worker, started with the supervisor's end of its standard input: when that closes, also by the supervisor's death, the child stops.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;
    private readonly StreamWriter log;

    private ChildProcess(string name, Process process, StreamWriter log) => (Name, this.process, this.log) = (name, process, log);

    public string Name { get; }

    public Task Ended => process.WaitForExitAsync();

    public static ChildProcess Start(string name, string assembly, string logFile, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        var log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var process = Process.Start(start) ?? throw new VerbRefusedException($"The {name} could not be started.");
        DataReceivedEventHandler write = (_, line) =>
        {
            if (line.Data is not null) lock (log) log.WriteLine(line.Data);
        };
        process.OutputDataReceived += write;
        process.ErrorDataReceived += write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(name, process, log);
    }

    /// <summary>Asks the child to stop, and kills it if it does not within the time.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        try
        {
            process.StandardInput.Close();
            using var late = new CancellationTokenSource(patience);
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        catch (Exception ended) when (ended is InvalidOperationException or IOException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose()
    {
        process.Dispose();
        log.Dispose();
    }
}
