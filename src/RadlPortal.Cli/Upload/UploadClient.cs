using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace RadlPortal.Cli.Upload;

/// <summary>Speaks to a portal's upload endpoints with a client-credentials token, trying again what the network lost.</summary>
internal sealed class UploadClient : IDisposable
{
    private const int Tries = 6;
    private readonly HttpClient http;
    private readonly string uploads;

    private UploadClient(HttpClient http, string uploads) => (this.http, this.uploads) = (http, uploads);

    public static async Task<UploadClient> ConnectAsync(Uri portal, string study, string client, string secret, CancellationToken cancellation)
    {
        if (portal.Scheme != Uri.UriSchemeHttps && !portal.IsLoopback) throw new VerbRefusedException("The secret is sent over https only (or to this machine).");
        var http = new HttpClient { BaseAddress = portal, Timeout = TimeSpan.FromMinutes(5) };
        try
        {
            using var answer = await http.PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", secret), new("scope", "upload")]), cancellation);
            if (!answer.IsSuccessStatusCode) throw new VerbRefusedException("The portal does not accept this client and secret. The administrator makes new ones on the Sites page.");
            var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("access_token").GetString();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return new UploadClient(http, $"/studies/{Uri.EscapeDataString(study)}/uploads");
        }
        catch (HttpRequestException unreachable)
        {
            throw new VerbRefusedException($"The portal at {portal} cannot be reached: {unreachable.Message}");
        }
    }

    public async Task<Guid> BeginAsync(int files, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync(uploads, new { files }, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound) throw new VerbRefusedException("This client does not upload to that study.");
        var content = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return answer.IsSuccessStatusCode ? content.GetProperty("id").GetGuid() : throw new VerbRefusedException(content.GetProperty("message").GetString()!);
    }

    public async Task<(string Result, string Message)> SendAsync(Guid id, int number, FileInfo file, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(file.FullName, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = await http.PutAsync($"{uploads}/{id}/files/{number}", new ByteArrayContent(bytes), cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    var content = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
                    return (content.GetProperty("result").GetString()!, content.GetProperty("message").GetString()!);
                }

                if ((int)answer.StatusCode < 500) return ("Refused", answer.StatusCode == HttpStatusCode.RequestEntityTooLarge ? "The file is larger than 64 MB." : $"The portal answered {(int)answer.StatusCode}.");
            }
            catch (HttpRequestException) when (attempt < Tries)
            {
                // Lost on the way: tried again below.
            }

            if (attempt == Tries) throw new VerbRefusedException("The connection was lost. Send the folder again; what is there already is recognised.");
            await Task.Delay(TimeSpan.FromMilliseconds(300 * Math.Pow(2, attempt)), cancellation);
        }
    }

    public async Task<IReadOnlyList<string>> FinishAsync(Guid id, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync($"{uploads}/{id}/finish", new { }, cancellation);
        var summary = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return [.. summary.GetProperty("messages").EnumerateArray().Select(m => m.GetString()!),
            .. summary.GetProperty("series").EnumerateArray().Select(s => $"{s.GetProperty("subject").GetString()}: {s.GetProperty("slices").GetInt32()} slices, {(s.GetProperty("geometryMessage").GetString() ?? "a volume, ready to read")}")];
    }

    public void Dispose() => http.Dispose();
}
