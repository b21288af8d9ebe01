using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Signatures;

/// <summary>Adds versions to a study's signatures in the caller's unit of work. A version whose manifest and network are there already is that version.</summary>
internal sealed class SignatureLocker(PortalDb db, AuditLog audit, TimeProvider clock, Guid personId, Guid studyId)
{
    public Task<SignatureVersion> LockAsync(SignatureKind kind, SignatureManifest manifest, string? blobKey, Guid snapshotId, CancellationToken cancellation)
    {
        var json = CanonicalJson.Write(manifest);
        return AddAsync(manifest.Name, kind, json, CanonicalJson.Sha256(json), manifest.OperatingPoint.Threshold, blobKey, snapshotId, null, cancellation);
    }

    public Task<SignatureVersion> CopyAsync(SignatureVersion version, CancellationToken cancellation) =>
        AddAsync(version.Signature!.Name, version.Signature.Kind, version.ManifestJson, version.Sha256, version.Threshold, version.ModelBlobKey, null, version.Id, cancellation);

    private async Task<SignatureVersion> AddAsync(string name, SignatureKind kind, string json, string sha256, double threshold, string? blobKey, Guid? snapshotId, Guid? copiedFrom, CancellationToken cancellation)
    {
        var signature = await db.Signatures.Include(s => s.Versions).SingleOrDefaultAsync(s => s.ResearchStudyId == studyId && s.Name == name, cancellation);
        if (signature is null) db.Signatures.Add(signature = new Signature { ResearchStudyId = studyId, Name = name, Kind = kind });
        if (signature.Versions.MaxBy(v => v.Number) is { } latest && latest.Sha256 == sha256) return latest;
        var version = new SignatureVersion
        {
            SignatureId = signature.Id,
            Number = signature.Versions.Count == 0 ? 1 : signature.Versions.Max(v => v.Number) + 1,
            ManifestJson = json,
            Sha256 = sha256,
            ModelBlobKey = blobKey,
            Threshold = threshold,
            TrainingSnapshotId = snapshotId,
            CopiedFromId = copiedFrom,
            LockedBy = personId,
            LockedAt = clock.GetUtcNow(),
        };
        db.SignatureVersions.Add(version);
        audit.Add(db, personId, studyId, copiedFrom is null ? "locked" : "copied", nameof(SignatureVersion), version.Id, new { name, version.Number, sha256 });
        return version;
    }
}
