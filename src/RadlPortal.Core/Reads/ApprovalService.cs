using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Reads;

/// <summary>Approves and locks the VOIs of a read; its reader gives the password again.</summary>
public sealed class ApprovalService(PasswordCheck passwords, IDbContextFactory<PortalDb> databases, AuditLog audit, TimeProvider clock)
{
    /// <param name="number">The save that the reader sees and means.</param>
    public async Task<Outcome<ApprovalState>> ApproveAsync(StudyAccess access, Guid readId, int number, string password, CancellationToken cancellation)
    {
        access.Demand(Right.ReadCases);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await ReadLock.TakeTurnAsync(db, readId, cancellation);
        var read = await db.ReadsOf(access).AsNoTracking().SingleOrDefaultAsync(r => r.Id == readId, cancellation);
        if (read is null) return ReadRefusals.NoSuchRead;
        var versions = await db.VoiVersions.AsNoTracking().Include(v => v.Voi).Where(v => v.Voi!.ReadingAssignmentId == readId && v.Voi.WithdrawnAt == null).ToListAsync(cancellation);
        if (await RefusalAsync(db, read, versions, number, cancellation) is { } refusal) return refusal;
        var signer = await passwords.OfAsync(access.PersonId, password);
        if (!signer.Succeeded) return signer.Refusal;
        var newest = versions.GroupBy(v => v.VoiId).Select(g => g.MaxBy(v => v.Number)!).OrderBy(v => v.Voi!.Label).ToList();
        var approval = new VoiApproval
        {
            ResearchStudyId = access.ResearchStudyId,
            ReadingAssignmentId = readId,
            VoiVersionId = newest.Find(v => v.Voi!.IsPrimary)!.Id,
            Number = number,
            PersonId = access.PersonId,
            PersonName = signer.Value.DisplayName,
            Meaning = VoiApproval.Approved,
            ContentSha256 = Sha256(newest),
            SignedAt = clock.GetUtcNow(),
        };
        db.VoiApprovals.Add(approval);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "approved", nameof(ReadingAssignment), readId, new { approval.Number, approval.ContentSha256, approval.Meaning });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return (await ReadLock.StateAsync(db, readId, cancellation))!;
    }

    private static async Task<Refusal?> RefusalAsync(PortalDb db, ReadingAssignment read, List<VoiVersion> versions, int number, CancellationToken cancellation)
    {
        if (!versions.Exists(v => v.Voi!.IsPrimary)) return ApprovalRefusals.NothingSaved;
        if (await ReadLock.IsLockedAsync(db, read.Id, cancellation)) return ApprovalRefusals.LockedAlready;
        if (versions.Max(v => v.Number) is var newest && newest != number) return ApprovalRefusals.OlderVersion(newest);
        if (await db.VoiDrafts.AnyAsync(d => d.ReadingAssignmentId == read.Id, cancellation)) return ApprovalRefusals.UnsavedDraft;
        return read.State == ReadState.Done ? null : ApprovalRefusals.NotDone;
    }

    private static string Sha256(List<VoiVersion> newest)
    {
        var text = string.Concat(newest.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Voi!.Label}:{v.LabelmapSha256}\n")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
