using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>A cohort and how its reading stands.</summary>
/// <param name="Plan">Null: nobody has planned it.</param>
/// <param name="Unplanned">Cases of the cohort that are in no plan.</param>
public sealed record CohortReading(string Code, string Name, int Subjects, ReadingPlan? Plan, int Unplanned, IReadOnlyList<ReaderProgress> Readers)
{
    public ReadCounts Counts => ReadCounts.Sum(Readers.Select(r => r.Counts));
}

/// <summary>How far a reader is with a plan.</summary>
/// <param name="MedianSeconds">Of active reading time over done reads whose time was counted; null if there is none.</param>
/// <param name="IsRadiologist">False: no member of the study as radiologist any more.</param>
public sealed record ReaderProgress(Guid ReaderId, string Reader, bool IsRadiologist, ReadCounts Counts, double? MedianSeconds);

public sealed record ReadCounts(int Assigned, int Waiting, int InProgress, int Returned, int Done)
{
    public int All => Assigned + Waiting + InProgress + Returned + Done;

    public int Left => All - Done;

    public static ReadCounts Sum(IEnumerable<ReadCounts> all) =>
        all.Aggregate(new ReadCounts(0, 0, 0, 0, 0), (a, b) => new ReadCounts(a.Assigned + b.Assigned, a.Waiting + b.Waiting, a.InProgress + b.InProgress, a.Returned + b.Returned, a.Done + b.Done));
}

/// <summary>A read as the administrator sees it.</summary>
public sealed record PlannedRead(Guid Id, string Subject, ReadPurpose Purpose, Guid ReaderId, string Reader, ReadState State, int? Position, DateTimeOffset? OpensAt, DateTimeOffset? DoneAt, int ActiveSeconds, string? ReturnReason);

/// <summary>Where the reading of a study stands, for the administrator.</summary>
public sealed class ReadingProgressService(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    public const int LargestPage = 100;

    public async Task<IReadOnlyList<CohortReading>> CohortsAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohorts = await db.Cohorts.AsNoTracking().Where(c => c.ResearchStudyId == access.ResearchStudyId).OrderBy(c => c.Kind).ThenBy(c => c.Name)
            .Select(c => new
            {
                c.Code,
                c.Name,
                Subjects = db.Subjects.Count(s => s.CohortId == c.Id),
                Plan = db.ReadingPlans.FirstOrDefault(p => p.CohortId == c.Id),
                Unplanned = db.ReadingAssignments.Count(r => r.ReadingPlanId == null && r.Purpose == ReadPurpose.First && db.Subjects.Any(s => s.Id == r.SubjectId && s.CohortId == c.Id)),
            }).ToListAsync(cancellation);
        var reads = (await db.ReadingAssignments.AsNoTracking().Where(r => r.ResearchStudyId == access.ResearchStudyId && r.ReadingPlanId != null).ToListAsync(cancellation)).ToLookup(r => r.ReadingPlanId);
        var radiologists = (await BlindedReaders.OfAsync(db, access.ResearchStudyId, cancellation)).Select(r => r.Id).ToHashSet();
        var ids = reads.SelectMany(g => g.Select(r => r.ReaderId!.Value)).ToHashSet();
        var names = await db.Users.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, cancellation);
        return [.. cohorts.Select(c => new CohortReading(c.Code, c.Name, c.Subjects, c.Plan, c.Unplanned,
            [.. reads[c.Plan?.Id ?? Guid.Empty].GroupBy(r => r.ReaderId!.Value).Select(g => new ReaderProgress(g.Key, names[g.Key], radiologists.Contains(g.Key), Count(g), Median(g))).OrderBy(r => r.Reader, StringComparer.Ordinal)]))];
    }

    public async Task<IReadOnlyList<Reader>> ReadersAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await BlindedReaders.OfAsync(db, access.ResearchStudyId, cancellation);
    }

    /// <summary>The reads of a cohort's plan, by subject; a page of them.</summary>
    public async Task<(IReadOnlyList<PlannedRead> Reads, int Total)> ReadsAsync(StudyAccess access, string cohortCode, ReadState? state, int skip, int take, CancellationToken cancellation)
    {
        access.Demand(Right.ManageReads);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var reads = from read in db.ReadingAssignments.AsNoTracking()
                    where read.ResearchStudyId == access.ResearchStudyId && (state == null || read.State == state)
                        && db.ReadingPlans.Any(p => p.Id == read.ReadingPlanId && db.Cohorts.Any(c => c.Id == p.CohortId && c.Code == cohortCode))
                    join subject in db.Subjects on read.SubjectId equals subject.Id
                    join reader in db.Users on read.ReaderId equals reader.Id
                    orderby subject.Code, read.ImagingSeriesId, read.Purpose
                    select new PlannedRead(read.Id, subject.Code, read.Purpose, reader.Id, reader.DisplayName, read.State, read.Position, read.NotBefore, read.DoneAt, read.ActiveSeconds, read.ReturnReason);
        return (await reads.Skip(skip).Take(Math.Min(take, LargestPage)).ToListAsync(cancellation), await reads.CountAsync(cancellation));
    }

    private ReadCounts Count(IEnumerable<ReadingAssignment> reads)
    {
        var (all, now) = (reads.ToList(), clock.GetUtcNow());
        bool Waits(ReadingAssignment r) => r.State == ReadState.Assigned && r.Purpose == ReadPurpose.Repeat && !(r.NotBefore <= now);
        return new ReadCounts(
            all.Count(r => r.State == ReadState.Assigned && !Waits(r)),
            all.Count(Waits),
            all.Count(r => r.State == ReadState.InProgress),
            all.Count(r => r.State == ReadState.Returned),
            all.Count(r => r.State == ReadState.Done));
    }

    private static double? Median(IEnumerable<ReadingAssignment> reads)
    {
        var seconds = reads.Where(r => r.State == ReadState.Done && r.ActiveSeconds > 0).Select(r => (double)r.ActiveSeconds).Order().ToList();
        return seconds.Count == 0 ? null : (seconds[(seconds.Count - 1) / 2] + seconds[seconds.Count / 2]) / 2;
    }
}
