using System.Security.Cryptography;

namespace RadlPortal.Web.Shell;

/// <summary>Sets the content security policy and its companions on every answer. Scripts come from the portal itself; the import map carries the request's nonce.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        context.Items[typeof(SecurityHeaders)] = nonce;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; " +
            "style-src 'self' 'unsafe-inline'; font-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; manifest-src 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    }

    public static string NonceOf(HttpContext context) => (string)context.Items[typeof(SecurityHeaders)]!;
}
