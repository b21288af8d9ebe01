using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using RadlPortal.Core.Database;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Uploads;

/// <summary>An object on its way to disk and database.</summary>
internal sealed record PendingInstance(UploadContext Context, ExaminedFile File, InstancePlace Place)
{
    public UploadResult Result => File.Prepared!.HasWarnings ? UploadResult.AcceptedWithWarnings : UploadResult.Accepted;

    public string Message => string.Join(" ", File.Prepared!.Notes);
}

/// <summary>Stores objects of all senders together: their rows in one transaction, which is committed once the bytes are durable. While one group is on its way the next one gathers.</summary>
public sealed class InstanceCommitter : IAsyncDisposable
{
    private const int MostInGroup = 64;
    private const long MostBytes = 48L * 1024 * 1024;

    // One statement an object: the file's fate and the series' count only move if the object is new.
    private const string Insert = """
        WITH stored AS (
          INSERT INTO imaging_instances (id, imaging_series_id, research_study_id, site_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, instance_number, position_mm,
            uploaded_sha256, stored_sha256, length, blob_key, frame_ranges, metadata_json, upload_id, stored_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
          ON CONFLICT DO NOTHING RETURNING id),
        counted AS (
          UPDATE imaging_series SET instance_count = instance_count + 1, last_stored_at = $17 WHERE id = $2 AND EXISTS (SELECT 1 FROM stored))
        INSERT INTO uploaded_files (id, upload_id, number, result, message, subject_id, imaging_series_id, sha256, length, received_at)
        SELECT $18, $16, $19, $20, $21, $22, $2, $10, $23, $17 FROM stored
        """;

    private readonly Channel<Group> waiting = Channel.CreateUnbounded<Group>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IDbContextFactory<PortalDb> databases;
    private readonly IBlobStore blobs;
    private readonly TimeProvider clock;
    private readonly Task loop;

    public InstanceCommitter(IDbContextFactory<PortalDb> databases, IBlobStore blobs, TimeProvider clock)
    {
        (this.databases, this.blobs, this.clock) = (databases, blobs, clock);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Returns when the objects are durable. False for one whose SOP Instance UID the site has already: nothing was changed then.</summary>
    internal Task<bool[]> StoreAsync(IReadOnlyList<PendingInstance> instances)
    {
        var group = new Group(instances);
        return waiting.Writer.TryWrite(group) ? group.Done.Task : throw new ObjectDisposedException(nameof(InstanceCommitter));
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.Complete();
        await loop;
    }

    private async Task RunAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var groups = new List<Group>();
            var (count, bytes) = (0, 0L);
            while (count < MostInGroup && bytes < MostBytes && waiting.Reader.TryRead(out var group))
            {
                groups.Add(group);
                count += group.Instances.Count;
                bytes += group.Instances.Sum(i => i.File.Prepared!.Bytes.LongLength);
            }

            await CommitAsync(groups);
        }
    }

    private async Task CommitAsync(List<Group> groups)
    {
        try
        {
            List<PendingInstance> instances = [.. groups.SelectMany(g => g.Instances)];
            var stored = await InsertAsync(instances, WriteBytesAsync(instances));
            var next = 0;
            foreach (var group in groups)
            {
                group.Done.SetResult(stored[next..(next + group.Instances.Count)]);
                next += group.Instances.Count;
            }
        }
        catch (Exception failure)
        {
            // Each sender learns that its files were not taken, and sends them again.
            foreach (var group in groups) group.Done.TrySetException(failure);
        }
    }

    private Task WriteBytesAsync(List<PendingInstance> instances) =>
        blobs.WriteAllAsync([.. instances.Select(i => new ContentBlob(i.File.Prepared!.BlobKey, i.File.Prepared.Bytes, i.File.Prepared.StoredSha256)).DistinctBy(b => b.Key)], CancellationToken.None);

    /// <summary>Rows and bytes go side by side; the rows are committed only when the bytes are on the disk.</summary>
    private async Task<bool[]> InsertAsync(List<PendingInstance> instances, Task written)
    {
        try
        {
            return await InsertWhenAsync(instances, written);
        }
        finally
        {
            // A sender is told that its files were not taken only when nothing of them is being written any more.
            await written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool[]> InsertWhenAsync(List<PendingInstance> instances, Task written)
    {
        await using var db = await databases.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        var now = clock.GetUtcNow();
        // In one order everywhere, so that two processes cannot wait for each other.
        int[] order = [.. Enumerable.Range(0, instances.Count).OrderBy(i => instances[i].Place.SeriesId).ThenBy(i => instances[i].File.Prepared!.SopInstanceUid, StringComparer.Ordinal)];
        foreach (var i in order) batch.BatchCommands.Add(Command(instances[i], now));
        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();
        var stored = new bool[instances.Count];
        for (var i = 0; i < order.Length; i++) stored[order[i]] = batch.BatchCommands[i].RecordsAffected > 0;
        await written;
        await transaction.CommitAsync();
        return stored;
    }

    private static NpgsqlBatchCommand Command(PendingInstance pending, DateTimeOffset now)
    {
        var (upload, file, instance, place) = (pending.Context.Upload, pending.File, pending.File.Prepared!, pending.Place);
        var command = new NpgsqlBatchCommand(Insert);
        var parameters = command.Parameters;
        Add(parameters, NpgsqlDbType.Uuid, Guid.CreateVersion7(), place.SeriesId, upload.ResearchStudyId, upload.SiteId);
        Add(parameters, NpgsqlDbType.Text, instance.SopInstanceUid, instance.SopClassUid, instance.TransferSyntaxUid);
        Add(parameters, NpgsqlDbType.Integer, (object?)instance.Dataset.Integer(Dicom.DicomTags.InstanceNumber) ?? DBNull.Value);
        Add(parameters, NpgsqlDbType.Double, (object?)instance.PositionMm ?? DBNull.Value);
        Add(parameters, NpgsqlDbType.Text, file.Sha256, Convert.ToHexStringLower(instance.StoredSha256));
        Add(parameters, NpgsqlDbType.Bigint, instance.Bytes.LongLength);
        Add(parameters, NpgsqlDbType.Text, instance.BlobKey);
        Add(parameters, NpgsqlDbType.Array | NpgsqlDbType.Bigint, instance.FrameRanges);
        Add(parameters, NpgsqlDbType.Text, instance.MetadataJson);
        Add(parameters, NpgsqlDbType.Uuid, upload.Id);
        Add(parameters, NpgsqlDbType.TimestampTz, now);
        Add(parameters, NpgsqlDbType.Uuid, Guid.CreateVersion7());
        Add(parameters, NpgsqlDbType.Integer, file.Number, (int)pending.Result);
        Add(parameters, NpgsqlDbType.Text, pending.Message);
        Add(parameters, NpgsqlDbType.Uuid, place.SubjectId);
        Add(parameters, NpgsqlDbType.Bigint, (long)file.Bytes.Length);
        return command;
    }

    private static void Add(NpgsqlParameterCollection parameters, NpgsqlDbType type, params object[] values)
    {
        foreach (var value in values) parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
    }

    private sealed class Group(IReadOnlyList<PendingInstance> instances)
    {
        public IReadOnlyList<PendingInstance> Instances { get; } = instances;

        public TaskCompletionSource<bool[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
