using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Segmentations;

namespace RadlPortal.Core.Radiomics;

/// <summary>Computes the features of one VOI version. Running it twice computes once.</summary>
public sealed class ExtractFeaturesJob(IDbContextFactory<PortalDb> databases, VersionFeatures features, AgreementService agreement, JobRunner runner, TimeProvider clock)
{
    public Task RunAsync(Guid jobId, CancellationToken stopping) =>
        runner.RunAsync(jobId, (progress, cancellation) => ExtractAsync(jobId, progress, cancellation), stopping);

    private async Task<string> ExtractAsync(Guid jobId, JobProgress progress, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var versionId = await db.Jobs.Where(j => j.Id == jobId).Select(j => j.TargetId).SingleAsync(cancellation);
        var version = await db.VoiVersions.AsNoTracking().Include(v => v.Voi).SingleAsync(v => v.Id == versionId, cancellation);
        var series = await db.ImagingSeries.AsNoTracking().SingleAsync(s => s.Id == version.Voi!.ImagingSeriesId, cancellation);
        var profile = await db.ExtractionProfiles.AsNoTracking().Where(p => p.ResearchStudyId == series.ResearchStudyId).OrderByDescending(p => p.Version).FirstAsync(cancellation);
        if (await db.FeatureSets.AnyAsync(f => f.VoiVersionId == versionId && f.ExtractionProfileId == profile.Id && f.SoftwareVersion == SoftwareVersion.Current, cancellation)) return "The features were computed before.";
        var begun = clock.GetTimestamp();
        await progress.ReportAsync(0.05, "Reading the CT", cancellation);
        var grid = SeriesGrid.Parse(series.GridJson) ?? throw new JobRefusedException("The slices of the series make no volume any more.");
        var result = await features.ComputeAsync(version, series.Id, grid, profile, progress, cancellation);
        db.FeatureSets.Add(new FeatureSet
        {
            ResearchStudyId = series.ResearchStudyId,
            VoiVersionId = version.Id,
            ExtractionProfileId = profile.Id,
            ValuesJson = JsonSerializer.Serialize(result.Values.ToDictionary(v => v.Name, v => v.Value)),
            VoxelCount = result.VoxelCount,
            ProvenanceJson = JsonSerializer.Serialize(new { series.SeriesInstanceUid, version.LabelmapSha256, profileSha256 = profile.Sha256, settings = profile.SettingsJson, grid.Dims, grid.Spacing }),
            SoftwareVersion = SoftwareVersion.Current,
            DurationSeconds = clock.GetElapsedTime(begun).TotalSeconds,
            ComputedAt = clock.GetUtcNow(),
        });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException met) when (met.IsUniqueViolation())
        {
            return "The features were computed before.";
        }

        await CompareAsync(db, version, series.ResearchStudyId, cancellation);
        return $"{result.Values.Count} features of {result.VoxelCount} voxels";
    }

    /// <summary>Compares the version with the other reads of its series, so that nobody waits for it on the page of the agreement.</summary>
    private async Task CompareAsync(PortalDb db, VoiVersion version, Guid researchStudyId, CancellationToken cancellation)
    {
        var pairs = await ReadPairs.OfAsync(db, db.Subjects.Where(s => s.Id == version.Voi!.SubjectId).Select(s => s.Id), cancellation);
        await agreement.OfAsync(researchStudyId, [.. pairs.Select(p => p.Versions).Where(v => v.FirstVersionId == version.Id || v.SecondVersionId == version.Id)], cancellation);
    }
}
