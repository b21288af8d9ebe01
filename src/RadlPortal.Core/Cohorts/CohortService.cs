using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Cohorts;

/// <summary>How many subjects of a cohort, or of a cohort at one site, have come how far.</summary>
public sealed record CohortProgress(string Name, int Subjects, int WithCt, int WithVoi, int WithFeatures, int WithPdL1, int WithResponse, int WithCd274);

/// <summary>A cohort with its progress in all and by site.</summary>
public sealed record CohortOverview(string Code, string Name, CohortKind Kind, CohortProgress All, IReadOnlyList<CohortProgress> Sites);

/// <summary>Shows where the cohorts of a study stand.</summary>
public sealed class CohortService(IDbContextFactory<PortalDb> databases)
{
    public async Task<IReadOnlyList<CohortOverview>> OverviewAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewCohorts);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohorts = await db.Cohorts.AsNoTracking().Where(c => c.ResearchStudyId == access.ResearchStudyId).OrderBy(c => c.Kind).ThenBy(c => c.Code).ToListAsync(cancellation);
        var subjects = await (from subject in db.Subjects.AsNoTracking()
                              where subject.ResearchStudyId == access.ResearchStudyId && subject.CohortId != null
                              join site in db.Sites on subject.SiteId equals site.Id
                              join record in db.ClinicalRecords on subject.Id equals record.SubjectId into records
                              from record in records.DefaultIfEmpty()
                              select new SubjectProgress(
                                  subject.CohortId!.Value,
                                  site.Name,
                                  db.ImagingSeries.Any(s => s.SubjectId == subject.Id),
                                  db.VoiVersions.Any(v => v.Voi!.SubjectId == subject.Id),
                                  db.FeatureSets.Any(f => db.VoiVersions.Any(v => v.Id == f.VoiVersionId && v.Voi!.SubjectId == subject.Id)),
                                  record != null && record.PdL1TpsPercent != null,
                                  record != null && record.Response != null,
                                  record != null && record.Cd274 != null)).ToListAsync(cancellation);
        return [.. cohorts.Select(cohort =>
        {
            var own = subjects.Where(s => s.CohortId == cohort.Id).ToList();
            return new CohortOverview(cohort.Code, cohort.Name, cohort.Kind, Progress(cohort.Name, own), [.. own.GroupBy(s => s.Site).OrderBy(g => g.Key).Select(g => Progress(g.Key, [.. g]))]);
        })];
    }

    private static CohortProgress Progress(string name, IReadOnlyCollection<SubjectProgress> of) => new(
        name, of.Count, of.Count(s => s.HasCt), of.Count(s => s.HasVoi), of.Count(s => s.HasFeatures), of.Count(s => s.HasPdL1), of.Count(s => s.HasResponse), of.Count(s => s.HasCd274));

    private sealed record SubjectProgress(Guid CohortId, string Site, bool HasCt, bool HasVoi, bool HasFeatures, bool HasPdL1, bool HasResponse, bool HasCd274);
}
