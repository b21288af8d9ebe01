using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.People;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.SignIn;

/// <summary>A site's program uploads with client credentials and can do nothing else.</summary>
public sealed class UploadClientTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task A_token_uploads_to_its_own_site_without_a_person()
    {
        using var client = await WithTokenAsync(await NewClientAsync());
        using var begun = await client.PostAsJsonAsync("/studies/one/uploads", new { files = 2 });
        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        var id = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        Assert.Equal("Accepted", await ResultAsync(client, id, 1, TestSeries.Files("one-north-1", "2.25.300")[0]));
        Assert.Equal("Refused", await ResultAsync(client, id, 2, TestSeries.Files("one-south-1", "2.25.301")[0]));
    }

    [Theory]
    [InlineData("/studies/two/uploads", HttpStatusCode.NotFound)]
    [InlineData("/studies/one/reads/00000000-0000-0000-0000-000000000000/state", HttpStatusCode.Forbidden)]
    public async Task A_token_reaches_neither_another_study_nor_other_rights(string path, HttpStatusCode expected)
    {
        using var client = await WithTokenAsync(await NewClientAsync());
        using var answer = path.EndsWith("uploads", StringComparison.Ordinal) ? await client.PostAsJsonAsync(path, new { files = 1 }) : await client.GetAsync(path);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_client_is_listed_with_its_last_use_and_ends_at_once_when_it_is_revoked()
    {
        var made = await NewClientAsync();
        Assert.Null((await ListedAsync(made))!.LastUsed);
        using var client = await WithTokenAsync(made);
        Assert.InRange((await ListedAsync(made))!.LastUsed!.Value, DateTime.UtcNow.AddMinutes(-2), DateTime.UtcNow.AddMinutes(1));
        using (var before = await client.PostAsJsonAsync("/studies/one/uploads", new { files = 1 })) Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var clients = scope.ServiceProvider.GetRequiredService<UploadClients>();
            Assert.Equal("no-such-upload-client", (await clients.RevokeAsync(host.AdministratorOfOne with { ResearchStudyId = Guid.NewGuid() }, made.ClientId, CancellationToken.None)).Refusal?.Code);
            Assert.True((await clients.RevokeAsync(host.AdministratorOfOne, made.ClientId, CancellationToken.None)).Succeeded);
        }

        Assert.Null(await ListedAsync(made));
        using (var after = await client.PostAsJsonAsync("/studies/one/uploads", new { files = 1 })) Assert.False(after.IsSuccessStatusCode);
        using var token = await TokenAsync(client, made);
        Assert.False(token.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_wrong_secret_gets_no_token()
    {
        var made = await NewClientAsync();
        using var client = await host.ClientAsync(null);
        using var answer = await TokenAsync(client, made with { ClientSecret = "wrong" });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_forged_token_is_refused()
    {
        using var client = await host.ClientAsync(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.");
        using var answer = await client.PostAsJsonAsync("/studies/one/uploads", new { files = 1 });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<NewUploadClient> NewClientAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UploadClients>().AddAsync(host.AdministratorOfOne, host.NorthSite, CancellationToken.None)).Value!;
    }

    private async Task<UploadClient?> ListedAsync(NewUploadClient made)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UploadClients>().ListAsync(host.AdministratorOfOne, CancellationToken.None)).SingleOrDefault(c => c.ClientId == made.ClientId);
    }

    private async Task<HttpClient> WithTokenAsync(NewUploadClient made)
    {
        var client = await host.ClientAsync(null);
        using var answer = await TokenAsync(client, made);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
        return client;
    }

    private static Task<HttpResponseMessage> TokenAsync(HttpClient client, NewUploadClient made) =>
        client.PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", made.ClientId), new("client_secret", made.ClientSecret), new("scope", "upload")]));

    private static async Task<string> ResultAsync(HttpClient client, Guid id, int number, byte[] file)
    {
        using var answer = await client.PutAsync($"/studies/one/uploads/{id}/files/{number}", new ByteArrayContent(file));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetString()!;
    }
}
