using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RadlPortal.Core.Storage;

namespace RadlPortal.Web.Imaging;

/// <summary>Writes an answer of several parts (multipart/related, RFC 2387), from the stored bytes straight into the connection.</summary>
internal sealed class MultipartAnswer
{
    // Another one in every answer: nobody can put the next one into an object beforehand.
    private readonly string boundary = $"radl-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
    private readonly HttpResponse response;
    private bool isFirst = true;

    private byte[] End => Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");

    private MultipartAnswer(HttpResponse response) => this.response = response;

    /// <param name="onlyPart">Type and length of the only part, where there is one: then the length of the whole is announced.</param>
    public static MultipartAnswer Begin(HttpResponse response, string type, (string Type, long Length)? onlyPart = null)
    {
        var answer = new MultipartAnswer(response);
        response.ContentType = $"multipart/related; type=\"{type}\"; boundary={answer.boundary}";
        response.Headers.CacheControl = "private, max-age=600";
        response.Headers.Vary = "Accept, Cookie, Authorization";
        if (onlyPart is { } part) response.ContentLength = answer.Head(part.Type, part.Length, isFirst: true).Length + part.Length + answer.End.Length;
        return answer;
    }

    public async Task StoredAsync(IBlobStore blobs, string key, long offset, long length, string type, CancellationToken cancellation)
    {
        await BeginPartAsync(type, length, cancellation);
        await blobs.CopyRangeAsync(key, offset, length, response.BodyWriter, cancellation);
    }

    public async Task BytesAsync(byte[] bytes, string type, CancellationToken cancellation)
    {
        await BeginPartAsync(type, bytes.Length, cancellation);
        await response.BodyWriter.WriteAsync(bytes, cancellation);
    }

    public async Task EndAsync(CancellationToken cancellation) => await response.BodyWriter.WriteAsync(End, cancellation);

    private async ValueTask BeginPartAsync(string type, long length, CancellationToken cancellation)
    {
        var head = Head(type, length, isFirst);
        isFirst = false;
        // Not flushed by itself: it leaves with the first bytes of the part.
        head.CopyTo(response.BodyWriter.GetSpan(head.Length));
        response.BodyWriter.Advance(head.Length);
        if (length == 0) await response.BodyWriter.FlushAsync(cancellation);
    }

    private byte[] Head(string type, long length, bool isFirst) =>
        Encoding.ASCII.GetBytes($"{(isFirst ? "" : "\r\n")}--{boundary}\r\nContent-Type: {type}\r\nContent-Length: {length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n");
}
