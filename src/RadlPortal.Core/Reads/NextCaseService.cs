using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>A case to open next, with the images that can be fetched ahead.</summary>
/// <param name="Id">The read to open; null for an adjudication that nobody has begun.</param>
public sealed record NextCase(Guid? Id, string StudyUid, string SeriesUid);

/// <summary>What comes after a case.</summary>
/// <param name="Case">Null: nothing of the same kind is left.</param>
/// <param name="Adjudications">How many other cases this radiologist can adjudicate now.</param>
/// <param name="Reads">How many other cases of the worklist can be read now.</param>
public sealed record NextStep(NextCase? Case, int Adjudications, int Reads);

/// <summary>The case after the present one: an adjudication after an adjudication, else the next of the worklist.</summary>
public sealed class NextCaseService(IDbContextFactory<PortalDb> databases, ReadService reads, AdjudicationService adjudications)
{
    /// <summary>Looks ahead; nothing is begun.</summary>
    public async Task<NextStep> AfterAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        var waiting = await WaitingAsync(access, readId, cancellation);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var adjudicates = await db.Adjudications.AnyAsync(a => a.ReadingAssignmentId == readId && a.AdjudicatorId == access.PersonId, cancellation);
        var (decide, read) = (waiting.Adjudications.FirstOrDefault(), waiting.Reads.FirstOrDefault());
        var next = adjudicates ? decide is null ? null : await CaseAsync(db, decide.ReadId, decide.SeriesId, cancellation)
            : read is null ? null : await CaseAsync(db, read.Id, read.SeriesId, cancellation);
        return new NextStep(next, waiting.Adjudications.Count, waiting.Reads.Count);
    }

    /// <summary>As looked ahead, and an adjudication is begun; one that another radiologist took meanwhile is passed over.</summary>
    public async Task<NextStep> GoOnAsync(StudyAccess access, Guid readId, CancellationToken cancellation)
    {
        var next = await AfterAsync(access, readId, cancellation);
        if (next.Case is null or { Id: not null }) return next;
        foreach (var one in (await WaitingAsync(access, readId, cancellation)).Adjudications)
        {
            if (await adjudications.OpenAsync(access, one.SeriesId, cancellation) is not { Succeeded: true, Value: var begun }) continue;
            await using var db = await databases.CreateDbContextAsync(cancellation);
            return next with { Case = await CaseAsync(db, begun, one.SeriesId, cancellation) };
        }

        return next with { Case = null, Adjudications = 0 };
    }

    private async Task<(List<AdjudicationCase> Adjudications, List<WorklistItem> Reads)> WaitingAsync(StudyAccess access, Guid readId, CancellationToken cancellation) =>
        ([.. (await adjudications.ListAsync(access, cancellation)).Where(c => c.State != ReadState.Done && c.ReadId != readId)],
            [.. (await reads.WorklistAsync(access, cancellation)).Where(item => item.Id != readId && item.IsNext)]);

    private static Task<NextCase> CaseAsync(PortalDb db, Guid? id, Guid seriesId, CancellationToken cancellation) =>
        db.ImagingSeries.Where(s => s.Id == seriesId).Select(s => new NextCase(id, s.ImagingStudy!.StudyInstanceUid, s.SeriesInstanceUid)).SingleAsync(cancellation);
}
