namespace RadlPortal.Core.Storage;

/// <summary>
/// Makes many small files durable with one wait for the disk: their bytes are appended to one of two files of fixed size, written once before, so that flushing
/// them moves no file-system structures. When one is full, writing goes on in the other while everything is flushed to its own file; then the first is empty again.
/// After a crash, what the journal holds is compared with the files and put back where it is missing.
/// </summary>
internal sealed class BlobJournal : IDisposable
{
    private readonly string folder;
    private readonly JournalFile[] files;
    private readonly SemaphoreSlim turn = new(1);
    private int current;
    private Task emptied = Task.CompletedTask;

    private BlobJournal(string folder, JournalFile[] files) => (this.folder, this.files) = (folder, files);

    /// <summary>What one append may take at most.</summary>
    public long Capacity => files[0].Capacity;

    public static long RoomFor(ContentBlob blob) => JournalFile.RoomFor(blob);

    /// <summary>Takes the first journal below the folder that no living process has, putting back what it holds.</summary>
    public static BlobJournal Open(string parent, long bytes, Action<ContentBlob> restore)
    {
        for (var number = 0; ; number++)
        {
            var folder = Path.Combine(parent, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Directory.CreateDirectory(folder);
            if (JournalFile.TryOpen(Path.Combine(folder, "a"), bytes / 2) is not { } first) continue;
            var second = JournalFile.TryOpen(Path.Combine(folder, "b"), bytes / 2) ?? throw new IOException($"The journal {folder} is used by two processes.");
            var journal = new BlobJournal(folder, [first, second]);
            // The older one first; a blob in both has the same bytes.
            foreach (var file in journal.files.OrderBy(f => f.Epoch)) file.ForEach(restore);
            journal.FlushEverything();
            foreach (var file in journal.files) file.Clear();
            return journal;
        }
    }

    /// <summary>Appends and places the files; returns when the bytes are on the disk. One caller at a time.</summary>
    public async Task AppendAsync(IReadOnlyList<ContentBlob> blobs, Action<ContentBlob> place, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (!files[current].HasRoomFor(blobs.Sum(JournalFile.RoomFor))) await TurnAsync();
            foreach (var blob in blobs) files[current].Write(blob);
            // While the disk takes the journal, the files get their places.
            var flushed = Task.Run(files[current].Flush, CancellationToken.None);
            try
            {
                foreach (var blob in blobs) place(blob);
            }
            finally
            {
                await flushed;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        emptied.GetAwaiter().GetResult();
        FlushEverything();
        foreach (var file in files)
        {
            file.Clear();
            file.Dispose();
        }

        turn.Dispose();
    }

    private async Task TurnAsync()
    {
        // The other one has been emptied by now, unless the disk is slower than the senders: then they wait here.
        await emptied;
        var full = files[current];
        current = 1 - current;
        files[current].StartAfter(full);
        emptied = Task.Run(() =>
        {
            FlushEverything();
            full.Clear();
        });
    }

    private void FlushEverything() => DiskFlush.FileSystemToDisk(folder);
}
