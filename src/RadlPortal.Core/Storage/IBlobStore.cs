using System.IO.Pipelines;

namespace RadlPortal.Core.Storage;

/// <summary>Bytes by key; never overwritten. What <see cref="WriteAsync"/> has acknowledged survives a power cut.</summary>
public interface IBlobStore
{
    /// <summary>Stores the bytes durably. A key that exists already keeps its bytes: keys are made of content hashes or fresh ids.</summary>
    Task WriteAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>Stores several blobs and returns when all of them are durable: one wait for the disk instead of one each. Their keys are made of their content.</summary>
    Task WriteAllAsync(IReadOnlyList<ContentBlob> written, CancellationToken cancellation);

    /// <summary>Opens for reading from any position; throws <see cref="FileNotFoundException"/> if there is no such key.</summary>
    Task<Stream> OpenReadAsync(string key, CancellationToken cancellation);

    /// <summary>Copies a range of a blob as it is; throws <see cref="FileNotFoundException"/> if there is no such key, <see cref="EndOfStreamException"/> if it is shorter.</summary>
    Task CopyRangeAsync(string key, long offset, long length, PipeWriter target, CancellationToken cancellation);

    /// <summary>True if something was deleted. Used for quarantine and for what a failed upload left over.</summary>
    Task<bool> DeleteAsync(string key, CancellationToken cancellation);
}

/// <summary>A blob whose key is made of its content.</summary>
/// <param name="Sha256">Of the bytes.</param>
public sealed record ContentBlob(string Key, ReadOnlyMemory<byte> Bytes, byte[] Sha256);
