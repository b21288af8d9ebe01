using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Reports;

/// <summary>Prints a report's HTML to PDF with headless Chromium: no network, and by the report's own content security policy no script and nothing that is not in it (Chromium's printing itself needs scripts switched on). The job's target is the rendering, named after its HTML, which lies in the blob store.</summary>
public sealed class PrintReportJob(IDbContextFactory<PortalDb> databases, IBlobStore blobs, JobRunner runner, IConfiguration configuration)
{
    public const string Kind = "print-report";
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static string HtmlKey(Guid rendering) => $"reports/{rendering:N}.html";

    public static string PdfKey(Guid rendering) => $"reports/{rendering:N}.pdf";

    public Task RunAsync(Guid jobId, CancellationToken stopping) => runner.RunAsync(jobId, (_, cancellation) => PrintAsync(jobId, cancellation), stopping);

    private async Task<string> PrintAsync(Guid jobId, CancellationToken cancellation)
    {
        var program = Programs.FirstOrDefault(File.Exists)
            ?? throw new JobRefusedException("The PDF needs Chromium on the worker's machine, and there is none. The administrator installs the package chromium; the HTML file has the same content.");
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rendering = await db.Jobs.Where(j => j.Id == jobId).Select(j => j.TargetId).SingleAsync(cancellation) ?? throw new JobRefusedException("The job does not say what to print.");

        var folder = Directory.CreateTempSubdirectory("radl-print-");
        try
        {
            var html = Path.Combine(folder.FullName, "report.html");
            var pdf = Path.Combine(folder.FullName, "report.pdf");
            await File.WriteAllBytesAsync(html, await blobs.ReadAllAsync(HtmlKey(rendering), cancellation), cancellation);
            await RunAsync(program, folder.FullName, html, pdf, cancellation);
            if (!File.Exists(pdf)) throw new JobRefusedException("Chromium did not print the report. The HTML file has the same content.");
            await blobs.WriteAsync(PdfKey(rendering), await File.ReadAllBytesAsync(pdf, cancellation), cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return "The PDF is ready.";
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
