using RadlPortal.Core.Imaging;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Radiomics;

/// <summary>Computes the features of a stored version from its CT and its voxels.</summary>
public sealed class VersionFeatures(IBlobStore blobs, SeriesLoader loader)
{
    internal async Task<FeatureResult> ComputeAsync(VoiVersion version, Guid seriesId, SeriesGrid grid, ExtractionProfile profile, JobProgress progress, CancellationToken cancellation)
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
