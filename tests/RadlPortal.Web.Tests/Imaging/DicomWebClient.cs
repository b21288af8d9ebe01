using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RadlPortal.Web.Tests.Imaging;

/// <summary>The parts of DICOMweb that the tests speak, written from the standard and not from the portal's code.</summary>
internal static class DicomWebClient
{
    public static async Task<(HttpResponseMessage Answer, JsonElement Json)> StowAsync(this HttpClient client, string path, params byte[][] files)
    {
        var answer = await client.PostAsync(path, Body(files));
        var text = await answer.Content.ReadAsStringAsync();
        return (answer, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    public static ByteArrayContent Body(IEnumerable<byte[]> files, string partType = "application/dicom")
    {
        using var body = new MemoryStream();
        foreach (var file in files)
        {
            body.Write(Encoding.ASCII.GetBytes($"--edge\r\nContent-Type: {partType}\r\n\r\n"));
            body.Write(file);
            body.Write("\r\n"u8);
        }

        body.Write("--edge--\r\n"u8);
        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=edge");
        return content;
    }

    public static async Task<HttpResponseMessage> GetAsync(this HttpClient client, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path)
    {
        using var answer = await GetAsync(client, path, "application/dicom+json");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>Content type and bytes of each part.</summary>
    public static async Task<List<(string Type, byte[] Bytes)>> PartsAsync(this HttpResponseMessage answer)
    {
        var boundary = answer.Content.Headers.ContentType!.Parameters.Single(p => p.Name == "boundary").Value!.Trim('"');
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var parts = new List<(string, byte[])>();
        var delimiter = Encoding.ASCII.GetBytes($"--{boundary}");
        var at = bytes.AsSpan().IndexOf(delimiter) + delimiter.Length;
        while (!bytes.AsSpan(at).StartsWith("--"u8))
        {
            var head = bytes.AsSpan(at).IndexOf("\r\n\r\n"u8) + at;
            var next = bytes.AsSpan(head + 4).IndexOf(Encoding.ASCII.GetBytes($"\r\n--{boundary}")) + head + 4;
            var type = Encoding.ASCII.GetString(bytes.AsSpan(at, head - at)).Split("\r\n").Single(l => l.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase))["Content-Type:".Length..].Trim();
            parts.Add((type, bytes[(head + 4)..next]));
            at = next + 2 + delimiter.Length;
        }

        return parts;
    }

    public static JsonElement Value(this JsonElement dataset, string tag) => dataset.GetProperty(tag).GetProperty("Value")[0];

    public static List<JsonElement> Items(this JsonElement dataset, string tag) => dataset.TryGetProperty(tag, out var sequence) ? [.. sequence.GetProperty("Value").EnumerateArray()] : [];
}
