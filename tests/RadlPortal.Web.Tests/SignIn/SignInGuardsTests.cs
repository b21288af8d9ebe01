using System.Net;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.SignIn;

/// <summary>What stands between a password and the study.</summary>
public sealed class SignInGuardsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Theory]
    [InlineData("/studies/one/reads")]
    [InlineData("/studies/one/dicomweb/studies/1.2.3/series/1.2.4/instances/1.2.5")]
    [InlineData("/studies/one/subjects/A.1")]
    public async Task A_temporary_password_opens_the_password_page_and_nothing_else(string path)
    {
        await using (var db = host.Database())
        {
            db.Users.Single(u => u.Email == "pi@one.example").MustChangePassword = true;
            await db.SaveChangesAsync();
        }

        using var client = await host.ClientAsync("pi@one.example");
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/account/password", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_password_page_keeps_its_style_sheet()
    {
        await using (var db = host.Database())
        {
            db.Users.Single(u => u.Email == "reader2@one.example").MustChangePassword = true;
            await db.SaveChangesAsync();
        }

        using var client = await host.ClientAsync("reader2@one.example");
        foreach (var path in new[] { "/account/password", "/app.css", "/_framework/blazor.web.js" })
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Attempts_at_the_sign_in_form_are_counted()
    {
        using var client = host.LimitedClient(attemptsPerMinute: 3);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent([]));
            statuses.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task Looking_at_the_sign_in_form_is_no_attempt()
    {
        using var client = host.LimitedClient(attemptsPerMinute: 1);
        for (var i = 0; i < 4; i++)
        {
            using var answer = await client.GetAsync("/sign-in");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
