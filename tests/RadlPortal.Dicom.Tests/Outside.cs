using System.Diagnostics;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>Other people's programs that read what the portal writes; tests that need one count as skipped where it is not installed.</summary>
internal static class Outside
{
    /// <summary>Runs a program and gives what it says on both outputs.</summary>
    public static string Run(string program, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(program), $"{Path.GetFileName(program)} is not installed.");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEndAsync();
        return process.StandardOutput.ReadToEnd() + error.Result;
    }

    /// <summary>Runs a Python script with pydicom and gives what it prints.</summary>
    public static string Pydicom(string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/lib/python3/dist-packages/pydicom/__init__.py"), "pydicom is not installed.");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", "-c", script, .. arguments]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd();
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("radl-dicom-").FullName;

    public string File(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, true);
}
