using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures;
using RadlPortal.Core.Sites;

namespace RadlPortal.Core.Cohorts;

/// <summary>Reads a cohort's members the one way in which dashboard, inference, training and snapshot all see them.</summary>
internal static class CohortReader
{
    public static Task<IReadOnlyList<CohortMember>> MembersAsync(PortalDb db, AgreementService agreement, Guid researchStudyId, Guid cohortId, CancellationToken cancellation) =>
        ReadAsync(db, new PairComparison(agreement), researchStudyId, db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == researchStudyId && s.CohortId == cohortId), cancellation);

    /// <summary>One subject, in a cohort or in none, as its cohort sees it.</summary>
    public static async Task<CohortMember?> MemberAsync(PortalDb db, AgreementService agreement, Guid researchStudyId, string code, CancellationToken cancellation) =>
        (await ReadAsync(db, new PairComparison(agreement), researchStudyId, db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == researchStudyId && s.Code == code), cancellation)).SingleOrDefault();

    private static async Task<IReadOnlyList<CohortMember>> ReadAsync(PortalDb db, PairComparison comparison, Guid researchStudyId, IQueryable<Subject> subjects, CancellationToken cancellation)
    {
        var ids = subjects.Select(s => s.Id);
        var series = await db.ImagingSeries.AsNoTracking().Where(s => ids.Contains(s.SubjectId) && s.Geometry == SeriesGeometry.Volume).OrderBy(s => s.CreatedAt).ToListAsync(cancellation);
        var chosen = await CountingVoi.OfAsync(db, comparison, researchStudyId, ids, cancellation);
        var features = await FeaturesAsync(db, researchStudyId, [.. chosen.Values.Select(v => v.Version?.Id).OfType<Guid>()], cancellation);
        var clinical = await db.ClinicalRecords.AsNoTracking().Where(c => ids.Contains(c.SubjectId)).ToDictionaryAsync(c => c.SubjectId, cancellation);
        var scores = (await db.Scores.AsNoTracking().Where(s => ids.Contains(s.SubjectId)).ToListAsync(cancellation)).ToLookup(s => s.SubjectId);
        var signatures = await SignaturesAsync(db, researchStudyId, cancellation);
        var sites = await db.Sites.AsNoTracking().Where(s => s.ResearchStudyId == researchStudyId).ToDictionaryAsync(s => s.Id, cancellation);
        return [.. (await subjects.OrderBy(s => s.Code).ToListAsync(cancellation)).Select(subject =>
        {
            var voi = chosen.GetValueOrDefault(subject.Id);
            var set = voi?.Version is { } counting ? features.GetValueOrDefault(counting.Id) : null;
            var ofSubject = series.Where(s => s.SubjectId == subject.Id).ToList();
            return new CohortMember(subject, sites[subject.SiteId], ofSubject.FirstOrDefault(s => s.Id == voi?.SeriesId) ?? ofSubject.FirstOrDefault(),
                voi?.Version, voi?.Purpose, set, clinical.GetValueOrDefault(subject.Id),
                [.. signatures.Select(s => Latest(s, scores[subject.Id], voi, set)).OfType<MemberScore>()],
                voi?.First, voi?.Second, voi?.Adjudication, voi?.AwaitsAdjudication == true);
        })];
    }

    /// <summary>The latest version of each of the study's signatures, in the order radiomics, deep learning, fusion.</summary>
    public static async Task<IReadOnlyList<SignatureVersion>> SignaturesAsync(PortalDb db, Guid researchStudyId, CancellationToken cancellation)
    {
        var versions = await db.SignatureVersions.AsNoTracking().Include(v => v.Signature).Where(v => v.Signature!.ResearchStudyId == researchStudyId).ToListAsync(cancellation);
        return [.. versions.GroupBy(v => v.SignatureId).Select(g => g.MaxBy(v => v.Number)!).OrderBy(v => v.Signature!.Kind).ThenBy(v => v.Signature!.Name, StringComparer.Ordinal)];
    }

    private static async Task<Dictionary<Guid, MemberFeatures>> FeaturesAsync(PortalDb db, Guid researchStudyId, List<Guid> voiVersions, CancellationToken cancellation)
    {
        var latest = await db.ExtractionProfiles.Where(p => p.ResearchStudyId == researchStudyId).OrderByDescending(p => p.Version).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancellation);
        var sets = await (
            from set in db.FeatureSets.AsNoTracking()
            join profile in db.ExtractionProfiles on set.ExtractionProfileId equals profile.Id
            where voiVersions.Contains(set.VoiVersionId)
            orderby profile.Version, set.ComputedAt
            select new { set.VoiVersionId, set.Id, profile.Sha256, set.SoftwareVersion, IsLatest = profile.Id == latest }).ToListAsync(cancellation);
        return sets.GroupBy(s => s.VoiVersionId).ToDictionary(g => g.Key, g => new MemberFeatures(g.Last().Id, g.Last().Sha256, g.Last().SoftwareVersion, g.Last().IsLatest));
    }

    private static MemberScore? Latest(SignatureVersion version, IEnumerable<Score> scores, CountingVoi? voi, MemberFeatures? features)
    {
        var counting = voi?.Version;
        var score = scores.Where(s => s.SignatureVersionId == version.Id).OrderBy(s => s.VoiVersionId == counting?.Id).ThenBy(s => s.ComputedAt).ThenBy(s => s.Id).LastOrDefault();
        if (score is null) return null;
        var stale = voi?.AwaitsAdjudication == true ? "its VOI awaits adjudication since"
            : score.VoiVersionId != counting?.Id ? counting?.Adjudicated is null ? "the VOI was saved again since" : "the VOI was adjudicated since"
            : score.FeatureSetId is not null && score.FeatureSetId != features?.Id ? "the features were computed again since"
            : null;
        return new MemberScore(version.Signature!.Name, version, score, stale);
    }
}
