using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reports;

/// <summary>Signs reports; the person gives the password again.</summary>
public sealed class ReportSigning(PasswordCheck passwords, IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    public async Task<Outcome<ReportSignature>> SignAsync(StudyAccess access, Guid reportId, string password, CancellationToken cancellation)
    {
        access.Demand(Right.SignReports);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var report = await db.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.Id == reportId && r.ResearchStudyId == access.ResearchStudyId, cancellation);
        if (report is null) return ReportRefusals.NoSuchReport;
        var signer = await passwords.OfAsync(access.PersonId, password);
        if (!signer.Succeeded) return signer.Refusal;
        if (await db.ReportSignatures.AnyAsync(s => s.ReportId == reportId && s.PersonId == access.PersonId, cancellation)) return ReportRefusals.SignedAlready;
        var signature = new ReportSignature
        {
            ResearchStudyId = access.ResearchStudyId,
            ReportId = reportId,
            PersonId = access.PersonId,
            PersonName = signer.Value.DisplayName,
            Meaning = ReportSignature.Approved,
            ReportSha256 = report.Sha256,
            SignedAt = clock.GetUtcNow(),
        };
        db.ReportSignatures.Add(signature);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "signed", nameof(Report), report.Id, new { report.Number, report.Sha256, signature.Meaning });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            return ReportRefusals.SignedAlready;
        }

        return signature;
    }
}
