using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Radiomics;

/// <summary>The features of a cohort: a row a subject that has some, a column a feature.</summary>
/// <param name="Profile">Name and version of the profile of the features; null when there is none.</param>
/// <param name="OtherProfile">Subjects whose features are of an older profile and stand apart.</param>
/// <param name="Awaiting">Subjects that await adjudication: no VOI counts, and so no features.</param>
public sealed record CohortFeatures(string Cohort, string Code, bool IsSynthetic, ProfileLine? Profile, IReadOnlyList<string> Names, IReadOnlyList<SubjectFeatures> Subjects, int WithoutFeatures, int OtherProfile, int Awaiting, IReadOnlyList<SnapshotFeatureAgreement> Stability);

/// <param name="Values">In the order of the names; null where a feature has no value.</param>
public sealed record SubjectFeatures(string Subject, string Site, int VoiVersion, double VolumeMl, double?[] Values);

/// <summary>Feature table of a cohort.</summary>
public sealed class CohortFeatureService(IDbContextFactory<PortalDb> databases, AgreementService agreement, AuditLog audit)
{
    /// <summary>Null when the study has no such cohort.</summary>
    public async Task<CohortFeatures?> FindAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        access.Demand(Right.ViewAllVois);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohort = await db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.ResearchStudyId == access.ResearchStudyId && c.Code == cohortCode, cancellation);
        if (cohort is null) return null;
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == access.ResearchStudyId, cancellation);
        var members = await CohortReader.MembersAsync(db, agreement, access.ResearchStudyId, cohort.Id, cancellation);
        var profile = await db.ExtractionProfiles.AsNoTracking().Where(p => p.ResearchStudyId == access.ResearchStudyId).OrderByDescending(p => p.Version).Select(p => new ProfileLine(p.Version, p.Name, p.SettingsJson, p.Sha256, p.CreatedAt, 0)).FirstOrDefaultAsync(cancellation);
        var ids = members.Where(m => m.Features is { IsOfLatestProfile: true }).Select(m => m.Features!.Id).ToList();
        var sets = await db.FeatureSets.AsNoTracking().Where(s => ids.Contains(s.Id)).Select(s => new { s.Id, s.ValuesJson }).ToDictionaryAsync(s => s.Id, s => JsonSerializer.Deserialize<Dictionary<string, double?>>(s.ValuesJson)!, cancellation);
        IReadOnlyList<string> names = sets.Count == 0 ? [] : [.. sets.Values.MaxBy(v => v.Count)!.Keys];
        List<SubjectFeatures> subjects = [.. members.Where(m => m.Features is { } f && sets.ContainsKey(f.Id))
            .Select(m => new SubjectFeatures(m.Subject.Code, m.Site.Code, m.Voi!.Number, m.Voi.VolumeMl, [.. names.Select(n => sets[m.Features!.Id].GetValueOrDefault(n))]))];
        return new CohortFeatures(cohort.Name, cohort.Code, study.IsSynthetic, profile, names, subjects, members.Count(m => m.Features is null && !m.AwaitsAdjudication), members.Count(m => m.Features is { IsOfLatestProfile: false }), members.Count(m => m.AwaitsAdjudication), await FeatureAgreement.OfAsync(db, members, cancellation));
    }

    /// <summary>One line a subject in PyRadiomics' columns; null when the study has no such cohort.</summary>
    public async Task<byte[]?> CsvAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        if (await FindAsync(access, cohortCode, cancellation) is not { } features) return null;
        await NoteAsync(access, cohortCode, "features", cancellation);
        var csv = Head(features).Append("subject,site,voi_version,").AppendJoin(',', features.Names).Append('\n');
        foreach (var subject in features.Subjects)
            csv.Append(CultureInfo.InvariantCulture, $"{subject.Subject},{subject.Site},{subject.VoiVersion},").AppendJoin(',', subject.Values.Select(v => v?.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>ICC(2,1) of each feature between both reads; null when the study has no such cohort.</summary>
    public async Task<byte[]?> StabilityCsvAsync(StudyAccess access, string cohortCode, CancellationToken cancellation)
    {
        if (await FindAsync(access, cohortCode, cancellation) is not { } features) return null;
        await NoteAsync(access, cohortCode, "stability", cancellation);
        var csv = Head(features).Append("feature,icc_2_1,lower95,upper95,subjects\n");
        foreach (var f in features.Stability) csv.Append(CultureInfo.InvariantCulture, $"{f.Feature},{f.Icc:R},{f.Lower:R},{f.Upper:R},{f.Subjects}\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static StringBuilder Head(CohortFeatures features) => new StringBuilder(features.IsSynthetic ? "# For research use only. Synthetic data.\n" : "# For research use only.\n")
        .Append(CultureInfo.InvariantCulture, $"# extraction profile {features.Profile?.Name} version {features.Profile?.Version}, SHA-256 {features.Profile?.Sha256}\n");

    private async Task NoteAsync(StudyAccess access, string cohort, string what, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "exported", nameof(FeatureSet), access.ResearchStudyId, new { cohort, what });
        await db.SaveChangesAsync(cancellation);
    }
}
