using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Web.Tests.Hosting;

/// <summary>The whole web application on a database and a blob folder of its own, with two studies, two sites and everybody who must not see each other's things.</summary>
public sealed class PortalHost : IAsyncLifetime
{
    public const string Password = "Radl-test-2026";
    private readonly string blobs = Directory.CreateTempSubdirectory("radl-test-").FullName;
    private TestDatabase database = null!;
    private WebApplicationFactory<Program> factory = null!;

    private readonly bool isListening;

    public PortalHost() : this(isListening: false)
    {
    }

    /// <param name="isListening">On a port of this machine, for other programs; else in memory.</param>
    internal PortalHost(bool isListening) => this.isListening = isListening;

    public IServiceProvider Services => factory.Services;

    /// <summary>Where a listening portal is.</summary>
    public string Address => factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public StudyAccess AdministratorOfOne { get; private set; } = null!;

    public Guid NorthSite { get; private set; }

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production");
            host.UseSetting("ConnectionStrings:Portal", database.ConnectionString);
            host.UseSetting("Storage:Folder", blobs);
            host.UseSetting("Storage:JournalMegabytes", "4");
            host.UseSetting("SignIn:AttemptsPerMinute", "100000");
        });
        if (isListening)
        {
            factory.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
            factory.StartServer();
        }

        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(blobs, recursive: true);
    }

    /// <summary>A browser of its own, signed in if an e-mail address is given; it follows no redirects.</summary>
    public async Task<HttpClient> ClientAsync(string? email)
    {
        var client = factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new Uri(isListening ? Address : "http://localhost") });
        if (email is null) return client;
        var page = await client.GetStringAsync("/sign-in");
        var fields = System.Text.RegularExpressions.Regex.Matches(page, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"").ToDictionary(m => m.Groups[1].Value, m => System.Net.WebUtility.HtmlDecode(m.Groups[2].Value));
        fields["Input.Email"] = email;
        fields["Input.Password"] = Password;
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent(fields));
        Assert.Equal(System.Net.HttpStatusCode.Found, answer.StatusCode);
        return client;
    }

    /// <summary>A browser that sends the antiforgery token along.</summary>
    public async Task<HttpClient> SendingClientAsync(string email)
    {
        var client = await ClientAsync(email);
        client.DefaultRequestHeaders.Add("RequestVerificationToken", await client.GetStringAsync("/antiforgery"));
        return client;
    }

    /// <summary>A site's upload program with its token.</summary>
    public async Task<HttpClient> UploadProgramAsync(Guid siteId)
    {
        await using var scope = Services.CreateAsyncScope();
        var made = (await scope.ServiceProvider.GetRequiredService<UploadClients>().AddAsync(AdministratorOfOne, siteId, CancellationToken.None)).Value!;
        var client = await ClientAsync(null);
        using var answer = await client.PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", made.ClientId), new("client_secret", made.ClientSecret), new("scope", UploadClients.Scope)]));
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        var token = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A browser at the same portal, where attempts to sign in are few.</summary>
    public HttpClient LimitedClient(int attemptsPerMinute) =>
        factory.WithWebHostBuilder(portal => portal.UseSetting("SignIn:AttemptsPerMinute", attemptsPerMinute.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public PortalDb Database() => database.CreateDbContext();

    private async Task FillAsync()
    {
        await using var scope = factory.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PeopleService>();
        var studies = scope.ServiceProvider.GetRequiredService<ResearchStudyService>();
        var sites = scope.ServiceProvider.GetRequiredService<SiteService>();
        var root = (await people.AddPortalAdministratorAsync("root@test.example", "Root", Password)).Value!.PersonId;
        foreach (var code in new[] { "one", "two" })
        {
            var study = (await studies.CreateAsync(root, code, $"Study {code}", isSynthetic: false, CancellationToken.None)).Value!;
            var access = new StudyAccess(root, study.Id, code, StudyRole.Administrator, null);
            foreach (var siteCode in new[] { "north", "south" })
            {
                var site = (await sites.AddAsync(access, siteCode, $"{siteCode} hospital", CancellationToken.None)).Value!;
                if (code == "one" && siteCode == "north") NorthSite = site.Id;
                await sites.RegisterSubjectsAsync(access, site.Id, [$"{code}-{siteCode}-1", $"{code}-{siteCode}-2"], CancellationToken.None);
                await people.AddMemberAsync(access, $"{siteCode}@{code}.example", siteCode, StudyRole.SiteCoordinator, site.Id, CancellationToken.None, Password);
            }

            await people.AddMemberAsync(access, $"reader@{code}.example", "Reader", StudyRole.Radiologist, null, CancellationToken.None, Password);
            await people.AddMemberAsync(access, $"reader2@{code}.example", "Second reader", StudyRole.Radiologist, null, CancellationToken.None, Password);
            await people.AddMemberAsync(access, $"pi@{code}.example", "Investigator", StudyRole.PrincipalInvestigator, null, CancellationToken.None, Password);
            await people.AddMemberAsync(access, $"admin@{code}.example", "Administrator", StudyRole.Administrator, null, CancellationToken.None, Password);
            if (code == "one") AdministratorOfOne = access;
        }
    }
}
