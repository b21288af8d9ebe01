using Microsoft.AspNetCore.Http.HttpResults;
using RadlPortal.Core;

namespace RadlPortal.Web.Shell;

/// <summary>How an endpoint says no: the code for programs, the message for people.</summary>
internal static class Refusals
{
    public static JsonHttpResult<Refusal> AsJson(this Refusal refusal, int status = StatusCodes.Status422UnprocessableEntity) => TypedResults.Json(refusal, statusCode: status);
}
