using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Reads;

/// <summary>What became of a disagreement.</summary>
/// <param name="Version">The adjudicator's newest version; null while nothing is saved.</param>
internal sealed record AdjudicatedRead(Adjudication Adjudication, VoiVersion? Version);

/// <summary>Two reads of a series with what they share.</summary>
/// <param name="Agreement">Null when their masks cannot be compared.</param>
/// <param name="Beyond">The study's limits that are passed, in words.</param>
/// <param name="Adjudicated">Of the series; null when nobody adjudicates it.</param>
internal sealed record ComparedPair(ReadPair Pair, VoiAgreement? Agreement, IReadOnlyList<string> Beyond, AdjudicatedRead? Adjudicated)
{
    /// <summary>A radiologist who read neither is to decide.</summary>
    public bool IsAwaiting => Beyond.Count > 0 && !Pair.IsRepeat && Pair.IsDone && Adjudicated is null;

    /// <summary>No VOI of the series counts: both readers were done, they disagree, and no adjudicated VOI is saved. A read that was given back does not make the first one count again.</summary>
    public bool IsUndecided => Beyond.Count > 0 && !Pair.IsRepeat && Pair.WasDone && Adjudicated?.Version is null;
}

/// <summary>Compares reads the one way in which agreement page and adjudication see them.</summary>
internal sealed class PairComparison(AgreementService agreement)
{
    public async Task<List<ComparedPair>> OfAsync(PortalDb db, ResearchStudy study, IQueryable<Guid> subjects, CancellationToken cancellation)
    {
        var pairs = await ReadPairs.OfAsync(db, subjects, cancellation);
        var agreements = await agreement.OfAsync(study.Id, [.. pairs.Select(p => p.Versions)], cancellation);
        var adjudicated = await AdjudicatedAsync(db, subjects, cancellation);
        var limits = study.Settings.Agreement();
        return [.. pairs.Select(pair =>
        {
            var known = agreements.GetValueOrDefault(pair.Versions);
            return new ComparedPair(pair, known, known is null ? [] : limits.Beyond(known, pair.First.Version.VolumeMl, pair.Second.Version.VolumeMl), pair.IsRepeat ? null : adjudicated.GetValueOrDefault(pair.First.SeriesId));
        })];
    }

    /// <summary>The adjudications by series.</summary>
    private static async Task<Dictionary<Guid, AdjudicatedRead>> AdjudicatedAsync(PortalDb db, IQueryable<Guid> subjects, CancellationToken cancellation)
    {
        var found = await (
            from adjudication in db.Adjudications.AsNoTracking()
            join read in db.ReadingAssignments on adjudication.ReadingAssignmentId equals read.Id
            where subjects.Contains(read.SubjectId)
            select new
            {
                read.ImagingSeriesId,
                Adjudication = adjudication,
                Version = db.VoiVersions.Where(v => v.Voi!.ReadingAssignmentId == read.Id && v.Voi.IsPrimary).OrderByDescending(v => v.Number).FirstOrDefault(),
            }).ToListAsync(cancellation);
        return found.ToDictionary(f => f.ImagingSeriesId, f => new AdjudicatedRead(f.Adjudication, f.Version));
    }
}
