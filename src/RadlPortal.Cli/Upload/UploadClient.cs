using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace RadlPortal.Cli.Upload;

/// <summary>What the portal said of a file.</summary>
internal sealed record SentFile(string Result, string Message);

/// <summary>Speaks to a portal's upload endpoints with a client-credentials token. Waits for a lost connection or a portal that is starting again, and renews its token.</summary>
internal sealed class UploadClient : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private readonly HttpClient http;
    private readonly string uploads;
    private readonly FormUrlEncodedContent credentials;
    private readonly TimeSpan patience;
    private readonly SemaphoreSlim renewing = new(1);

    private UploadClient(Uri portal, string study, string client, string secret, TimeSpan patience)
    {
        http = new HttpClient { BaseAddress = portal, Timeout = TimeSpan.FromMinutes(5) };
        uploads = $"/studies/{Uri.EscapeDataString(study)}/uploads";
        credentials = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", secret), new("scope", "upload")]);
        this.patience = patience;
    }

    /// <param name="patience">How long a lost connection is waited for.</param>
    public static async Task<UploadClient> ConnectAsync(Uri portal, string study, string client, string secret, TimeSpan patience, CancellationToken cancellation)
    {
        if (portal.Scheme != Uri.UriSchemeHttps && !portal.IsLoopback) throw new VerbRefusedException("The secret is sent over https only (or to this machine).");
        var connected = new UploadClient(portal, study, client, secret, patience);
        try
        {
            await connected.SignInAsync(cancellation);
            return connected;
        }
        catch (HttpRequestException unreachable)
        {
            throw new VerbRefusedException($"The portal at {portal} cannot be reached: {unreachable.Message}");
        }
    }

    public async Task<Guid> BeginAsync(int files, CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => Post(uploads, new { files }), cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound) throw new VerbRefusedException("This client does not upload to that study.");
        var content = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return answer.IsSuccessStatusCode ? content.GetProperty("id").GetGuid() : throw new VerbRefusedException(content.GetProperty("message").GetString()!);
    }

    /// <summary>Those of the files that are there already.</summary>
    public async Task<HashSet<int>> KnownAsync(Guid id, IReadOnlyList<(int Number, string Sha256)> files, CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => Post($"{uploads}/{id}/known", new { files = files.Select(f => new { number = f.Number, sha256 = f.Sha256 }) }), cancellation);
        if (!answer.IsSuccessStatusCode) throw new VerbRefusedException(await MessageAsync(answer, cancellation));
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("known").EnumerateArray().Select(k => k.GetProperty("number").GetInt32())];
    }

    public async Task<SentFile> SendAsync(Guid id, int number, byte[] bytes, string sha256, CancellationToken cancellation)
    {
        using var answer = await SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Put, $"{uploads}/{id}/files/{number}") { Content = new ByteArrayContent(bytes) };
            request.Headers.Add("X-Content-Sha256", sha256);
            return request;
        }, cancellation);
        if (answer.StatusCode == HttpStatusCode.Conflict) throw new VerbRefusedException(await MessageAsync(answer, cancellation));
        if (!answer.IsSuccessStatusCode) return new SentFile("Refused", answer.StatusCode == HttpStatusCode.RequestEntityTooLarge ? "The file is larger than 64 MB." : await MessageAsync(answer, cancellation));
        var content = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return new SentFile(content.GetProperty("result").GetString()!, content.GetProperty("message").GetString()!);
    }

    public async Task<IReadOnlyList<string>> FinishAsync(Guid id, CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => Post($"{uploads}/{id}/finish", new { }), cancellation);
        if (!answer.IsSuccessStatusCode) throw new VerbRefusedException(await MessageAsync(answer, cancellation));
        var summary = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return [.. summary.GetProperty("messages").EnumerateArray().Select(m => m.GetString()!),
            .. summary.GetProperty("series").EnumerateArray().Select(s => $"{s.GetProperty("subject").GetString()}: {s.GetProperty("slices").GetInt32()} {(s.GetProperty("geometry").ValueKind == JsonValueKind.Null ? "objects of contours or segments" : $"slices, {s.GetProperty("geometryMessage").GetString() ?? "a volume, ready to read"}")}")];
    }

    public void Dispose()
    {
        http.Dispose();
        renewing.Dispose();
    }

    private static HttpRequestMessage Post(string address, object body) => new(HttpMethod.Post, address) { Content = JsonContent.Create(body) };

    private async Task SignInAsync(CancellationToken cancellation)
    {
        using var answer = await http.PostAsync("/connect/token", credentials, cancellation);
        if (!answer.IsSuccessStatusCode && (int)answer.StatusCode < 500) throw new VerbRefusedException("The portal does not accept this client and secret. The administrator makes new ones on the Sites page.");
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("access_token").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Tries until the portal answers or patience ends.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        var lost = Stopwatch.StartNew();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var request = make();
                var used = http.DefaultRequestHeaders.Authorization;
                var answer = await http.SendAsync(request, cancellation);
                // A file that arrived damaged (400) is sent again a few times.
                if ((int)answer.StatusCode < 500 && answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized) && (answer.StatusCode != HttpStatusCode.BadRequest || attempt >= 5)) return answer;
                var isTokenOld = answer.StatusCode == HttpStatusCode.Unauthorized;
                answer.Dispose();
                if (isTokenOld && attempt < 5) await RenewAsync(used, cancellation);
                else if (isTokenOld) throw new VerbRefusedException("The portal does not accept this client any more.");
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException || (gone is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                if (attempt == 0) lost.Restart();
            }

            if (lost.Elapsed > patience) throw new VerbRefusedException("The connection was lost. Send the folder again; what is there already is recognised and not sent.");
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 200 * Math.Pow(2, attempt))), cancellation);
        }
    }

    private async Task RenewAsync(AuthenticationHeaderValue? used, CancellationToken cancellation)
    {
        await renewing.WaitAsync(cancellation);
        try
        {
            // Another request may have renewed it meanwhile.
            if (http.DefaultRequestHeaders.Authorization == used) await SignInAsync(cancellation);
        }
        finally
        {
            renewing.Release();
        }
    }

    private static async Task<string> MessageAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            var content = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            if (content.TryGetProperty("message", out var message) || content.TryGetProperty("title", out message)) return message.GetString() ?? "";
        }
        catch (JsonException)
        {
            // No words: the status is all there is.
        }

        return $"The portal answered {(int)answer.StatusCode}.";
    }
}
