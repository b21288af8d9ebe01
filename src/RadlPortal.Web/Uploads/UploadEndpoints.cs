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
    private const int MostHashes = 500;

    public static void MapUploads(this IEndpointRouteBuilder study)
    {
        var uploads = study.MapGroup("/uploads").RequireRight(Right.UploadImages).AddEndpointFilter<AntiforgeryFilter>().DisableAntiforgery();
        uploads.MapPost("/", BeginAsync);
        uploads.MapPost("/{id:guid}/known", RecogniseAsync);
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
        var sha256 = http.Request.Headers["X-Content-Sha256"].ToString();
        if (sha256.Length > 0 && !IsSha256(sha256)) return new Refusal("digest", "X-Content-Sha256 is 64 lower-case hexadecimal digits.").AsJson(StatusCodes.Status422UnprocessableEntity);
        using var body = await ReadAsync(http.Request, cancellation);
        if (http.Request.ContentLength is { } announced && announced != body.Length) return UploadRefusals.ArrivedDamaged.AsJson(StatusCodes.Status400BadRequest);
        // What has arrived is stored even if the sender goes away meanwhile.
        var stored = await uploads.StoreAsync(http.StudyAccess(), id, number, body.Bytes, CancellationToken.None, sha256.Length > 0 ? sha256 : null);
        if (stored.Refusal == UploadRefusals.ArrivedDamaged) return stored.Refusal.AsJson(StatusCodes.Status400BadRequest);
        return stored.Succeeded
            ? TypedResults.Ok(FileAnswer.Of(stored.Value))
            : stored.Refusal.AsJson(StatusCodes.Status409Conflict);
    }

    /// <summary>Which files are there already, by their SHA-256: these need not be sent.</summary>
    private static async Task<IResult> RecogniseAsync(HttpContext http, Guid id, KnownFiles asked, UploadService uploads, CancellationToken cancellation)
    {
        if (asked.Files is not { Count: > 0 and <= MostHashes } files || files.Any(f => f.Number is < 1 or > MostFiles || !IsSha256(f.Sha256)))
            return new Refusal("hashes", $"Ask for 1 to {MostHashes} files, each with its number and the 64 lower-case hexadecimal digits of its SHA-256.").AsJson();
        var known = await uploads.RecogniseAsync(http.StudyAccess(), id, files.DistinctBy(f => f.Number).ToDictionary(f => f.Number, f => f.Sha256), cancellation);
        return known.Succeeded ? TypedResults.Ok(new { known = known.Value.Select(FileAnswer.Of) }) : known.Refusal.AsJson(StatusCodes.Status409Conflict);
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
            series = summary.Series.Select(s => new { s.Subject, s.Name, s.SeriesInstanceUid, s.Slices, s.InThisUpload, geometry = s.Geometry?.ToString(), s.GeometryMessage }),
            summary.Messages,
        });
    }

    private static bool IsSha256(string text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    private static async Task<ReceivedBody> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = new ReceivedBody((int)Math.Min(request.ContentLength ?? 1024 * 1024, LargestFile));
        try
        {
            await body.FillAsync(request.Body, cancellation);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private sealed record BeginUpload(int Files);

    private sealed record KnownFiles(IReadOnlyList<HashedFile>? Files);

    private sealed record HashedFile(int Number, string Sha256);

    private sealed record FileAnswer(int Number, string Result, string Failure, string Message, string? Subject, string? SeriesInstanceUid, IReadOnlyList<QuarantineFinding> Findings)
    {
        public static FileAnswer Of(FileResult result) => new(result.Number, result.Result.ToString(), result.Failure.ToString(), result.Message, result.Subject, result.SeriesInstanceUid, result.Findings);
    }
}
