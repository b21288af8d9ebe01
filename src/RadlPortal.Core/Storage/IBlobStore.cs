namespace RadlPortal.Core.Storage;

/// <summary>Bytes by key; never overwritten. What <see cref="WriteAsync"/> has acknowledged survives a power cut.</summary>
public interface IBlobStore
{
    /// <summary>Stores the bytes durably. A key that exists already keeps its bytes: keys are made of content hashes or fresh ids.</summary>
    Task WriteAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>Opens for reading from any position; throws <see cref="FileNotFoundException"/> if there is no such key.</summary>
    Task<Stream> OpenReadAsync(string key, CancellationToken cancellation);

    /// <summary>True if something was deleted. Used for quarantine and for what a failed upload left over.</summary>
    Task<bool> DeleteAsync(string key, CancellationToken cancellation);
}
