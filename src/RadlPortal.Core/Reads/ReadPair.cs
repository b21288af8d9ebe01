using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Reads;

/// <summary>A reader's newest version of the primary VOI in a series.</summary>
internal sealed record ReadVoi(Guid ReadId, ReadPurpose Purpose, ReadState State, DateTimeOffset? DoneAt, Guid ReaderId, Guid SubjectId, Guid SeriesId, VoiVersion Version);

/// <summary>Two reads of a series that are compared: by two readers, or by one reader twice.</summary>
internal sealed record ReadPair(ReadVoi First, ReadVoi Second)
{
    public bool IsRepeat => Second.Purpose == ReadPurpose.Repeat;

    public bool IsDone => First.State == ReadState.Done && Second.State == ReadState.Done;

    public bool WasDone => First.DoneAt is not null && Second.DoneAt is not null;

    public VersionPair Versions => new(First.Version.Id, Second.Version.Id);
}

internal static class ReadPairs
{
    /// <summary>The first read with the second and with the repeat of it, of all subjects that have both.</summary>
    public static async Task<List<ReadPair>> OfAsync(PortalDb db, IQueryable<Guid> subjects, CancellationToken cancellation)
    {
        var all = await (
            from version in db.VoiVersions.AsNoTracking()
            join read in db.ReadingAssignments on version.Voi!.ReadingAssignmentId equals read.Id
            where subjects.Contains(read.SubjectId) && version.Voi!.IsPrimary && version.Voi.WithdrawnAt == null && read.ReaderId != null && read.Purpose != ReadPurpose.Adjudication
            select new { Version = version, Read = read }).ToListAsync(cancellation);
        var newest = all.GroupBy(v => v.Read.Id).Select(g => g.MaxBy(v => v.Version.Number)!).Select(v => new ReadVoi(v.Read.Id, v.Read.Purpose, v.Read.State, v.Read.DoneAt, v.Read.ReaderId!.Value, v.Read.SubjectId, v.Read.ImagingSeriesId, v.Version));
        return [.. newest.GroupBy(v => v.SeriesId).SelectMany(Pairs)];
    }

    private static IEnumerable<ReadPair> Pairs(IEnumerable<ReadVoi> ofSeries)
    {
        var vois = ofSeries.ToList();
        if (vois.Find(v => v.Purpose == ReadPurpose.First) is not { } first) yield break;
        foreach (var other in vois.Where(v => v != first).OrderBy(v => v.Purpose)) yield return new ReadPair(first, other);
    }
}
