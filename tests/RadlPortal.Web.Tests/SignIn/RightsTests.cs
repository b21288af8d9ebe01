using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.People;
using RadlPortal.Web.SignIn;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.SignIn;

/// <summary>Finds every endpoint of the running application and walks it as everybody.</summary>
public sealed class RightsTests(PortalHost host) : IClassFixture<PortalHost>
{
    // What anybody may open: signing in, health, static files and the framework's own scripts.
    private static readonly string[] Public = ["sign-in", "sign-out", "not-found", "health/live", "health/ready", "connect/token", "connect/authorize"];

    // For whoever is signed in, without a study.
    private static readonly string[] SignedIn = ["", "studies", "account/password", "antiforgery"];

    private static readonly (string Email, StudyRole Role)[] People =
        [("north@one.example", StudyRole.SiteCoordinator), ("reader@one.example", StudyRole.Radiologist), ("pi@one.example", StudyRole.PrincipalInvestigator), ("admin@one.example", StudyRole.Administrator)];

    [Fact]
    public void Every_endpoint_demands_a_right_or_stands_on_the_short_list()
    {
        foreach (var endpoint in Endpoints())
        {
            var route = Route(endpoint);
            if (IsFramework(endpoint, route) || Public.Contains(route) || SignedIn.Contains(route)) continue;
            Assert.True(RightOf(endpoint) is not null, $"{route} demands no right.");
            Assert.True(route.StartsWith("studies/{study", StringComparison.OrdinalIgnoreCase) || route.StartsWith("dicomweb/{study}", StringComparison.Ordinal), $"{route} names no study.");
        }
    }

    [Fact]
    public void Every_page_demands_a_right_or_stands_on_the_short_list()
    {
        foreach (var page in typeof(Program).Assembly.GetTypes().Where(t => t.GetCustomAttributes(typeof(RouteAttribute), false).Length > 0))
        {
            var routes = page.GetCustomAttributes(typeof(RouteAttribute), false).Cast<RouteAttribute>().Select(r => r.Template.Trim('/'));
            if (routes.All(r => Public.Contains(r) || SignedIn.Contains(r))) continue;
            Assert.True(page.GetCustomAttributes(typeof(RequiresRightAttribute), false).Length == 1, $"{page.Name} demands no right.");
        }
    }

    [Fact]
    public async Task Everybody_reaches_what_the_table_allows_in_the_own_study_and_nothing_else()
    {
        foreach (var (email, role) in People)
        {
            using var client = await host.SendingClientAsync(email);
            foreach (var endpoint in StudyEndpoints())
            {
                var allowed = RightsTable.Allows(role, RightOf(endpoint)!.Value);
                var own = await StatusAsync(client, endpoint, "one");
                Assert.True(allowed ? own is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized) : own == HttpStatusCode.Forbidden, $"{role} at {Route(endpoint)}: {own}");
                Assert.True(await StatusAsync(client, endpoint, "two") == HttpStatusCode.NotFound, $"{role} sees that study two exists at {Route(endpoint)}");
                Assert.True(await StatusAsync(client, endpoint, "none") == HttpStatusCode.NotFound, $"{role} at a study that does not exist: {Route(endpoint)}");
            }
        }
    }

    [Fact]
    public async Task Nobody_reaches_anything_without_signing_in()
    {
        using var client = await host.ClientAsync(null);
        foreach (var endpoint in StudyEndpoints())
            Assert.True(await StatusAsync(client, endpoint, "one") == HttpStatusCode.Unauthorized, Route(endpoint));
    }

    [Fact]
    public async Task Even_a_portal_administrator_sees_no_study_without_a_membership()
    {
        await using (var db = host.Database())
        {
            var root = db.Users.Single(u => u.Email == "root@test.example").Id;
            db.Memberships.Remove(db.Memberships.Single(m => m.PersonId == root && db.ResearchStudies.Any(s => s.Id == m.ResearchStudyId && s.Code == "two")));
            await db.SaveChangesAsync();
        }

        using var client = await host.ClientAsync("root@test.example");
        foreach (var endpoint in StudyEndpoints()) Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, endpoint, "two"));
    }

    [Fact]
    public async Task A_person_gets_a_page_that_says_what_is_not_there()
    {
        using var client = await host.ClientAsync("pi@one.example");
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        using var answer = await client.GetAsync("/studies/two/subjects");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Not here", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Changing_requests_need_the_antiforgery_token()
    {
        using var client = await host.ClientAsync("north@one.example");
        using var answer = await client.PostAsync("/studies/one/uploads", System.Net.Http.Json.JsonContent.Create(new { files = 1 }));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_style_sheet_and_the_security_policy_are_served()
    {
        using var client = await host.ClientAsync(null);
        using var answer = await client.GetAsync("/app.css");
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 1000);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe-eval'", policy.Replace("'wasm-unsafe-eval'", ""));
        Assert.DoesNotContain("'unsafe-inline'", policy.Split(';').Single(p => p.Contains("script-src")));
    }

    private IEnumerable<RouteEndpoint> Endpoints() => host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    private IEnumerable<RouteEndpoint> StudyEndpoints() => Endpoints().Where(e => RightOf(e) is not null);

    private static string Route(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.Trim('/') ?? "";

    private static bool IsFramework(RouteEndpoint endpoint, string route) =>
        route.StartsWith("_framework", StringComparison.Ordinal) || route.StartsWith("_blazor", StringComparison.Ordinal) || endpoint.DisplayName?.Contains("static asset", StringComparison.OrdinalIgnoreCase) == true
        || endpoint.Metadata.Any(m => m.GetType().Name.Contains("StaticAsset", StringComparison.Ordinal)) || route.EndsWith(":file}", StringComparison.Ordinal);

    private static Right? RightOf(RouteEndpoint endpoint) => endpoint.Metadata.OfType<IAuthorizeData>().OfType<RequiresRightAttribute>().LastOrDefault()?.Right;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, RouteEndpoint endpoint, string study)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(Route(endpoint), @"\{(\w+)[^}]*\}", m => m.Groups[1].Value.ToLowerInvariant() switch
        {
            "study" => study,
            "id" => Guid.Empty.ToString(),
            "number" or "frame" or "frames" => "1",
            _ => "1.2.3",
        });
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.FirstOrDefault() ?? "GET";
        using var request = new HttpRequestMessage(new HttpMethod(method), "/" + path);
        if (method is "POST" or "PUT") request.Content = System.Net.Http.Json.JsonContent.Create(new { files = 1 });
        using var answer = await client.SendAsync(request);
        // A study one is no member of answers 404 from the handler; so does a thing that is not there in the own study.
        return answer.StatusCode;
    }
}
