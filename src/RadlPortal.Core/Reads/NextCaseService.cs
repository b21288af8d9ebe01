using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>The case that a reader opens after the present one, so that its images can be fetched ahead.</summary>
public sealed record NextCase(Guid Id, string StudyUid, string SeriesUid);

public sealed class NextCaseService(IDbContextFactory<PortalDb> databases, ReadService reads)
{
    /// <summary>The first case of the worklist that is not done and not the present one; null if there is none.</summary>
    public async Task<NextCase?> AfterAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        var waiting = (await reads.WorklistAsync(access, cancellation)).FirstOrDefault(item => item.Id != readId && item.IsNext);
        if (waiting is null) return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await (from read in db.ReadingAssignments
                      where read.Id == waiting.Id
                      join series in db.ImagingSeries on read.ImagingSeriesId equals series.Id
                      select new NextCase(read.Id, series.ImagingStudy!.StudyInstanceUid, series.SeriesInstanceUid)).SingleAsync(cancellation);
    }
}
