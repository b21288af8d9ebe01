using System.Buffers;
using System.Text;

namespace RadlPortal.Web.Imaging;

/// <summary>The body is no multipart body, or asks for more than is taken.</summary>
internal sealed class MultipartException(string message, int status) : Exception(message)
{
    public int Status { get; } = status;
}

/// <summary>One part; its bytes go back when it is disposed of.</summary>
internal sealed class MultipartPart(string type, byte[] rented, int start, int length) : IDisposable
{
    /// <summary>Content type without parameters, lower case.</summary>
    public string Type { get; } = type;

    public ReadOnlyMemory<byte> Bytes { get; } = rented.AsMemory(start, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);
}

/// <summary>Reads a multipart/related body (RFC 2046) part by part as it arrives: in memory is one part, bounded.</summary>
internal sealed class MultipartParts : IDisposable
{
    private const int Chunk = 256 * 1024;
    private const int MostHead = 16 * 1024;
    private readonly Stream body;
    private readonly byte[] delimiter;
    private readonly int largestPart;
    private byte[] buffer;
    private int filled;
    private bool isBegun;
    private bool isEnded;

    public MultipartParts(Stream body, string boundary, int largestPart)
    {
        (this.body, this.largestPart) = (body, largestPart);
        delimiter = Encoding.ASCII.GetBytes($"\r\n--{boundary}");
        buffer = ArrayPool<byte>.Shared.Rent(Chunk * 4);
    }

    /// <returns>Null after the last part.</returns>
    /// <exception cref="MultipartException">The body is damaged, cut off or too large.</exception>
    public async ValueTask<MultipartPart?> NextAsync(CancellationToken cancellation)
    {
        if (isEnded) return null;
        if (!isBegun) await BeginAsync(cancellation);
        // After the boundary: the end mark, or a line end and the part's head.
        await FillAsync(2, cancellation);
        if (buffer.AsSpan(0, 2).SequenceEqual("--"u8))
        {
            isEnded = true;
            return null;
        }

        var headEnd = await FindAsync("\r\n\r\n"u8.ToArray(), 0, MostHead, "The head of a part is too long.", cancellation);
        var type = TypeOf(buffer.AsSpan(0, headEnd));
        var start = headEnd + 4;
        // An empty part has its boundary right after its head: the head's last line end belongs to it.
        var end = await FindAsync(delimiter, start - 2, largestPart + start, $"A part is larger than {largestPart / (1024 * 1024)} MB.", cancellation);
        return Take(type, start, Math.Max(start, end), end + delimiter.Length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private async ValueTask BeginAsync(CancellationToken cancellation)
    {
        isBegun = true;
        // The first boundary may stand at the very beginning, without the line end before it.
        "\r\n"u8.CopyTo(buffer);
        filled = 2;
        var at = await FindAsync(delimiter, 0, MostHead, "The body does not begin with its boundary.", cancellation);
        Drop(at + delimiter.Length);
    }

    private MultipartPart Take(string type, int start, int end, int next)
    {
        var (taken, left) = (buffer, filled - next);
        buffer = ArrayPool<byte>.Shared.Rent(Math.Max(Chunk * 4, left + Chunk));
        taken.AsSpan(next, left).CopyTo(buffer);
        filled = left;
        return new MultipartPart(type, taken, start, end - start);
    }

    private void Drop(int count)
    {
        buffer.AsSpan(count, filled - count).CopyTo(buffer);
        filled -= count;
    }

    private async ValueTask<int> FindAsync(byte[] what, int from, int most, string tooLong, CancellationToken cancellation)
    {
        while (true)
        {
            var at = buffer.AsSpan(from, filled - from).IndexOf(what);
            if (at >= 0) return from + at;
            // What could be the beginning of it is looked at again.
            from = Math.Max(from, filled - what.Length + 1);
            if (filled > most) throw new MultipartException(tooLong, StatusCodes.Status413PayloadTooLarge);
            await ReadAsync(cancellation);
        }
    }

    private async ValueTask FillAsync(int count, CancellationToken cancellation)
    {
        while (filled < count) await ReadAsync(cancellation);
    }

    private async ValueTask ReadAsync(CancellationToken cancellation)
    {
        if (buffer.Length - filled < Chunk)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, filled + Chunk));
            buffer.AsSpan(0, filled).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        var read = await body.ReadAsync(buffer.AsMemory(filled, Chunk), cancellation);
        if (read == 0) throw new MultipartException("The body ended before its last boundary.", StatusCodes.Status400BadRequest);
        filled += read;
    }

    private static string TypeOf(ReadOnlySpan<byte> head)
    {
        foreach (var line in Encoding.Latin1.GetString(head).Split("\r\n"))
            if (line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase)) return line["Content-Type:".Length..].Split(';')[0].Trim().ToLowerInvariant();
        return "";
    }
}
