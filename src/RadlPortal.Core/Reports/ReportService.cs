using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reports;

/// <summary>A report as it is shown.</summary>
public sealed record StoredReport(Report Row, ReportContent Content, string Author, IReadOnlyList<ReportSignature> Signatures);

/// <summary>A report in a list.</summary>
public sealed record ReportLine(int Number, DateTimeOffset CreatedAt, string Sha256, string Author, bool IsSigned);

/// <summary>Makes, lists and opens reports.</summary>
public sealed class ReportService(IDbContextFactory<PortalDb> databases, SnapshotService snapshots, AuditLog audit, TimeProvider clock)
{
    /// <summary>The author of what the command line made.</summary>
    private const string Portal = "the portal";

    /// <summary>Freezes the cohort as it is and computes its report. A cohort that has not changed since its last report keeps that one.</summary>
    public async Task<Outcome<Report>> CreateAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        access.Demand(Right.ViewReports);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohort = await db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.ResearchStudyId == access.ResearchStudyId && c.Code == cohortCode, cancellation);
        if (cohort is null) return CohortRefusals.NoSuchCohort;
        if (!await db.Subjects.AnyAsync(s => s.CohortId == cohort.Id, cancellation)) return CohortRefusals.Empty;
        var snapshot = await snapshots.FreezeAsync(cohort.Id, access.PersonId, cancellation);
        var json = ReportJson.Write(ReportComputation.Compute(CanonicalJson.Read<SnapshotContent>(snapshot.ContentJson), snapshot.Sha256));
        var hash = CanonicalJson.Sha256(json);
        var last = await db.Reports.Where(r => r.CohortId == cohort.Id).OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancellation);
        if (last?.Sha256 == hash) return last;
        var report = new Report
        {
            ResearchStudyId = access.ResearchStudyId,
            CohortId = cohort.Id,
            CohortSnapshotId = snapshot.Id,
            Number = (last?.Number ?? 0) + 1,
            ContentJson = json,
            Sha256 = hash,
            SoftwareVersion = SoftwareVersion.Current,
            CreatedBy = access.PersonId,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Reports.Add(report);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "made", nameof(Report), report.Id, new { cohort = cohortCode, report.Number, sha256 = hash });
        await db.SaveChangesAsync(cancellation);
        return report;
    }

    /// <summary>The cohort's reports, newest first.</summary>
    public async Task<IReadOnlyList<ReportLine>> ListAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        access.Demand(Right.ViewReports);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await (
            from report in db.Reports
            join cohort in db.Cohorts on report.CohortId equals cohort.Id
            where report.ResearchStudyId == access.ResearchStudyId && cohort.Code == cohortCode
            orderby report.Number descending
            select new ReportLine(report.Number, report.CreatedAt, report.Sha256, db.Users.Where(u => u.Id == report.CreatedBy).Select(u => u.DisplayName).FirstOrDefault() ?? Portal, db.ReportSignatures.Any(s => s.ReportId == report.Id))).ToListAsync(cancellation);
    }

    /// <summary>Null when there is no such report.</summary>
    public async Task<StoredReport?> FindAsync(StudyAccess access, string cohortCode, int number, CancellationToken cancellation)
    {
        access.Demand(Right.ViewReports);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await (
            from report in db.Reports.AsNoTracking()
            join cohort in db.Cohorts on report.CohortId equals cohort.Id
            where report.ResearchStudyId == access.ResearchStudyId && cohort.Code == cohortCode && report.Number == number
            select new { report, Author = db.Users.Where(u => u.Id == report.CreatedBy).Select(u => u.DisplayName).FirstOrDefault() ?? Portal }).SingleOrDefaultAsync(cancellation);
        if (found is null) return null;
        var signatures = await db.ReportSignatures.AsNoTracking().Where(s => s.ReportId == found.report.Id).OrderBy(s => s.SignedAt).ToListAsync(cancellation);
        return new StoredReport(found.report, await ContentAsync(db, found.report, cancellation), found.Author, signatures);
    }

    /// <summary>The frozen content; of a report that an earlier version of the portal made, what its snapshot says in today's form (its JSON stays as it was).</summary>
    private static async Task<ReportContent> ContentAsync(PortalDb db, Report report, CancellationToken cancellation)
    {
        using var json = JsonDocument.Parse(report.ContentJson);
        if (json.RootElement.GetProperty("format").GetInt32() == ReportComputation.Format) return CanonicalJson.Read<ReportContent>(report.ContentJson);
        var snapshot = await db.CohortSnapshots.AsNoTracking().SingleAsync(s => s.Id == report.CohortSnapshotId, cancellation);
        return ReportComputation.Compute(CanonicalJson.Read<SnapshotContent>(snapshot.ContentJson), snapshot.Sha256);
    }

    /// <summary>The machine-readable twin, exactly the bytes that are hashed.</summary>
    public static byte[] Json(StoredReport report) => Encoding.UTF8.GetBytes(report.Row.ContentJson);

    public static byte[] Csv(StoredReport report) => ReportCsv.Write(report.Content);

    /// <summary>Notes a download in the audit.</summary>
    public async Task NoteDownloadAsync(StudyAccess access, StoredReport report, string format, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "downloaded", nameof(Report), report.Row.Id, new { report.Row.Number, format });
        await db.SaveChangesAsync(cancellation);
    }
}
