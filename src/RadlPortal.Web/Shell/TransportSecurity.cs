using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace RadlPortal.Web.Shell;

/// <summary>Plain HTTP is for loopback only. Behind a TLS-terminating proxy (Proxy:Trusted = true) the proxy's word about the scheme is taken.</summary>
internal static class TransportSecurity
{
    public static void Demand(WebApplication app)
    {
        if (app.Configuration.GetValue("Proxy:Trusted", false))
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            app.UseForwardedHeaders(forwarded);
            app.UseHsts();
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (app.Urls.FirstOrDefault(IsOpenHttp) is not { } open) return;
            app.Logger.LogCritical("The portal would listen on {Address} without TLS. Plain HTTP is allowed on loopback only: use https, or a TLS-terminating proxy and Proxy__Trusted=true.", open);
            Environment.ExitCode = 1;
            app.Lifetime.StopApplication();
        });
        app.UseHsts();
    }

    private static bool IsOpenHttp(string address) =>
        address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(address.Replace("*", "0.0.0.0").Replace("+", "0.0.0.0"), UriKind.Absolute, out var uri)
        && !uri.IsLoopback && !(IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip));
}
