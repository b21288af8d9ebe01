using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;

namespace RadlPortal.Core.Signatures;

/// <summary>A version as it is shown.</summary>
public sealed record SignatureOverview(string Name, SignatureKind Kind, SignatureVersion Version, SignatureManifest Manifest, bool IsLatest);

/// <summary>A study from which signatures can be copied.</summary>
public sealed record CopySource(string Code, string Title);

/// <summary>A study's signatures: list, build, copy.</summary>
public sealed class SignatureService(IDbContextFactory<PortalDb> databases, JobService jobs, ProfileService profiles, AuditLog audit, TimeProvider clock)
{
    public const string BuildKind = "build-signatures";

    public async Task<IReadOnlyList<SignatureOverview>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewCohorts);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var versions = await db.SignatureVersions.AsNoTracking().Include(v => v.Signature).Where(v => v.Signature!.ResearchStudyId == access.ResearchStudyId).ToListAsync(cancellation);
        return [.. versions.OrderBy(v => v.Signature!.Kind).ThenByDescending(v => v.Number).Select(v => new SignatureOverview(
            v.Signature!.Name, v.Signature.Kind, v, CanonicalJson.Read<SignatureManifest>(v.ManifestJson), versions.Where(o => o.SignatureId == v.SignatureId).Max(o => o.Number) == v.Number))];
    }

    public async Task<Outcome<Job>> BuildAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ManageSignatures);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var training = await db.Cohorts.AsNoTracking().Where(c => c.ResearchStudyId == access.ResearchStudyId && c.Kind == CohortKind.Training).ToListAsync(cancellation);
        if (training.Count == 0) return SignatureRefusals.NoTrainingCohort;
        if (training.Count > 1) return SignatureRefusals.SeveralTrainingCohorts;
        if (await db.Jobs.AnyAsync(j => j.TargetId == training[0].Id && j.Kind == BuildKind && (j.State == JobState.Queued || j.State == JobState.Running), cancellation)) return SignatureRefusals.AlreadyRunning;
        var job = jobs.Add(db, BuildKind, $"Signatures from cohort {training[0].Code}", access.ResearchStudyId, training[0].Id, access.PersonId);
        job.Link = $"/studies/{access.StudyCode}/signatures";
        audit.Add(db, access.PersonId, access.ResearchStudyId, "began", "SignatureTraining", training[0].Id);
        await db.SaveChangesAsync(cancellation);
        await jobs.EnqueueAsync<BuildSignaturesJob>(job.Id, x => x.RunAsync(job.Id, CancellationToken.None), JobQueues.Gpu, cancellation);
        return job;
    }

    /// <summary>Studies with signatures of which the person is administrator as well.</summary>
    public async Task<IReadOnlyList<CopySource>> SourcesAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ManageSignatures);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.ResearchStudies.Where(s => s.Id != access.ResearchStudyId
                && db.Signatures.Any(x => x.ResearchStudyId == s.Id)
                && db.Memberships.Any(m => m.ResearchStudyId == s.Id && m.PersonId == access.PersonId && m.Role == StudyRole.Administrator))
            .OrderBy(s => s.Code).Select(s => new CopySource(s.Code, s.Title)).ToListAsync(cancellation);
    }

    /// <summary>Copies the latest version of every signature of another study; the fusion would be nothing without its inputs.</summary>
    public async Task<Outcome<IReadOnlyList<SignatureVersion>>> CopyAsync(StudyAccess access, string fromStudyCode, CancellationToken cancellation)
    {
        access.Demand(Right.ManageSignatures);
        if (!(await SourcesAsync(access, cancellation)).Any(s => s.Code == fromStudyCode)) return SignatureRefusals.NothingToCopy;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var source = await db.ResearchStudies.Where(s => s.Code == fromStudyCode).Select(s => s.Id).SingleAsync(cancellation);
        var versions = await CohortReader.SignaturesAsync(db, source, cancellation);
        if (Enum.GetValues<SignatureKind>().Any(kind => versions.All(v => v.Signature!.Kind != kind))) return SignatureRefusals.NothingToCopy;
        var locker = new SignatureLocker(db, audit, clock, access.PersonId, access.ResearchStudyId);
        List<SignatureVersion> copies = [];
        foreach (var version in versions) copies.Add(await locker.CopyAsync(version, cancellation));
        if (await db.SaveChangesAsync(cancellation) == 0) return SignatureRefusals.CopiedAlready;
        // A radiomics signature reads the features of its own extraction profile only: the profile comes along, and the features under it.
        if (versions.Select(v => CanonicalJson.Read<SignatureManifest>(v.ManifestJson)).OfType<RadiomicsManifest>().LastOrDefault() is { } radiomics)
            await profiles.TakeOverAsync(access, source, radiomics.ExtractionProfileSha256, cancellation);
        return copies;
    }
}
