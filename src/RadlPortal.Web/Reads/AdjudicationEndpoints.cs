using RadlPortal.Core;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Web.Shell;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Reads;

/// <summary>What the reading room fetches and sends to adjudicate, to approve and to ask for unlocking.</summary>
internal static class AdjudicationEndpoints
{
    private const long LargestBody = 16 * 1024;

    public static void MapAdjudications(this IEndpointRouteBuilder study)
    {
        var read = study.MapGroup("/reads/{id:guid}").RequireRight(Right.ReadCases);
        read.MapGet("/adjudication", StateAsync);
        read.MapGet("/adjudication/{choice}", ComputeAsync);
        var sending = read.MapGroup("").AddEndpointFilter<AntiforgeryFilter>().DisableAntiforgery().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestBody));
        sending.MapPost("/approval", ApproveAsync);
        sending.MapPost("/unlock-requests", AskToUnlockAsync);
    }

    private static async Task<IResult> StateAsync(HttpContext http, Guid id, AdjudicationService adjudications, CancellationToken cancellation) =>
        Answer(http, await adjudications.StateAsync(http.StudyAccess(), id, cancellation));

    private static async Task<IResult> ComputeAsync(HttpContext http, Guid id, string choice, AdjudicationService adjudications, CancellationToken cancellation)
    {
        if (choice.Length == 0 || !char.IsLetter(choice[0]) || !Enum.TryParse<AdjudicationChoice>(choice, ignoreCase: true, out var operation) || !Enum.IsDefined(operation)) return TypedResults.NotFound();
        var made = await adjudications.ComputeAsync(http.StudyAccess(), id, operation, cancellation);
        if (!made.Succeeded) return made.Refusal.AsJson(StatusOf(made.Refusal));
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(made.Value, "application/octet-stream");
    }

    private static async Task<IResult> ApproveAsync(HttpContext http, Guid id, ApprovalBody body, ApprovalService approvals, CancellationToken cancellation) =>
        Answer(http, await approvals.ApproveAsync(http.StudyAccess(), id, body.Number ?? 0, body.Password ?? "", cancellation));

    private static async Task<IResult> AskToUnlockAsync(HttpContext http, Guid id, UnlockBody body, UnlockService unlocking, CancellationToken cancellation) =>
        Answer(http, await unlocking.RequestAsync(http.StudyAccess(), id, body.Reason ?? "", cancellation));

    private static IResult Answer<T>(HttpContext http, Outcome<T> outcome)
    {
        if (!outcome.Succeeded) return outcome.Refusal.AsJson(StatusOf(outcome.Refusal));
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(outcome.Value);
    }

    private static int StatusOf(Refusal refusal) =>
        refusal == ReadRefusals.NoSuchRead || refusal == AdjudicationRefusals.NoAdjudication ? StatusCodes.Status404NotFound : refusal.Code == "newer-version" ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;

    private sealed record ApprovalBody(int? Number, string? Password);

    private sealed record UnlockBody(string? Reason);
}
