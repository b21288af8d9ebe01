using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Reports;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Cohorts;

/// <summary>The agreement of a cohort's readers, and the limits beyond which a third one decides. Never for who reads.</summary>
public sealed class CohortAgreementService(IDbContextFactory<PortalDb> databases, AgreementService agreement, ResearchStudyService studies, AuditLog audit)
{
    /// <summary>Null when the study has no such cohort.</summary>
    public async Task<CohortAgreement?> FindAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        access.Demand(Right.ViewAllVois);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohort = await db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.ResearchStudyId == access.ResearchStudyId && c.Code == cohortCode, cancellation);
        if (cohort is null) return null;
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        var subjects = db.Subjects.Where(s => s.ResearchStudyId == access.ResearchStudyId && s.CohortId == cohort.Id);
        var compared = await new PairComparison(agreement).OfAsync(db, study, subjects.Select(s => s.Id), cancellation);
        var codes = await (from subject in subjects join site in db.Sites on subject.SiteId equals site.Id select new { subject.Id, subject.Code, Site = site.Code }).ToDictionaryAsync(s => s.Id, s => (s.Code, s.Site), cancellation);
        var names = await db.Users.Where(p => db.ReadingAssignments.Any(r => r.ReaderId == p.Id && r.ResearchStudyId == access.ResearchStudyId)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, cancellation);
        var members = await CohortReader.MembersAsync(db, agreement, access.ResearchStudyId, cohort.Id, cancellation);
        return new CohortAgreement(cohort.Name, cohort.Code, study.IsSynthetic, study.Settings.Agreement(),
            [.. compared.Where(c => c.Agreement is not null).Select(c => LineOf(c, codes[c.Pair.First.SubjectId], names)).OrderBy(l => l.IsRepeat).ThenBy(l => l.Dice)],
            compared.Count(c => c.Agreement is null), await FeatureAgreement.OfAsync(db, members, cancellation));
    }

    /// <summary>One line a pair of reads; null when the study has no such cohort.</summary>
    public async Task<byte[]?> CsvAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        if (await FindAsync(access, cohortCode, cancellation) is not { } found) return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "exported", nameof(VoiAgreement), access.ResearchStudyId, new { cohort = cohortCode });
        await db.SaveChangesAsync(cancellation);
        var csv = new StringBuilder(found.IsSynthetic ? "# For research use only. Synthetic data.\n" : "# For research use only.\n");
        csv.Append(CultureInfo.InvariantCulture, $"# limits: Dice below {found.Limits.DiceBelow:R}, HD95 above {found.Limits.Hausdorff95AboveMm:R} mm, volume difference above {found.Limits.VolumeDifferenceAbovePercent:R} % of the mean; HD95: the larger of both directed 95th percentiles\n");
        csv.Append("subject,site,comparison,first_reader,second_reader,first_ml,second_ml,volume_difference_percent,dice,hd95_mm,average_surface_distance_mm,beyond_limit,adjudication,adjudicator,adjudicated_ml\n");
        foreach (var l in found.Lines)
        {
            csv.AppendJoin(',', l.Subject, l.Site, l.IsRepeat ? "same reader" : "two readers", CsvText.Quoted(l.FirstReader), CsvText.Quoted(l.SecondReader), Text(l.FirstMl), Text(l.SecondMl), Text(l.VolumeDifferencePercent), Text(l.Dice), Text(l.Hausdorff95Mm), Text(l.AverageSurfaceDistanceMm),
                l.Beyond.Count > 0 ? "1" : "0", CsvText.Quoted(l.Adjudication?.InWords ?? ""), CsvText.Quoted(l.Adjudication?.Adjudicator ?? ""), l.Adjudication?.VolumeMl is { } ml ? Text(ml) : "").Append('\n');
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>Sets the study's limits; the audit keeps the old ones beside the new.</summary>
    public async Task<Outcome<Done>> ChangeLimitsAsync(StudyAccess access, AgreementLimits limits, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        var study = await studies.GetAsync(access, cancellation);
        return await studies.ChangeSettingsAsync(access, study.Title, study.Settings with { AdjudicateDiceBelow = limits.DiceBelow, AdjudicateHausdorff95AboveMm = limits.Hausdorff95AboveMm, AdjudicateVolumeDifferenceAbovePercent = limits.VolumeDifferenceAbovePercent }, cancellation);
    }

    private static AgreementLine LineOf(ComparedPair compared, (string Code, string Site) subject, Dictionary<Guid, string> names)
    {
        var (first, second) = (compared.Pair.First, compared.Pair.Second);
        var adjudication = compared.Adjudicated is { } adjudicated
            ? new LineAdjudication(names[adjudicated.Adjudication.AdjudicatorId], adjudicated.Version?.Adjudicated, adjudicated.Version?.VolumeMl, new VersionPair(adjudicated.Adjudication.FirstVersionId, adjudicated.Adjudication.SecondVersionId) != compared.Pair.Versions)
            : compared.IsAwaiting ? new LineAdjudication(null, null, null, false) : null;
        return new AgreementLine(subject.Code, subject.Site, compared.Pair.IsRepeat, names[first.ReaderId], names[second.ReaderId], first.Version.VolumeMl, second.Version.VolumeMl, compared.Agreement!.Dice, compared.Agreement.Hausdorff95Mm, compared.Agreement.AverageSurfaceDistanceMm, compared.Beyond, adjudication);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
