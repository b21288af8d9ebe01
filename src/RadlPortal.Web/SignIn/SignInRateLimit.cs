using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace RadlPortal.Web.SignIn;

/// <summary>Slows down whoever tries passwords or client secrets.</summary>
internal static class SignInRateLimit
{
    public const string Policy = "sign-in";

    public static void Configure(RateLimiterOptions limiter)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (rejected, cancellation) =>
            await rejected.HttpContext.Response.WriteAsync("Too many attempts. Wait a minute, then try again.", cancellation);
        limiter.AddPolicy(Policy, http => HttpMethods.IsPost(http.Request.Method) ? Attempts(http) : RateLimitPartition.GetNoLimiter("looking"));
    }

    private static RateLimitPartition<string> Attempts(HttpContext http) => RateLimitPartition.GetFixedWindowLimiter(
        http.Connection.RemoteIpAddress?.ToString() ?? "local",
        _ => new FixedWindowRateLimiterOptions { PermitLimit = int.Parse(http.RequestServices.GetRequiredService<IConfiguration>()["SignIn:AttemptsPerMinute"] ?? "60", CultureInfo.InvariantCulture), Window = TimeSpan.FromMinutes(1) });
}
