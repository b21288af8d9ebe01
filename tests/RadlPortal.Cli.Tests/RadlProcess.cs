using System.Diagnostics;
using Xunit;

namespace RadlPortal.Cli.Tests;

/// <summary>`radl` as a process of its own: what stands on its two outputs, by line, and its exit status.</summary>
internal static class RadlProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static (string[] Output, string[] Error, int Status) Run(params string[] arguments) => RunWith(null, arguments);

    public static (string[] Output, string[] Error, int Status) RunWith((string Name, string Value)? setting, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [typeof(VerbRunner).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (setting is var (name, value)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"radl {string.Join(' ', arguments)} does not end.");
        }

        return (Lines(output.Result), Lines(error.Result), process.ExitCode);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
