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
    public static Task<IReadOnlyList<CohortMember>> MembersAsync(PortalDb db, Guid researchStudyId, Guid cohortId, CancellationToken cancellation) =>
        ReadAsync(db, researchStudyId, db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == researchStudyId && s.CohortId == cohortId), cancellation);

    /// <summary>One subject, in a cohort or in none, as its cohort sees it.</summary>
    public static async Task<CohortMember?> MemberAsync(PortalDb db, Guid researchStudyId, string code, CancellationToken cancellation) =>
        (await ReadAsync(db, researchStudyId, db.Subjects.AsNoTracking().Where(s => s.ResearchStudyId == researchStudyId && s.Code == code), cancellation)).SingleOrDefault();

    private static async Task<IReadOnlyList<CohortMember>> ReadAsync(PortalDb db, Guid researchStudyId, IQueryable<Subject> subjects, CancellationToken cancellation)
    {
        var ids = subjects.Select(s => s.Id);
        var series = await db.ImagingSeries.AsNoTracking().Where(s => ids.Contains(s.SubjectId) && s.Geometry == SeriesGeometry.Volume).OrderBy(s => s.CreatedAt).ToListAsync(cancellation);
        var vois = await (
            from version in db.VoiVersions.AsNoTracking()
            join read in db.ReadingAssignments on version.Voi!.ReadingAssignmentId equals read.Id
            where ids.Contains(version.Voi!.SubjectId) && version.Voi.IsPrimary
            select new { version.Voi!.SubjectId, version.Voi!.ImagingSeriesId, read.Purpose, Version = version }).ToListAsync(cancellation);
        var chosen = vois.GroupBy(v => v.SubjectId).ToDictionary(g => g.Key, g => g.OrderBy(v => v.Purpose != ReadPurpose.Adjudication).ThenBy(v => v.Purpose).ThenBy(v => v.ImagingSeriesId).ThenByDescending(v => v.Version.Number).First());
        var adjudications = await (from a in db.Adjudications.AsNoTracking() join read in db.ReadingAssignments on a.ReadingAssignmentId equals read.Id where ids.Contains(read.SubjectId) select new { read.ImagingSeriesId, Row = a }).ToDictionaryAsync(a => a.ImagingSeriesId, a => a.Row, cancellation);
        var features = await FeaturesAsync(db, researchStudyId, [.. chosen.Values.Select(v => v.Version.Id)], cancellation);
        var clinical = await db.ClinicalRecords.AsNoTracking().Where(c => ids.Contains(c.SubjectId)).ToDictionaryAsync(c => c.SubjectId, cancellation);
        var scores = (await db.Scores.AsNoTracking().Where(s => ids.Contains(s.SubjectId)).ToListAsync(cancellation)).ToLookup(s => s.SubjectId);
        var signatures = await SignaturesAsync(db, researchStudyId, cancellation);
        var sites = await db.Sites.AsNoTracking().Where(s => s.ResearchStudyId == researchStudyId).ToDictionaryAsync(s => s.Id, cancellation);
        return [.. (await subjects.OrderBy(s => s.Code).ToListAsync(cancellation)).Select(subject =>
        {
            var voi = chosen.GetValueOrDefault(subject.Id);
            var set = voi is null ? null : features.GetValueOrDefault(voi.Version.Id);
            var ofSubject = series.Where(s => s.SubjectId == subject.Id).ToList();
            return new CohortMember(subject, sites[subject.SiteId], ofSubject.FirstOrDefault(s => s.Id == voi?.ImagingSeriesId) ?? ofSubject.FirstOrDefault(),
                voi?.Version, voi?.Purpose, set, clinical.GetValueOrDefault(subject.Id),
                [.. signatures.Select(s => Latest(s, scores[subject.Id], voi?.Version, set)).OfType<MemberScore>()],
                NewestOf(ReadPurpose.First), NewestOf(ReadPurpose.Second), voi is not null && adjudications.TryGetValue(voi.ImagingSeriesId, out var adjudication) ? adjudication : null);

            VoiVersion? NewestOf(ReadPurpose purpose) => vois.Where(v => v.SubjectId == subject.Id && v.ImagingSeriesId == voi?.ImagingSeriesId && v.Purpose == purpose).MaxBy(v => v.Version.Number)?.Version;
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

    private static MemberScore? Latest(SignatureVersion version, IEnumerable<Score> scores, VoiVersion? voi, MemberFeatures? features)
    {
        var score = scores.Where(s => s.SignatureVersionId == version.Id).OrderBy(s => s.VoiVersionId == voi?.Id).ThenBy(s => s.ComputedAt).ThenBy(s => s.Id).LastOrDefault();
        if (score is null) return null;
        var stale = score.VoiVersionId != voi?.Id ? voi?.Adjudicated is null ? "the VOI was saved again since" : "the VOI was adjudicated since"
            : score.FeatureSetId is not null && score.FeatureSetId != features?.Id ? "the features were computed again since"
            : null;
        return new MemberScore(version.Signature!.Name, version, score, stale);
    }
}
