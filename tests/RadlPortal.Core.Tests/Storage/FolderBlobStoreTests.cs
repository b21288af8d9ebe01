using System.IO.Pipelines;
using System.Security.Cryptography;
using RadlPortal.Core.Storage;
using Xunit;

namespace RadlPortal.Core.Tests.Storage;

public sealed class FolderBlobStoreTests : IDisposable
{
    private const long Megabyte = 1024 * 1024;
    private readonly string root = Directory.CreateTempSubdirectory("radl-blobs-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task Many_blobs_stored_at_once_are_read_back(long journalMegabytes)
    {
        using var store = new FolderBlobStore(Path.Combine(root, "store"), journalMegabytes * Megabyte);
        var blobs = Enumerable.Range(1, 20).Select(i => Blob(i, i * 1000)).ToList();
        await store.WriteAllAsync(blobs, CancellationToken.None);
        foreach (var blob in blobs) Assert.Equal(blob.Bytes.ToArray(), await store.ReadAllAsync(blob.Key, CancellationToken.None));
    }

    [Fact]
    public async Task What_a_power_cut_took_from_files_is_put_back_from_the_journal()
    {
        var folder = Path.Combine(root, "cut");
        using var store = new FolderBlobStore(folder, 4 * Megabyte);
        var (lost, torn, whole) = (Blob(1, 5000), Blob(2, 6000), Blob(3, 7000));
        await store.WriteAllAsync([lost, torn], CancellationToken.None);
        await store.WriteAllAsync([whole], CancellationToken.None);
        var after = Path.Combine(root, "after");
        Copy(folder, after);
        File.Delete(Path.Combine(after, lost.Key));
        await File.WriteAllBytesAsync(Path.Combine(after, torn.Key), new byte[6000]);

        using var again = new FolderBlobStore(after, 4 * Megabyte);
        again.Prepare();
        foreach (var blob in new[] { lost, torn, whole }) Assert.Equal(blob.Bytes.ToArray(), await again.ReadAllAsync(blob.Key, CancellationToken.None));
    }

    [Fact]
    public async Task More_than_the_journal_holds_goes_through_it_in_turns()
    {
        var folder = Path.Combine(root, "turns");
        using var store = new FolderBlobStore(folder, 2 * Megabyte);
        for (var i = 1; i <= 12; i++) await store.WriteAllAsync([Blob(i, 300_000)], CancellationToken.None);
        var after = Path.Combine(root, "turned");
        Copy(folder, after);
        using var again = new FolderBlobStore(after, 2 * Megabyte);
        again.Prepare();
        for (var i = 1; i <= 12; i++) Assert.Equal(Blob(i, 300_000).Bytes.ToArray(), await again.ReadAllAsync($"blobs/{i}", CancellationToken.None));
    }

    [Fact]
    public async Task Two_processes_have_a_journal_each()
    {
        using var first = new FolderBlobStore(root, 2 * Megabyte);
        using var second = new FolderBlobStore(root, 2 * Megabyte);
        await first.WriteAllAsync([Blob(1, 100)], CancellationToken.None);
        await second.WriteAllAsync([Blob(2, 100)], CancellationToken.None);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(root, ".journal")).Length);
    }

    [Fact]
    public async Task A_range_is_copied_and_one_beyond_the_end_is_an_error()
    {
        using var store = new FolderBlobStore(root);
        var blob = Blob(9, 400_000);
        await store.WriteAsync(blob.Key, blob.Bytes, CancellationToken.None);
        using var copied = new MemoryStream();
        var writer = PipeWriter.Create(copied, new StreamPipeWriterOptions(leaveOpen: true));
        await store.CopyRangeAsync(blob.Key, 1000, 300_000, writer, CancellationToken.None);
        Assert.Equal(blob.Bytes.Slice(1000, 300_000).ToArray(), copied.ToArray());
        await Assert.ThrowsAsync<EndOfStreamException>(() => store.CopyRangeAsync(blob.Key, 399_999, 2, writer, CancellationToken.None));
    }

    private static ContentBlob Blob(int number, int length)
    {
        var bytes = new byte[length];
        new Random(number).NextBytes(bytes);
        return new ContentBlob($"blobs/{number}", bytes, SHA256.HashData(bytes));
    }

    // As the disk is at that moment: the living store has its journal locked for every program that asks, and this one does not.
    private static void Copy(string from, string to)
    {
        using var copy = System.Diagnostics.Process.Start("cp", ["-r", from, to]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }
}
