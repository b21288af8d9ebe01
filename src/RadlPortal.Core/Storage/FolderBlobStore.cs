namespace RadlPortal.Core.Storage;

/// <summary>Blobs as files below one folder: written to a temporary name, flushed to the disk, then renamed.</summary>
public sealed class FolderBlobStore : IBlobStore
{
    private readonly string root;

    public FolderBlobStore(string root)
    {
        this.root = Path.GetFullPath(root);
        Directory.CreateDirectory(this.root);
    }

    public async Task WriteAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var path = PathOf(key);
        if (File.Exists(path)) return;
        var folder = Path.GetDirectoryName(path)!;
        CreateFolderDurably(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}.part";
        await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
        {
            await file.WriteAsync(bytes, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectoryFlush.ToDisk(folder);
    }

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellation) =>
        Task.FromResult<Stream>(new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous));

    public Task<bool> DeleteAsync(string key, CancellationToken cancellation)
    {
        var path = PathOf(key);
        if (!File.Exists(path)) return Task.FromResult(false);
        File.Delete(path);
        return Task.FromResult(true);
    }

    private void CreateFolderDurably(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder)!;
        if (folder != root) CreateFolderDurably(parent);
        Directory.CreateDirectory(folder);
        DirectoryFlush.ToDisk(parent);
    }

    private string PathOf(string key)
    {
        var path = Path.GetFullPath(Path.Combine(root, key));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException("A blob key must stay below the store's folder.", nameof(key));
    }
}
