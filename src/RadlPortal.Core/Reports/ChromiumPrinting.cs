using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using RadlPortal.Core.Jobs;

namespace RadlPortal.Core.Reports;

/// <summary>HTML to PDF with headless Chromium: no network, and by the report's own content security policy no script and nothing that is not in it (Chromium's printing itself needs scripts switched on).</summary>
public sealed class ChromiumPrinting(IConfiguration configuration)
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public async Task<byte[]> PrintAsync(byte[] html, CancellationToken cancellation)
    {
        var program = Programs.FirstOrDefault(File.Exists)
            ?? throw new JobRefusedException("The PDF needs Chromium on the worker's machine, and there is none. The administrator installs the package chromium; the HTML file has the same content.");
        var folder = Directory.CreateTempSubdirectory("radl-print-");
        try
        {
            var page = Path.Combine(folder.FullName, "report.html");
            var pdf = Path.Combine(folder.FullName, "report.pdf");
            await File.WriteAllBytesAsync(page, html, cancellation);
            await RunAsync(program, folder.FullName, page, pdf, cancellation);
            return File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, cancellation) : throw new JobRefusedException("Chromium did not print the report. The HTML file has the same content.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(string program, string folder, string html, string pdf, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in Arguments(folder, html, pdf)) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Patience);
        try
        {
            var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
            await process.WaitForExitAsync(late.Token);
            await said;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new JobRefusedException("Chromium did not print the report in time. Try again; the HTML file has the same content.");
        }
    }

    private IEnumerable<string> Arguments(string folder, string html, string pdf)
    {
        yield return "--headless=new";
        yield return "--disable-gpu";
        yield return "--no-first-run";
        yield return "--disable-extensions";
        yield return "--disable-background-networking";
        yield return "--host-resolver-rules=MAP * ~NOTFOUND";
        yield return $"--user-data-dir={Path.Combine(folder, "profile")}";
        // What the PDF names as its creator.
        yield return $"--user-agent=RadlPortal {SoftwareVersion.Current}";
        yield return "--no-pdf-header-footer";
        yield return $"--print-to-pdf={pdf}";
        // Chromium refuses to sandbox as root, and cannot in a container (which is a wall of its own).
        if (Environment.UserName == "root" || !configuration.GetValue("Printing:Sandbox", true)) yield return "--no-sandbox";
        yield return new Uri(html).AbsoluteUri;
    }
}
