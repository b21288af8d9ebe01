using System.Text;
using RadlPortal.Core.People;
using RadlPortal.Core.Reports;
using RadlPortal.Web.Shell;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Reports;

/// <summary>A report's downloads: self-contained HTML, PDF and the machine-readable twin.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder study)
    {
        var report = study.MapGroup("/cohorts/{code}/reports").RequireRight(Right.ViewReports);
        report.MapGet("/{number:int}.html", HtmlAsync);
        report.MapGet("/{number:int}.pdf", PdfAsync);
        report.MapGet("/{number:int}.json", JsonAsync);
        report.MapGet("/{number:int}.csv", CsvAsync);
        report.MapGet("/{number:int}/tables/{table}.csv", TableAsync);
        report.MapGet("/{number:int}/figures/{figure}.svg", FigureAsync);
    }

    private static async Task<IResult> TableAsync(HttpContext http, string code, int number, string table, ReportService reports, CancellationToken cancellation)
    {
        if (await reports.FindAsync(http.StudyAccess(), code, number, cancellation) is not { } report) return TypedResults.NotFound();
        var found = ReportChapters.Of(report.Content).SelectMany(c => c.Tables).FirstOrDefault(t => t.Id == table);
        return found is null ? TypedResults.NotFound() : TypedResults.File(ReportTableCsv.Write(report.Content, found), "text/csv", NameOf(report, $"{found.Id}.csv"));
    }

    private static async Task<IResult> FigureAsync(HttpContext http, string code, int number, string figure, ReportService reports, ReportDocument document, CancellationToken cancellation)
    {
        if (await reports.FindAsync(http.StudyAccess(), code, number, cancellation) is not { } report) return TypedResults.NotFound();
        var found = ReportChapters.Of(report.Content).SelectMany(c => c.Figures).FirstOrDefault(f => f.Id == figure);
        return found is null ? TypedResults.NotFound() : TypedResults.File(Encoding.UTF8.GetBytes(await document.RenderAsync(found)), "image/svg+xml", NameOf(report, $"{found.Id}.svg"));
    }

    /// <summary>Ids of sections, separated by commas; nothing: all.</summary>
    private static string[] Chosen(string? sections) => sections?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static async Task<IResult> HtmlAsync(HttpContext http, string code, int number, string? sections, ReportService reports, ReportDocument document, CancellationToken cancellation) =>
        await SendAsync(http, code, number, "html", "text/html", reports, async report => Encoding.UTF8.GetBytes(await document.RenderAsync(report, Chosen(sections))), cancellation);

    private static async Task<IResult> JsonAsync(HttpContext http, string code, int number, ReportService reports, CancellationToken cancellation) =>
        await SendAsync(http, code, number, "json", "application/json", reports, report => Task.FromResult(ReportService.Json(report)), cancellation);

    private static async Task<IResult> CsvAsync(HttpContext http, string code, int number, ReportService reports, CancellationToken cancellation) =>
        await SendAsync(http, code, number, "csv", "text/csv", reports, report => Task.FromResult(ReportService.Csv(report)), cancellation);

    private static async Task<IResult> PdfAsync(HttpContext http, string code, int number, string? sections, ReportService reports, ReportDocument document, ReportPrinter printer, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        if (await reports.FindAsync(access, code, number, cancellation) is not { } report) return TypedResults.NotFound();
        var printed = await printer.PrintAsync(access, report, await document.RenderAsync(report, Chosen(sections)), cancellation);
        if (!printed.Succeeded) return printed.Refusal.AsJson(StatusCodes.Status503ServiceUnavailable);
        await reports.NoteDownloadAsync(access, report, "pdf", cancellation);
        return TypedResults.File(printed.Value, "application/pdf", NameOf(report, "pdf"));
    }

    private static async Task<IResult> SendAsync(HttpContext http, string code, int number, string format, string type, ReportService reports, Func<StoredReport, Task<byte[]>> bytes, CancellationToken cancellation)
    {
        var access = http.StudyAccess();
        if (await reports.FindAsync(access, code, number, cancellation) is not { } report) return TypedResults.NotFound();
        var content = await bytes(report);
        await reports.NoteDownloadAsync(access, report, format, cancellation);
        return TypedResults.File(content, type, NameOf(report, format));
    }

    private static string NameOf(StoredReport report, string format) => $"{report.Content.Study.Code}-{report.Content.Cohort.Code}-report-{report.Row.Number}.{format}";
}
