using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Radiomics;

/// <summary>Computes the features of one VOI version. Running it twice computes once.</summary>
public sealed class ExtractFeaturesJob(IDbContextFactory<PortalDb> databases, IBlobStore blobs, SeriesLoader loader, JobRunner runner, TimeProvider clock)
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
        var result = await ComputeAsync(version, series.Id, grid, profile, progress, cancellation);
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

        return $"{result.Values.Count} features of {result.VoxelCount} voxels";
    }

    private async Task<FeatureResult> ComputeAsync(VoiVersion version, Guid seriesId, SeriesGrid grid, ExtractionProfile profile, JobProgress progress, CancellationToken cancellation)
    {
        try
        {
            var geometry = grid.ToGeometry();
            var runs = await blobs.ReadAllAsync(version.LabelmapBlobKey, cancellation);
            var labels = LabelmapCodec.Decode(runs, geometry.VoxelCount) ?? throw new JobRefusedException("The stored labelmap does not fit its series.");
            var volume = await loader.VolumeAsync(seriesId, cancellation);
            await progress.ReportAsync(0.5, "Computing features", cancellation);
            var parameters = ExtractionParameters.Parse(profile.SettingsJson);
            return FeatureExtractor.Extract(volume, new Labelmap(volume.Geometry, labels), parameters with { Settings = parameters.Settings with { Label = version.Voi!.Label } }, cancellation: cancellation);
        }
        catch (RadiomicsException refused)
        {
            throw new JobRefusedException(refused.Message);
        }
        catch (DicomException unusable)
        {
            throw new JobRefusedException(unusable.Message);
        }
        catch (FileNotFoundException)
        {
            throw new JobRefusedException("A stored file of the case is missing. Tell the administrator: the blob folder is incomplete.");
        }
    }
}
