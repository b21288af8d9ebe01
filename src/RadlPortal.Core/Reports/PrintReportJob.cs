using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Reports;

/// <summary>Prints a report's HTML to PDF on a worker. The job's target is the rendering, named after its HTML, which lies in the blob store.</summary>
public sealed class PrintReportJob(IDbContextFactory<PortalDb> databases, IBlobStore blobs, JobRunner runner, ChromiumPrinting printing)
{
    public const string Kind = "print-report";

    public static string HtmlKey(Guid rendering) => $"reports/{rendering:N}.html";

    public static string PdfKey(Guid rendering) => $"reports/{rendering:N}.pdf";

    public Task RunAsync(Guid jobId, CancellationToken stopping) => runner.RunAsync(jobId, (_, cancellation) => PrintAsync(jobId, cancellation), stopping);

    private async Task<string> PrintAsync(Guid jobId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rendering = await db.Jobs.Where(j => j.Id == jobId).Select(j => j.TargetId).SingleAsync(cancellation) ?? throw new JobRefusedException("The job does not say what to print.");
        await blobs.WriteAsync(PdfKey(rendering), await printing.PrintAsync(await blobs.ReadAllAsync(HtmlKey(rendering), cancellation), cancellation), cancellation);
        return "The PDF is ready.";
    }
}
