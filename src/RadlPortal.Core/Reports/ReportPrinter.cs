using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Reports;

/// <summary>Has a worker print a report and waits for the PDF.</summary>
public sealed class ReportPrinter(IDbContextFactory<PortalDb> databases, IBlobStore blobs, JobService jobs, TimeProvider clock)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task<Outcome<byte[]>> PrintAsync(StudyAccess access, StoredReport report, string html, CancellationToken cancellation)
    {
        access.Demand(Right.ViewReports);
        var bytes = Encoding.UTF8.GetBytes(html);
        // The same HTML is printed once.
        var rendering = new Guid(SHA256.HashData(bytes).AsSpan(0, 16));
        if (await IsPrintedAsync(rendering, cancellation)) return await blobs.ReadAllAsync(PrintReportJob.PdfKey(rendering), cancellation);
        var job = await QueueAsync(access, report, rendering, bytes, cancellation);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Step)
        {
            await Task.Delay(Step, clock, cancellation);
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var now = await db.Jobs.Where(j => j.Id == job.Id).Select(j => new { j.State, j.Message }).SingleAsync(cancellation);
            if (now.State == JobState.Succeeded) return await blobs.ReadAllAsync(PrintReportJob.PdfKey(rendering), cancellation);
            if (now.State is JobState.Failed or JobState.Cancelled) return new Refusal("not-printed", now.Message);
        }

        return new Refusal("not-printed-yet", "No worker has printed the report within two minutes. It is still queued: try again in a while, or download the HTML file, which has the same content.");
    }

    private async Task<bool> IsPrintedAsync(Guid rendering, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Jobs.AnyAsync(j => j.Kind == PrintReportJob.Kind && j.TargetId == rendering && j.State == JobState.Succeeded, cancellation);
    }

    private async Task<Job> QueueAsync(StudyAccess access, StoredReport report, Guid rendering, byte[] html, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var job = jobs.Add(db, PrintReportJob.Kind, $"PDF of report {report.Row.Number} of cohort {report.Content.Cohort.Code}", access.ResearchStudyId, rendering, access.PersonId);
        await blobs.WriteAsync(PrintReportJob.HtmlKey(rendering), html, cancellation);
        await db.SaveChangesAsync(cancellation);
        await jobs.EnqueueAsync<PrintReportJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), cancellation: cancellation);
        return job;
    }
}
