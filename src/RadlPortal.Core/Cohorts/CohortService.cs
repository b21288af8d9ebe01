using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures;
using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Core.Cohorts;

/// <summary>The dashboards of a study's cohorts.</summary>
public sealed class CohortService(IDbContextFactory<PortalDb> databases, AgreementService agreement, AuditLog audit)
{
    public async Task<IReadOnlyList<CohortOverview>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewCohorts);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohorts = await db.Cohorts.AsNoTracking().Where(c => c.ResearchStudyId == access.ResearchStudyId).OrderBy(c => c.Kind).ThenBy(c => c.Code).ToListAsync(cancellation);
        List<CohortOverview> overviews = [];
        foreach (var cohort in cohorts) overviews.Add((await DashboardAsync(db, access, cohort, cancellation)).Overview);
        return overviews;
    }

    /// <summary>Null when the study has no such cohort.</summary>
    public async Task<CohortDashboard?> FindAsync(StudyAccess access, string code, CancellationToken cancellation)
    {
        access.Demand(Right.ViewCohorts);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohort = await db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.ResearchStudyId == access.ResearchStudyId && c.Code == code, cancellation);
        return cohort is null ? null : await DashboardAsync(db, access, cohort, cancellation);
    }

    /// <summary>A subject with its cohort, clinical data and scores; null when the study has no such subject.</summary>
    public async Task<CohortSubject?> SubjectAsync(StudyAccess access, string code, CancellationToken cancellation)
    {
        access.Demand(Right.ViewCohorts);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await CohortReader.MemberAsync(db, agreement, access.ResearchStudyId, code, cancellation) is not { } member) return null;
        var cohort = await db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == member.Subject.CohortId, cancellation);
        return new CohortSubject(cohort, access.May(Right.ViewClinicalData) ? member.Clinical : null, access.May(Right.ViewScores) ? member.Scores : [], member.AwaitsAdjudication);
    }

    /// <summary>Every subject with state and scores as CSV; null when the study has no such cohort.</summary>
    public async Task<byte[]?> ScoresCsvAsync(StudyAccess access, string code, CancellationToken cancellation)
    {
        access.Demand(Right.ViewScores);
        if (await FindAsync(access, code, cancellation) is not { } dashboard) return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "exported", nameof(Inference.Score), dashboard.Overview.Cohort.Id, new { cohort = code });
        await db.SaveChangesAsync(cancellation);
        var csv = new StringBuilder(dashboard.IsSynthetic ? "# For research use only. Synthetic data.\n" : "# For research use only.\n");
        csv.Append("subject,site,series_uid,voi_version,voxels,signature,signature_version,signature_sha256,score,predicted_positive,execution_provider,software,stale_because\n");
        foreach (var member in dashboard.Members)
        {
            foreach (var score in member.Scores)
            {
                csv.AppendJoin(',', member.Subject.Code, member.Site.Code, member.Series?.SeriesInstanceUid, member.Voi?.Number.ToString(CultureInfo.InvariantCulture), member.Voi?.VoxelCount.ToString(CultureInfo.InvariantCulture),
                    score.Signature, score.Version.Number.ToString(CultureInfo.InvariantCulture), score.Version.Sha256, score.Score.Value.ToString("R", CultureInfo.InvariantCulture),
                    score.Score.Value >= score.Version.Threshold ? "1" : "0", score.Score.ExecutionProvider, score.Score.SoftwareVersion, score.StaleBecause).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private async Task<CohortDashboard> DashboardAsync(PortalDb db, StudyAccess access, Cohort cohort, CancellationToken cancellation)
    {
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        var members = await CohortReader.MembersAsync(db, agreement, study.Id, cohort.Id, cancellation);
        var signatures = await CohortReader.SignaturesAsync(db, study.Id, cancellation);
        var report = await db.Reports.Where(r => r.CohortId == cohort.Id).OrderByDescending(r => r.Number).Select(r => new { r.Number, r.CreatedAt }).FirstOrDefaultAsync(cancellation);
        var trainedHere = await db.CohortSnapshots.Where(s => s.CohortId == cohort.Id).Select(s => s.Id).ToListAsync(cancellation);
        var overview = new CohortOverview(
            cohort,
            Count(members, signatures.Count),
            [.. members.GroupBy(m => m.Site.Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new SiteStages(g.Key, Count([.. g], signatures.Count)))],
            signatures.LastOrDefault(s => s.Signature!.Kind == SignatureKind.Fusion) is { } fusion ? Auc(members, fusion, study.Settings, trainedHere) : null,
            report?.Number,
            report?.CreatedAt,
            members.Where(m => !m.AwaitsAdjudication).Sum(m => m.Scores.Count(s => s.StaleBecause is not null)),
            members.Count(m => m.AwaitsAdjudication));
        return new CohortDashboard(overview, members, [.. signatures.Select(s => s.Signature!.Name)], study.IsSynthetic);
    }

    private static StageCounts Count(IReadOnlyList<CohortMember> members, int signatures) => new(
        members.Count,
        members.Count(m => m.Series is not null),
        members.Count(m => m.Voi is not null),
        members.Count(m => m.Features is not null),
        members.Count(m => m.Clinical?.PdL1TpsPercent is not null),
        members.Count(m => m.Clinical?.Response is not null),
        members.Count(m => m.Clinical?.Cd274 is not null),
        members.Count(m => m.HasAllScores(signatures)));

    private static CohortAuc Auc(IReadOnlyList<CohortMember> members, SignatureVersion fusion, StudySettings settings, List<Guid> trainedHere)
    {
        var usable = members.Select(m => (Score: m.Scores.FirstOrDefault(s => s.Version.Id == fusion.Id && s.StaleBecause is null), Label: SnapshotService.PdL1Positive(m.Clinical, settings)))
            .Where(m => m.Score is not null && m.Label is not null).ToList();
        var computed = AreaUnderCurve.Estimate([.. usable.Select(m => m.Score!.Score.Value)], [.. usable.Select(m => m.Label!.Value)]);
        var stale = members.Count(m => !m.AwaitsAdjudication && m.Scores.Any(s => s.Version.Id == fusion.Id && s.StaleBecause is not null));
        var why = computed.Value is null && usable.Count == 0 && stale > 0
            ? $"{(stale == 1 ? "the one score is" : $"all {stale} scores are")} stale, since VOIs or features have moved on. Run inference again."
            : computed.Why;
        return new CohortAuc(fusion.Signature!.Name, computed.Value, why, fusion.TrainingSnapshotId is { } id && trainedHere.Contains(id));
    }
}
