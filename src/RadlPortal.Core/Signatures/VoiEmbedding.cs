using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures.Networks;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Signatures;

/// <summary>Describes a VOI by a network: the cube around it, run through the network.</summary>
public sealed class VoiEmbedding(IDbContextFactory<PortalDb> databases, IBlobStore blobs, SeriesLoader loader, INetworkRunner runner)
{
    public async Task<Outcome<NetworkOutput>> ComputeAsync(CohortMember member, NetworkFile network, ConvolutionBankSettings bank, CropSettings crop, CancellationToken cancellation)
    {
        if (member.Voi is not { } voi || member.Series is not { } series) return SignatureRefusals.NoVoi;
        try
        {
            var image = await loader.VolumeAsync(series.Id, cancellation);
            var labels = LabelmapCodec.Decode(await blobs.ReadAllAsync(voi.LabelmapBlobKey, cancellation), image.Geometry.VoxelCount);
            if (labels is null) return SignatureRefusals.LabelmapDoesNotFit;
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var label = await db.Vois.Where(v => v.Id == voi.VoiId).Select(v => v.Label).SingleAsync(cancellation);
            if (VoiCrop.Cut(image, new Labelmap(image.Geometry, labels), label, crop, bank.InputVoxels) is not var (cube, share)) return SignatureRefusals.EmptyVoi;
            var output = runner.Run(network, cube, [1, 1, bank.InputVoxels, bank.InputVoxels, bank.InputVoxels]);
            // The network's mean is over the whole cube; what lies outside the VOI is even and answers nothing.
            return crop.Pooling == CropSettings.OverVoi ? output with { Values = [.. output.Values.Select(v => (float)(v / share))] } : output;
        }
        catch (DicomException unusable)
        {
            return new Refusal("ct-not-readable", $"the CT cannot be read: {unusable.Message}");
        }
        catch (FileNotFoundException)
        {
            return SignatureRefusals.FileMissing;
        }
    }

    public static NetworkFile FileOf(ReadOnlyMemory<byte> onnx) => new(Convert.ToHexStringLower(SHA256.HashData(onnx.Span)), onnx);
}
