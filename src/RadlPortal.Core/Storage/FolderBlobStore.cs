using System.IO.Pipelines;

namespace RadlPortal.Core.Storage;

/// <summary>Blobs as files below one folder: written to a temporary name, made durable, then renamed; many at once through a <see cref="BlobJournal"/>.</summary>
public sealed class FolderBlobStore : IBlobStore, IDisposable
{
    private const int CopyBytes = 128 * 1024;
    private readonly string root;
    private readonly Lazy<BlobJournal?> journal;

    /// <param name="journalBytes">Room of the journal; 0 = each file is flushed by itself, which is slower.</param>
    public FolderBlobStore(string root, long journalBytes = 0)
    {
        this.root = Path.GetFullPath(root);
        Directory.CreateDirectory(this.root);
        journal = new Lazy<BlobJournal?>(() => journalBytes > 0 ? BlobJournal.Open(Path.Combine(this.root, ".journal"), journalBytes, Restore) : null);
    }

    /// <summary>Brings back what a power cut took from files after it was acknowledged, and makes the journal ready.</summary>
    public void Prepare() => _ = journal.Value;

    public async Task WriteAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var path = PathOf(key);
        if (File.Exists(path)) return;
        CreateFolderDurably(Path.GetDirectoryName(path)!);
        await WriteDurablyAsync(path, bytes, cancellation);
        DiskFlush.FolderToDisk(Path.GetDirectoryName(path)!);
    }

    public async Task WriteAllAsync(IReadOnlyList<ContentBlob> written, CancellationToken cancellation)
    {
        if (journal.Value is { } ready && written.Sum(b => BlobJournal.RoomFor(b)) <= ready.Capacity)
        {
            // Off the caller's thread, which has other things to do meanwhile.
            await Task.Run(() => ready.AppendAsync(written, blob => PlaceFile(PathOf(blob.Key), blob.Bytes), cancellation), cancellation);
            return;
        }

        var folders = written.Select(b => Path.GetDirectoryName(PathOf(b.Key))!).Distinct().ToList();
        foreach (var folder in folders) CreateFolderDurably(folder);
        await Parallel.ForEachAsync(written, cancellation, async (blob, token) => await WriteDurablyAsync(PathOf(blob.Key), blob.Bytes, token));
        foreach (var folder in folders) DiskFlush.FolderToDisk(folder);
    }

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellation) =>
        Task.FromResult<Stream>(new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous));

    public async Task CopyRangeAsync(string key, long offset, long length, PipeWriter target, CancellationToken cancellation)
    {
        using var file = File.OpenHandle(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read);
        while (length > 0)
        {
            // Straight into the connection's buffer; what was stored a moment ago or is looked at now lies in the page cache.
            var wanted = (int)Math.Min(length, CopyBytes);
            var read = RandomAccess.Read(file, target.GetMemory(wanted).Span[..wanted], offset);
            if (read == 0) throw new EndOfStreamException("A stored object is shorter than its index says.");
            target.Advance(read);
            (offset, length) = (offset + read, length - read);
            if ((await target.FlushAsync(cancellation)).IsCompleted) return;
        }
    }

    public Task<bool> DeleteAsync(string key, CancellationToken cancellation)
    {
        var path = PathOf(key);
        if (!File.Exists(path)) return Task.FromResult(false);
        File.Delete(path);
        return Task.FromResult(true);
    }

    public void Dispose()
    {
        if (journal.IsValueCreated) journal.Value?.Dispose();
    }

    private static async Task WriteDurablyAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.part";
        await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
        {
            await file.WriteAsync(bytes, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The file as readers see it; whether it outlives a power cut is the journal's care.</summary>
    private static void PlaceFile(string path, ReadOnlyMemory<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.part";
        using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None)) RandomAccess.Write(file, bytes.Span, 0);
        File.Move(temporary, path, overwrite: true);
    }

    private void Restore(ContentBlob blob)
    {
        var path = PathOf(blob.Key);
        if (File.Exists(path) && new FileInfo(path).Length == blob.Bytes.Length && System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)).AsSpan().SequenceEqual(blob.Sha256)) return;
        PlaceFile(path, blob.Bytes);
    }

    private void CreateFolderDurably(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder)!;
        if (folder != root) CreateFolderDurably(parent);
        Directory.CreateDirectory(folder);
        DiskFlush.FolderToDisk(parent);
    }

    private string PathOf(string key)
    {
        var path = Path.GetFullPath(Path.Combine(root, key));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException("A blob key must stay below the store's folder.", nameof(key));
    }
}
