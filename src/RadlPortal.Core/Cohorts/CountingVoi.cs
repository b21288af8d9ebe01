using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Cohorts;

/// <summary>Which of a subject's VOIs counts, and the reads beside it. The one place that chooses.</summary>
/// <param name="SeriesId">Of the VOI that counts, or would if its readers agreed.</param>
/// <param name="Version">Null while a disagreement awaits adjudication, and while only second or repeat reads are saved.</param>
/// <param name="First">The latest version of the first read's primary VOI in the same series.</param>
/// <param name="Second">The latest version of the second reader's primary VOI in the same series.</param>
/// <param name="AwaitsAdjudication">Its two readers disagree beyond the study's limits, and nobody who read neither has saved a VOI yet.</param>
internal sealed record CountingVoi(Guid SeriesId, VoiVersion? Version, ReadPurpose? Purpose, VoiVersion? First, VoiVersion? Second, Adjudication? Adjudication, bool AwaitsAdjudication)
{
    /// <summary>By subject; one without any VOI is not in the answer.</summary>
    public static async Task<Dictionary<Guid, CountingVoi>> OfAsync(PortalDb db, PairComparison comparison, Guid researchStudyId, IQueryable<Guid> subjects, CancellationToken cancellation)
    {
        if (await db.ResearchStudies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == researchStudyId, cancellation) is not { } study) return [];
        var vois = await (
            from version in db.VoiVersions.AsNoTracking()
            join read in db.ReadingAssignments on version.Voi!.ReadingAssignmentId equals read.Id
            where subjects.Contains(version.Voi!.SubjectId) && version.Voi.IsPrimary
            select new SavedVoi(version.Voi!.SubjectId, version.Voi!.ImagingSeriesId, read.Purpose, version)).ToListAsync(cancellation);
        var undecided = (await comparison.OfAsync(db, study, subjects, cancellation)).Where(c => c.IsUndecided).Select(c => c.Pair.First.SeriesId).ToHashSet();
        var adjudications = await (from a in db.Adjudications.AsNoTracking() join read in db.ReadingAssignments on a.ReadingAssignmentId equals read.Id where subjects.Contains(read.SubjectId) select new { read.ImagingSeriesId, Row = a }).ToDictionaryAsync(a => a.ImagingSeriesId, a => a.Row, cancellation);
        return vois.GroupBy(v => v.SubjectId).ToDictionary(g => g.Key, g => Of([.. g], undecided, adjudications));
    }

    private static CountingVoi Of(List<SavedVoi> vois, HashSet<Guid> undecided, Dictionary<Guid, Adjudication> adjudications)
    {
        var chosen = vois.OrderBy(v => v.Purpose != ReadPurpose.Adjudication).ThenBy(v => v.Purpose).ThenBy(v => v.SeriesId).ThenByDescending(v => v.Version.Number).First();
        var awaits = chosen.Purpose != ReadPurpose.Adjudication && undecided.Contains(chosen.SeriesId);
        var counts = !awaits && chosen.Purpose is (ReadPurpose.Adjudication or ReadPurpose.First);
        return new CountingVoi(chosen.SeriesId, counts ? chosen.Version : null, counts ? chosen.Purpose : null, NewestOf(ReadPurpose.First), NewestOf(ReadPurpose.Second), adjudications.GetValueOrDefault(chosen.SeriesId), awaits);

        VoiVersion? NewestOf(ReadPurpose purpose) => vois.Where(v => v.SeriesId == chosen.SeriesId && v.Purpose == purpose).MaxBy(v => v.Version.Number)?.Version;
    }

    private sealed record SavedVoi(Guid SubjectId, Guid SeriesId, ReadPurpose Purpose, VoiVersion Version);
}
