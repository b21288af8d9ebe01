using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Imaging;

/// <summary>Keeps the metadata of whole series ready-made and compressed, in the database and, for those in use, in memory.</summary>
public sealed class SeriesMetadataStore(IDbContextFactory<PortalDb> databases) : IDisposable
{
    private const long MostBytesInMemory = 64 * 1024 * 1024;
    private readonly MemoryCache ready = new(new MemoryCacheOptions { SizeLimit = MostBytesInMemory });

    /// <summary>The gzipped JSON array of a series that has that many instances.</summary>
    public async Task<byte[]> GzippedAsync(Guid seriesId, int instances, CancellationToken cancellation)
    {
        if (ready.TryGetValue((seriesId, instances), out byte[]? gzipped)) return gzipped!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        gzipped = await db.SeriesMetadata.AsNoTracking().Where(m => m.ImagingSeriesId == seriesId && m.Instances == instances).Select(m => m.GzippedJson).SingleOrDefaultAsync(cancellation)
            ?? await MakeAsync(seriesId, cancellation);
        return ready.Set((seriesId, instances), gzipped, new MemoryCacheEntryOptions { Size = gzipped.Length, SlidingExpiration = TimeSpan.FromMinutes(10) });
    }

    /// <summary>Makes the metadata from the instances that are there now.</summary>
    public async Task<byte[]> MakeAsync(Guid seriesId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (gzipped, count) = await JoinAsync(db, seriesId, cancellation);
        // Whoever is later has seen at least as much.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO series_metadata (imaging_series_id, instances, gzipped_json) VALUES ({seriesId}, {count}, {gzipped})
            ON CONFLICT (imaging_series_id) DO UPDATE SET instances = EXCLUDED.instances, gzipped_json = EXCLUDED.gzipped_json WHERE series_metadata.instances <= EXCLUDED.instances
            """, cancellation);
        return gzipped;
    }

    public void Dispose() => ready.Dispose();

    private static async Task<(byte[] Gzipped, int Count)> JoinAsync(PortalDb db, Guid seriesId, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        var count = 0;
        await using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            var metadata = db.ImagingInstances.Where(i => i.ImagingSeriesId == seriesId).OrderBy(i => i.PositionMm).ThenBy(i => i.InstanceNumber).Select(i => i.MetadataJson).AsAsyncEnumerable();
            await foreach (var json in metadata.WithCancellation(cancellation))
            {
                gzip.Write(count++ == 0 ? "["u8 : ",\n"u8);
                gzip.Write(Encoding.UTF8.GetBytes(json));
            }

            gzip.Write(count == 0 ? "[]"u8 : "]"u8);
        }

        return (buffer.ToArray(), count);
    }
}
