using RadlPortal.Core;
using RadlPortal.Core.People;
using RadlPortal.Core.Uploads;
using RadlPortal.Web.Shell;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Uploads;

/// <summary>Upload by plain HTTP: begin, one request a file, end. The bytes never pass the pages' connection.</summary>
internal static class UploadEndpoints
{
    private const long LargestFile = 64L * 1024 * 1024;
    private const int MostFiles = 20_000;

    public static void MapUploads(this IEndpointRouteBuilder study)
    {
        var uploads = study.MapGroup("/uploads").RequireRight(Right.UploadImages).AddEndpointFilter<AntiforgeryFilter>().DisableAntiforgery();
        uploads.MapPost("/", BeginAsync);
        uploads.MapPut("/{id:guid}/files/{number:int}", StoreAsync).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestFile));
        uploads.MapPost("/{id:guid}/finish", FinishAsync);
    }

    private static async Task<IResult> BeginAsync(HttpContext http, BeginUpload begin, UploadService uploads, CancellationToken cancellation)
    {
        if (begin.Files is < 1 or > MostFiles) return new Refusal("file-count", $"An upload has 1 to {MostFiles} files.").AsJson();
        var started = await uploads.StartAsync(http.StudyAccess(), begin.Files, cancellation);
        return started.Succeeded ? TypedResults.Ok(new { id = started.Value }) : started.Refusal.AsJson();
    }

    private static async Task<IResult> StoreAsync(HttpContext http, Guid id, int number, UploadService uploads, CancellationToken cancellation)
    {
        if (number is < 1 or > MostFiles) return new Refusal("file-number", $"Files are numbered from 1 to {MostFiles}.").AsJson();
        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, LargestFile));
        await http.Request.Body.CopyToAsync(body, cancellation);
        if (http.Request.ContentLength is { } announced && announced != body.Length) return new Refusal("cut-off", "The file arrived incomplete. It is sent again.").AsJson(StatusCodes.Status400BadRequest);
        // What has arrived is stored even if the sender goes away meanwhile.
        var stored = await uploads.StoreAsync(http.StudyAccess(), id, number, body.GetBuffer().AsMemory(0, (int)body.Length), CancellationToken.None);
        return stored.Succeeded
            ? TypedResults.Ok(new FileAnswer(stored.Value.Number, stored.Value.Result.ToString(), stored.Value.Message, stored.Value.Subject, stored.Value.SeriesInstanceUid, stored.Value.Findings))
            : stored.Refusal.AsJson(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> FinishAsync(HttpContext http, Guid id, UploadService uploads)
    {
        var finished = await uploads.FinishAsync(http.StudyAccess(), id, CancellationToken.None);
        if (!finished.Succeeded) return finished.Refusal.AsJson(StatusCodes.Status409Conflict);
        var summary = finished.Value;
        return TypedResults.Ok(new
        {
            summary.Id,
            summary.Announced,
            counts = summary.Counts.ToDictionary(c => c.Key.ToString(), c => c.Value),
            series = summary.Series.Select(s => new { s.Subject, s.SeriesInstanceUid, s.Slices, s.InThisUpload, geometry = s.Geometry.ToString(), s.GeometryMessage }),
            summary.Messages,
        });
    }

    private sealed record BeginUpload(int Files);

    private sealed record FileAnswer(int Number, string Result, string Message, string? Subject, string? SeriesInstanceUid, IReadOnlyList<QuarantineFinding> Findings);
}
