using System.Buffers;

namespace RadlPortal.Web.Uploads;

/// <summary>The bytes of one file as they arrived, in memory that is used again for the next one.</summary>
internal sealed class ReceivedBody(int expected) : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(expected, 1) + 1);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, Length);

    /// <summary>Reads to the end; the server bounds how much that may be.</summary>
    public async Task FillAsync(Stream body, CancellationToken cancellation)
    {
        int read;
        while ((read = await body.ReadAsync(buffer.AsMemory(Length), cancellation)) > 0)
        {
            Length += read;
            if (Length < buffer.Length) continue;
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
