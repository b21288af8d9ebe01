using Microsoft.AspNetCore.Diagnostics;
using MudBlazor.Services;
using RadlPortal.Core;
using RadlPortal.Core.Hosting;
using RadlPortal.Web;
using RadlPortal.Web.Shell;
using RadlPortal.Web.SignIn;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.AddRadlCore(builder.Configuration);
builder.Services.AddSignIn(builder.Configuration);
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddAntiforgery(antiforgery =>
{
    antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    // SecurityHeaders says who may frame a page: nobody.
    antiforgery.SuppressXFrameOptionsHeader = true;
});
builder.Services.AddMudServices();
builder.Services.AddScoped<RadlPortal.Web.Reports.ReportDocument>();
builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<SurpriseHandler>();
builder.Services.AddRateLimiter(SignInRateLimit.Configure);
builder.Services.AddPortalHealth();
builder.Services.AddTelemetry(builder.Configuration, "web");
builder.Services.AddHostedService<RadlPortal.Core.Uploads.QuietSeriesWatch>();
builder.Services.AddHostedService<RadlPortal.Core.Uploads.UploadRehearsal>();

var app = builder.Build();
TransportSecurity.Demand(app);
app.UseExceptionHandler();
app.UseMiddleware<SecurityHeaders>();
// A person gets a page; a program gets the bare status.
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.Use((http, next) =>
{
    var isPage = HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html");
    if (!isPage && http.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
    return next();
});
app.UseAuthentication();
app.UseMiddleware<MustChangePassword>();
app.UseAuthorization();
app.UseRateLimiter();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();
app.MapPortalHealth();
app.MapSignIn();
app.MapFeatures();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(render => render.ContentSecurityFrameAncestorsPolicy = null);
app.Run();

/// <summary>Made visible to the tests' host.</summary>
public partial class Program;
