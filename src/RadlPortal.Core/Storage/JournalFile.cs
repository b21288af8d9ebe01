using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RadlPortal.Core.Storage;

/// <summary>One file of a journal: a page with the number of its filling, then entries, each a page of its own (number, lengths, SHA-256, key) followed by the bytes.</summary>
internal sealed class JournalFile : IDisposable
{
    private const int Page = 4096;
    private const int KeyAt = 64;
    private static readonly byte[] Mark = "RADLJRN1"u8.ToArray();
    private readonly FileStream stream;
    private readonly SafeFileHandle file;
    private readonly byte[] page = new byte[Page];
    private long position = Page;

    private JournalFile(FileStream stream, long capacity) => (this.stream, file, Capacity) = (stream, stream.SafeFileHandle, capacity - Page);

    public long Capacity { get; }

    /// <summary>Counts the fillings; an entry of another filling is left over from before.</summary>
    public long Epoch { get; private set; }

    public static long RoomFor(ContentBlob blob) => Page + (blob.Bytes.Length + Page - 1L) / Page * Page;

    /// <returns>Null if another process has it.</returns>
    public static JournalFile? TryOpen(string path, long bytes)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }

        var opened = new JournalFile(stream, bytes);
        if (stream.Length < bytes) opened.FillOnce(stream.Length, bytes);
        opened.ReadEpoch();
        return opened;
    }

    public bool HasRoomFor(long needed) => position + needed <= Capacity + Page;

    public void Write(ContentBlob blob)
    {
        Array.Clear(page);
        var key = Encoding.UTF8.GetBytes(blob.Key);
        if (key.Length > Page - KeyAt) throw new ArgumentException("The key of a blob is too long.", nameof(blob));
        Mark.CopyTo(page, 0);
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(8), Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(16), key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(20), blob.Bytes.Length);
        blob.Sha256.CopyTo(page, 24);
        key.CopyTo(page, KeyAt);
        RandomAccess.Write(file, [page, blob.Bytes], position);
        position += RoomFor(blob);
    }

    public void Flush() => DiskFlush.BytesToDisk(file);

    /// <summary>Begins a new filling, newer than that of the other file.</summary>
    public void StartAfter(JournalFile other) => Begin(Math.Max(Epoch, other.Epoch) + 1);

    /// <summary>Forgets the entries: their files are on the disk.</summary>
    public void Clear() => Begin(Epoch + 1);

    /// <summary>Gives every whole entry of the present filling; a torn last one was never acknowledged.</summary>
    public void ForEach(Action<ContentBlob> restore)
    {
        for (var at = (long)Page; at + Page <= stream.Length;)
        {
            if (RandomAccess.Read(file, page, at) < Page || !page.AsSpan(0, 8).SequenceEqual(Mark) || BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(8)) != Epoch) return;
            var (keyLength, length) = (BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(16)), BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(20)));
            if (keyLength is < 1 or > Page - KeyAt || length < 0 || at + Page + length > stream.Length) return;
            var key = Encoding.UTF8.GetString(page, KeyAt, keyLength);
            var (sha256, bytes) = (page.AsSpan(24, 32).ToArray(), new byte[length]);
            if (RandomAccess.Read(file, bytes, at + Page) < length || !SHA256.HashData(bytes).AsSpan().SequenceEqual(sha256)) return;
            var blob = new ContentBlob(key, bytes, sha256);
            restore(blob);
            at += RoomFor(blob);
        }
    }

    public void Dispose() => stream.Dispose();

    private void Begin(long epoch)
    {
        (Epoch, position) = (epoch, Page);
        Array.Clear(page);
        Mark.CopyTo(page, 0);
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(8), epoch);
        RandomAccess.Write(file, page, 0);
        Flush();
    }

    private void ReadEpoch()
    {
        if (RandomAccess.Read(file, page, 0) == Page && page.AsSpan(0, 8).SequenceEqual(Mark)) Epoch = BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(8));
    }

    // Written once so that later flushes change bytes only, never the file's extents.
    private void FillOnce(long from, long to)
    {
        var zeros = new byte[1024 * 1024];
        for (var at = from; at < to; at += zeros.Length) RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(zeros.Length, to - at)), at);
        RandomAccess.FlushToDisk(file);
    }
}
