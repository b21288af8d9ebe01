using System.Globalization;
using RadlPortal.Core;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using RadlPortal.Web.Shell;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Reads;

/// <summary>What the reading room fetches and sends while a case is open.</summary>
internal static class ReadEndpoints
{
    private const long LargestLabelmap = 64L * 1024 * 1024;
    private const int MostActs = 20;

    public static void MapReads(this IEndpointRouteBuilder study)
    {
        var read = study.MapGroup("/reads/{id:guid}").RequireRight(Right.ReadCases);
        read.MapGet("/state", StateAsync);
        read.MapGet("/labelmap", LabelmapAsync);
        read.MapGet("/draft", DraftAsync);
        read.MapGet("/features", FeaturesAsync);
        read.MapGet("/next", NextAsync);
        read.MapGet("/pulse", PulseAsync);
        read.MapGet("/seg", SegmentationAsync);
        read.MapGet("/versions", VersionsAsync);
        read.MapGet("/versions/{number}/{format}", VersionFileAsync);
        study.MapGet("/vois/{id:guid}/seg", SegmentationAsync).RequireRight(Right.ViewAllVois);
        study.MapGet("/vois/{id:guid}/versions/{number}/{format}", VersionFileAsync).RequireRight(Right.ViewAllVois);
        var sending = read.MapGroup("").AddEndpointFilter<AntiforgeryFilter>().DisableAntiforgery().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestLabelmap));
        sending.MapPut("/draft", KeepDraftAsync);
        sending.MapDelete("/draft", DiscardDraftAsync);
        sending.MapPost("/versions", SaveAsync);
        sending.MapPost("/structures/{label}/compute/{kind}", ComputeAsync);
        sending.MapPost("/structures", AddStructureAsync);
        sending.MapPut("/structures/{label}", NameStructureAsync);
        sending.MapDelete("/structures/{label}", RemoveStructureAsync);
        sending.MapPost("/foreign", ForeignAsync);
        sending.MapPost("/next", GoOnAsync);
        sending.MapPost("/done", DoneAsync);
        sending.MapPost("/time", TimeAsync);
    }

    private static async Task<IResult> StateAsync(HttpContext http, Guid id, ReadService reads, CancellationToken cancellation)
    {
        var opened = await reads.OpenAsync(http.StudyAccess(), id, cancellation);
        return opened.Succeeded ? TypedResults.Ok(opened.Value) : opened.Refusal.AsJson(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> LabelmapAsync(HttpContext http, Guid id, VersionFileService versions, CancellationToken cancellation) =>
        Runs(http, await versions.NewestAsync(http.StudyAccess(), id, cancellation));

    private static async Task<IResult> DraftAsync(HttpContext http, Guid id, DraftService drafts, CancellationToken cancellation) =>
        Runs(http, await drafts.DraftAsync(http.StudyAccess(), id, cancellation));

    private static async Task<IResult> FeaturesAsync(HttpContext http, Guid id, FeatureService features, CancellationToken cancellation) =>
        TypedResults.Ok(await features.OfReadAsync(http.StudyAccess(), id, cancellation));

    private static async Task<IResult> NextAsync(HttpContext http, Guid id, NextCaseService cases, CancellationToken cancellation) =>
        TypedResults.Ok(await cases.AfterAsync(http.StudyAccess(), id, cancellation));

    private static async Task<IResult> GoOnAsync(HttpContext http, Guid id, NextCaseService cases, CancellationToken cancellation) =>
        TypedResults.Ok(await cases.GoOnAsync(http.StudyAccess(), id, cancellation));

    private static async Task<IResult> PulseAsync(HttpContext http, Guid id, DraftService drafts, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await drafts.PulseAsync(http.StudyAccess(), id, cancellation) is { } pulse ? TypedResults.Ok(pulse) : ReadRefusals.NoSuchRead.AsJson(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> DoneAsync(HttpContext http, Guid id, ReadFinishing finishing, CancellationToken cancellation) =>
        Answer(await finishing.FinishAsync(http.StudyAccess(), id, cancellation));

    private static async Task<IResult> TimeAsync(HttpContext http, Guid id, string? seconds, ReadFinishing finishing, CancellationToken cancellation) =>
        Answer(await finishing.CountTimeAsync(http.StudyAccess(), id, NumberOf(seconds ?? ""), cancellation));

    private static IResult Answer(Outcome<Done> outcome) => outcome.Succeeded ? TypedResults.NoContent() : outcome.Refusal.AsJson(StatusOf(outcome.Refusal));

    private static async Task<IResult> VersionsAsync(HttpContext http, Guid id, VersionFileService versions, CancellationToken cancellation) =>
        TypedResults.Ok(await versions.ListAsync(http.StudyAccess(), id, cancellation));

    private static async Task<IResult> SegmentationAsync(HttpContext http, Guid id, VersionFileService versions, CancellationToken cancellation) =>
        FileOf(await versions.FileAsync(http.StudyAccess(), id, null, "seg", cancellation));

    private static async Task<IResult> VersionFileAsync(HttpContext http, Guid id, string number, string format, VersionFileService versions, CancellationToken cancellation) =>
        FileOf(await versions.FileAsync(http.StudyAccess(), id, NumberOf(number), format, cancellation));

    private static IResult FileOf(VersionFile? file) =>
        file is null ? TypedResults.NotFound() : TypedResults.File(file.Bytes, file.ContentType, file.Name);

    private static async Task<IResult> AddStructureAsync(HttpContext http, Guid id, StructureBody body, StructureService structures, CancellationToken cancellation) =>
        Structures(await structures.AddAsync(http.StudyAccess(), id, body.ToCode(), cancellation));

    private static async Task<IResult> NameStructureAsync(HttpContext http, Guid id, string label, StructureBody body, StructureService structures, CancellationToken cancellation) =>
        Structures(await structures.NameAsync(http.StudyAccess(), id, LabelOf(label), body.ToCode(), cancellation));

    private static async Task<IResult> RemoveStructureAsync(HttpContext http, Guid id, string label, StructureService structures, CancellationToken cancellation) =>
        Structures(await structures.RemoveAsync(http.StudyAccess(), id, LabelOf(label), cancellation));

    private static IResult Structures(Outcome<List<ReadStructure>> changed) =>
        changed.Succeeded ? TypedResults.Ok(changed.Value) : changed.Refusal.AsJson(StatusOf(changed.Refusal));

    private static async Task<IResult> ForeignAsync(HttpContext http, Guid id, ForeignVoiService foreign, CancellationToken cancellation)
    {
        var read = await foreign.ReadAsync(http.StudyAccess(), id, await BodyAsync(http, cancellation), cancellation);
        return read.Succeeded ? TypedResults.Ok(read.Value) : read.Refusal.AsJson(StatusOf(read.Refusal));
    }

    private static async Task<IResult> KeepDraftAsync(HttpContext http, Guid id, DraftService drafts, CancellationToken cancellation)
    {
        var revision = NumberOf(http.Request.Headers.IfMatch.ToString());
        var baseVersion = NumberOf(http.Request.Headers["X-Voi-Base-Version"].ToString());
        var kept = await drafts.KeepAsync(http.StudyAccess(), id, await BodyAsync(http, cancellation), revision, baseVersion, cancellation);
        return kept.Succeeded ? TypedResults.Ok(kept.Value) : kept.Refusal.AsJson(StatusOf(kept.Refusal));
    }

    private static async Task<IResult> DiscardDraftAsync(HttpContext http, Guid id, DraftService drafts, CancellationToken cancellation)
    {
        var discarded = await drafts.DiscardAsync(http.StudyAccess(), id, NumberOf(http.Request.Headers.IfMatch.ToString()), cancellation);
        return discarded.Succeeded ? TypedResults.NoContent() : discarded.Refusal.AsJson(StatusOf(discarded.Refusal));
    }

    private static async Task<IResult> SaveAsync(HttpContext http, Guid id, VoiService vois, CancellationToken cancellation)
    {
        var headers = http.Request.Headers;
        var key = headers["Idempotency-Key"].ToString();
        if (key.Length is < 8 or > 100) return new Refusal("idempotency-key", "The header Idempotency-Key is missing.").AsJson(StatusCodes.Status400BadRequest);
        // The reason travels in a header, so the browser sends it percent-encoded.
        var reason = Uri.UnescapeDataString(headers["X-Voi-Reason"].ToString());
        var request = new SaveRequest(await BodyAsync(http, cancellation), NumberOf(headers["X-Voi-Base-Version"].ToString()), reason.Length > 500 ? reason[..500] : reason, key, ActsOf(headers["X-Voi-Acts"].ToString()));
        var saved = await vois.SaveAsync(http.StudyAccess(), id, request, cancellation);
        return saved.Succeeded ? TypedResults.Ok(saved.Value) : saved.Refusal.AsJson(StatusOf(saved.Refusal));
    }

    private static async Task<IResult> ComputeAsync(HttpContext http, Guid id, string label, string kind, [AsParameters] ComputeQuery query, StructureComputation computation, CancellationToken cancellation)
    {
        if (!Enum.TryParse<StructureOperationKind>(kind.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var operation) || !Enum.IsDefined(operation)) return TypedResults.NotFound();
        var asked = query.ToOperation(operation, LabelOf(label));
        var computed = await computation.RunAsync(http.StudyAccess(), id, asked, await BodyAsync(http, cancellation), cancellation);
        if (!computed.Succeeded) return computed.Refusal.AsJson(StatusOf(computed.Refusal));
        if (computed.Value!.ShareAtLimit is { } share) http.Response.Headers["X-Voi-Share-At-Limit"] = share.ToString("R", CultureInfo.InvariantCulture);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(computed.Value.Runs, "application/octet-stream");
    }

    private static int StatusOf(Refusal refusal) =>
        refusal == ReadRefusals.NoSuchRead ? StatusCodes.Status404NotFound : refusal.Code is "newer-version" or "newer-draft" ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;

    private static List<AdjudicationChoice> ActsOf(string header) =>
        [.. header.Split(',', MostActs + 1, StringSplitOptions.TrimEntries).Take(MostActs).Where(a => a.Length > 0 && char.IsLetter(a[0])).Select(a => Enum.TryParse<AdjudicationChoice>(a, ignoreCase: true, out var choice) ? choice : (AdjudicationChoice?)null).OfType<AdjudicationChoice>()];

    private static byte LabelOf(string label) => byte.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (byte)0;

    private static int NumberOf(string header) => int.TryParse(header.Trim('"', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task<byte[]> BodyAsync(HttpContext http, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, cancellation);
        return body.ToArray();
    }

    private static IResult Runs(HttpContext http, NumberedLabelmap? labelmap)
    {
        if (labelmap is null) return TypedResults.NoContent();
        http.Response.Headers.ETag = $"\"{labelmap.Number}\"";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(labelmap.Runs, "application/octet-stream");
    }
}
