using System.Net;
using System.Text.RegularExpressions;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.SignIn;

/// <summary>The page on which a temporary password is changed.</summary>
public sealed partial class TemporaryPasswordTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task The_temporary_password_itself_is_not_accepted_as_the_new_one()
    {
        using var client = await TemporaryAsync("reader@one.example");
        using var answer = await ChangeAsync(client, PortalHost.Password);
        Assert.Contains("This is the temporary password again", await answer.Content.ReadAsStringAsync());
        await using var db = host.Database();
        Assert.True(db.Users.Single(u => u.Email == "reader@one.example").MustChangePassword);
    }

    [Fact]
    public async Task Another_password_is_accepted_and_opens_the_studies()
    {
        using var client = await TemporaryAsync("north@one.example");
        using var answer = await ChangeAsync(client, "Another-test-2026");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        await using var db = host.Database();
        Assert.False(db.Users.Single(u => u.Email == "north@one.example").MustChangePassword);
    }

    [Fact]
    public async Task The_page_asks_for_the_temporary_password_and_lets_one_sign_out()
    {
        using var client = await TemporaryAsync("pi@one.example");
        var page = await client.GetStringAsync("/account/password");
        Assert.Contains("Temporary password", page);
        Assert.DoesNotContain("Current password", page);
        Assert.Contains("action=\"/sign-out\"", page);
    }

    [Fact]
    public async Task Each_mistake_is_named_in_words_and_nothing_is_changed()
    {
        using var client = await TemporaryAsync("south@one.example");
        foreach (var (old, wanted, again, why) in ((string, string, string, string)[])[("abc", "abc", "abc", "is not the password with which you signed in"), (PortalHost.Password, "abc", "abc", "too simple"), (PortalHost.Password, "Another-test-2026", "Another-test-2027", "repetition differ")])
        {
            using var answer = await ChangeAsync(client, wanted, old, again);
            Assert.Contains(why, await answer.Content.ReadAsStringAsync());
        }

        await using var db = host.Database();
        Assert.True(db.Users.Single(u => u.Email == "south@one.example").MustChangePassword);
    }

    private async Task<HttpClient> TemporaryAsync(string email)
    {
        await using (var db = host.Database())
        {
            db.Users.Single(u => u.Email == email).MustChangePassword = true;
            await db.SaveChangesAsync();
        }

        return await host.ClientAsync(email);
    }

    private static async Task<HttpResponseMessage> ChangeAsync(HttpClient client, string wanted, string old = PortalHost.Password, string? again = null)
    {
        var page = await client.GetStringAsync("/account/password");
        var form = page[..page.IndexOf("/sign-out", StringComparison.Ordinal)];
        var fields = Hidden().Matches(form).DistinctBy(m => m.Groups[1].Value).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        fields["Input.Old"] = old;
        fields["Input.New"] = wanted;
        fields["Input.Again"] = again ?? wanted;
        return await client.PostAsync("/account/password", new FormUrlEncodedContent(fields));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
