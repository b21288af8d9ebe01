using Microsoft.AspNetCore.Diagnostics;
using RadlPortal.Core.People;

namespace RadlPortal.Web.Shell;

/// <summary>Turns what nobody expected into a neutral answer with a number to ask for; the inside stays in the log.</summary>
public sealed class SurpriseHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        if (context.Response.HasStarted) return false;
        var (status, title) = exception switch
        {
            RightMissingException => (StatusCodes.Status403Forbidden, "Your role in this study does not allow this."),
            BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read."),
            _ => (StatusCodes.Status500InternalServerError, "The portal met something it did not expect. Tell the administrator the trace number."),
        };
        context.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = status, Title = title } });
    }
}
