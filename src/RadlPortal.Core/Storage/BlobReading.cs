namespace RadlPortal.Core.Storage;

public static class BlobReading
{
    /// <summary>All bytes of a blob.</summary>
    public static async Task<byte[]> ReadAllAsync(this IBlobStore blobs, string key, CancellationToken cancellation)
    {
        await using var stream = await blobs.OpenReadAsync(key, cancellation);
        using var buffer = new MemoryStream(stream.CanSeek ? (int)stream.Length : 0);
        await stream.CopyToAsync(buffer, cancellation);
        return buffer.ToArray();
    }
}
