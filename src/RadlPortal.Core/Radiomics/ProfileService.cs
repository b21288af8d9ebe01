using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Numerics.Radiomics;

namespace RadlPortal.Core.Radiomics;

/// <summary>A profile in the list, newest first.</summary>
/// <param name="FeatureSets">Feature sets that were computed under it.</param>
public sealed record ProfileLine(int Version, string Name, string SettingsJson, string Sha256, DateTimeOffset CreatedAt, int FeatureSets);

/// <summary>What a parameter file would do, before it is saved.</summary>
/// <param name="Outdated">VOI versions that have no features under it yet.</param>
/// <param name="Signatures">Radiomics signatures that were fitted on another profile.</param>
public sealed record ProfilePreview(string SettingsJson, string Sha256, bool IsLatest, int Outdated, IReadOnlyList<string> Signatures);

/// <summary>The study's extraction profiles: read from PyRadiomics parameter files, versioned, never changed.</summary>
public sealed class ProfileService(IDbContextFactory<PortalDb> databases, FeatureJobs features, AuditLog audit, TimeProvider clock)
{
    /// <summary>Longest parameter file that is read, characters.</summary>
    public const int MaximumLength = 100_000;

    public async Task<IReadOnlyList<ProfileLine>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ViewCohorts);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.ExtractionProfiles.AsNoTracking().Where(p => p.ResearchStudyId == access.ResearchStudyId).OrderByDescending(p => p.Version)
            .Select(p => new ProfileLine(p.Version, p.Name, p.SettingsJson, p.Sha256, p.CreatedAt, db.FeatureSets.Count(s => s.ExtractionProfileId == p.Id))).ToListAsync(cancellation);
    }

    /// <summary>Reads a parameter file (YAML or JSON) and says what saving it would do.</summary>
    public async Task<Outcome<ProfilePreview>> PreviewAsync(StudyAccess access, string parameterFile, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        var read = Read(parameterFile);
        if (!read.Succeeded) return read.Refusal;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var latest = await LatestAsync(db, access.ResearchStudyId, cancellation);
        var sha256 = read.Value.Sha256();
        var signatures = await db.SignatureVersions.Where(v => v.Signature!.ResearchStudyId == access.ResearchStudyId && v.Signature.Kind == Signatures.SignatureKind.Radiomics).Select(v => new { v.Signature!.Name, v.Number, v.ManifestJson }).ToListAsync(cancellation);
        return new ProfilePreview(read.Value.ToJson(), sha256, latest?.Sha256 == sha256, (await LatestVersionsAsync(db, access.ResearchStudyId, cancellation)).Count,
            [.. signatures.GroupBy(s => s.Name).Select(g => g.MaxBy(s => s.Number)!).Where(s => !s.ManifestJson.Contains(sha256, StringComparison.Ordinal)).Select(s => s.Name)]);
    }

    /// <summary>Saves the file as the study's next profile. The same parameters as the latest profile's are refused.</summary>
    public async Task<Outcome<ExtractionProfile>> SaveAsync(StudyAccess access, string name, string parameterFile, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        var read = Read(parameterFile);
        if (!read.Succeeded) return read.Refusal;
        name = name.Trim();
        if (name.Length is 0 or > 60) return ProfileRefusals.NameMissing;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var latest = await LatestAsync(db, access.ResearchStudyId, cancellation);
        if (latest?.Sha256 == read.Value.Sha256()) return ProfileRefusals.Unchanged(latest.Version);
        var profile = new ExtractionProfile
        {
            ResearchStudyId = access.ResearchStudyId,
            Name = name,
            Version = (latest?.Version ?? 0) + 1,
            SettingsJson = read.Value.ToJson(),
            Sha256 = read.Value.Sha256(),
            CreatedAt = clock.GetUtcNow(),
        };
        db.ExtractionProfiles.Add(profile);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "saved", nameof(ExtractionProfile), profile.Id, new { profile.Name, profile.Version, profile.Sha256 });
        await db.SaveChangesAsync(cancellation);
        return profile;
    }

    /// <summary>Makes the profile of another study, on which a copied signature was fitted, this study's latest, and queues the features under it; how many.</summary>
    internal async Task<int> TakeOverAsync(StudyAccess access, Guid fromStudyId, string sha256, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        await using (var db = await databases.CreateDbContextAsync(cancellation))
        {
            var latest = await LatestAsync(db, access.ResearchStudyId, cancellation);
            if (latest?.Sha256 != sha256)
            {
                var source = await db.ExtractionProfiles.AsNoTracking().Where(p => p.ResearchStudyId == fromStudyId && p.Sha256 == sha256).OrderByDescending(p => p.Version).FirstAsync(cancellation);
                var saved = await SaveAsync(access, source.Name, source.SettingsJson, cancellation);
                if (!saved.Succeeded) return 0;
            }
        }

        return await RecomputeAsync(access, cancellation);
    }

    /// <summary>Queues the features of every latest VOI version that has none under the latest profile; how many.</summary>
    public async Task<int> RecomputeAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await LatestAsync(db, access.ResearchStudyId, cancellation) is not { } latest) return 0;
        List<Job> queued = [];
        var versions = await LatestVersionsAsync(db, access.ResearchStudyId, cancellation);
        var done = (await db.FeatureSets.Where(s => s.ResearchStudyId == access.ResearchStudyId && s.ExtractionProfileId == latest.Id).Select(s => s.VoiVersionId).ToListAsync(cancellation))
            .Concat(await db.Jobs.Where(j => j.ResearchStudyId == access.ResearchStudyId && j.Kind == FeatureJobs.Kind && j.State == JobState.Queued && j.TargetId != null).Select(j => j.TargetId!.Value).ToListAsync(cancellation)).ToHashSet();
        foreach (var version in versions.Where(v => !done.Contains(v.Id))) queued.Add(await features.AddAsync(db, access.ResearchStudyId, version, access.PersonId, cancellation));
        if (queued.Count == 0) return 0;
        audit.Add(db, access.PersonId, access.ResearchStudyId, "recomputed", nameof(FeatureSet), latest.Id, new { latest.Version, vois = queued.Count });
        await db.SaveChangesAsync(cancellation);
        foreach (var job in queued) await features.EnqueueAsync(job, cancellation);
        return queued.Count;
    }

    private static async Task<ExtractionProfile?> LatestAsync(PortalDb db, Guid researchStudyId, CancellationToken cancellation) =>
        await db.ExtractionProfiles.AsNoTracking().Where(p => p.ResearchStudyId == researchStudyId).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancellation);

    private static async Task<List<Segmentations.VoiVersion>> LatestVersionsAsync(PortalDb db, Guid researchStudyId, CancellationToken cancellation) =>
        await db.VoiVersions.AsNoTracking().Where(v => v.Voi!.ResearchStudyId == researchStudyId && !db.VoiVersions.Any(later => later.VoiId == v.VoiId && later.Number > v.Number)).OrderBy(v => v.CreatedAt).ToListAsync(cancellation);

    private static Outcome<ExtractionParameters> Read(string parameterFile)
    {
        if (parameterFile.Length > MaximumLength) return ProfileRefusals.TooLong;
        try
        {
            var parameters = ExtractionParameters.Parse(parameterFile);
            // The label of the VOI is the portal's to know; diagnostics stand in the provenance.
            return parameters with { Settings = parameters.Settings with { Label = 1, AdditionalInfo = true } };
        }
        catch (ParameterException wrong)
        {
            return ProfileRefusals.NotReadable(wrong.Message);
        }
    }
}
