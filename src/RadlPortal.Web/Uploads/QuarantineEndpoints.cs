using RadlPortal.Core.People;
using RadlPortal.Core.Uploads;
using RadlPortal.Web.Shell;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Uploads;

/// <summary>The picture of a quarantined file, for the administrator's page alone; each look is in the audit and no browser keeps it.</summary>
internal static class QuarantineEndpoints
{
    public static void MapQuarantine(this IEndpointRouteBuilder study) =>
        study.MapGroup("/quarantine").RequireRight(Right.DecideQuarantine).MapGet("/{id:guid}/picture", PictureAsync);

    private static async Task<IResult> PictureAsync(HttpContext http, Guid id, string? window, QuarantineDecisions quarantine, CancellationToken cancellation)
    {
        var picture = await quarantine.LookAsync(http.StudyAccess(), id, window == "lung", cancellation);
        http.Response.Headers.CacheControl = "no-store";
        return picture.Succeeded ? TypedResults.Bytes(picture.Value, "image/png") : picture.Refusal.AsJson(StatusCodes.Status404NotFound);
    }
}
