using RadlPortal.Core.Storage;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Core.Imaging;

/// <summary>Parts of stored objects, read by the frame index: the header without the pixels, one frame without the others.</summary>
public sealed class StoredObjects(IBlobStore blobs)
{
    // (7FE0,0010) in little endian: where the header of a stored file ends.
    private static readonly byte[] PixelDataTag = [0xE0, 0x7F, 0x10, 0x00];

    public async Task<DicomDataset> DatasetAsync(string key, CancellationToken cancellation) => DicomFile.Read(await blobs.ReadAllAsync(key, cancellation)).Dataset;

    /// <summary>Everything before the pixels.</summary>
    public async Task<DicomDataset> HeaderAsync(string key, long[] frameRanges, CancellationToken cancellation)
    {
        if (frameRanges.Length == 0) return await DatasetAsync(key, cancellation);
        var head = await RangeAsync(key, 0, frameRanges[0], cancellation);
        return head.AsSpan().LastIndexOf(PixelDataTag) is var end and > 0 ? DicomFile.Read(head.AsMemory(0, end)).Dataset : await DatasetAsync(key, cancellation);
    }

    /// <summary>Header and one frame, as an object of that frame alone.</summary>
    /// <param name="index">From 0.</param>
    public async Task<DicomDataset> FrameAsync(StoredInstance instance, int index, CancellationToken cancellation)
    {
        var dataset = await HeaderAsync(instance.BlobKey, instance.FrameRanges, cancellation);
        ReadOnlyMemory<byte> frame = await RangeAsync(instance.BlobKey, instance.FrameRanges[index * 2], instance.FrameRanges[index * 2 + 1], cancellation);
        if (dataset[DicomTags.NumberOfFrames] is not null) dataset.Set(DicomTags.NumberOfFrames, 1);
        dataset.TransferSyntaxUid = instance.TransferSyntaxUid;
        return TransferSyntax.IsNative(instance.TransferSyntaxUid)
            ? dataset.Set(new DicomElement(DicomTags.PixelData, dataset.Integer(DicomTags.BitsAllocated) == 8 ? "OB" : "OW", frame))
            : dataset.Set(new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, frame]));
    }

    /// <summary>The samples of a frame, little endian.</summary>
    /// <exception cref="DicomException">There is no decoder, or the frame is damaged.</exception>
    public async Task<byte[]> DecodedAsync(StoredInstance instance, int index, CancellationToken cancellation) =>
        PixelFrames.Of(await FrameAsync(instance, index, cancellation)).Decode(0);

    /// <summary>The whole file in Explicit VR Little Endian.</summary>
    /// <exception cref="DicomException">There is no decoder, or a frame is damaged.</exception>
    public async Task<byte[]> NativeFileAsync(StoredInstance instance, CancellationToken cancellation)
    {
        var dataset = await DatasetAsync(instance.BlobKey, cancellation);
        var frames = PixelFrames.Of(dataset);
        using var samples = new MemoryStream();
        for (var i = 0; i < frames.Count; i++) samples.Write(frames.Decode(i));
        dataset.Set(new DicomElement(DicomTags.PixelData, dataset.Integer(DicomTags.BitsAllocated) == 8 ? "OB" : "OW", samples.ToArray()));
        dataset.TransferSyntaxUid = TransferSyntax.ExplicitLittleEndian;
        return DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
    }

    private async Task<byte[]> RangeAsync(string key, long offset, long length, CancellationToken cancellation)
    {
        var bytes = new byte[length];
        await using var stream = await blobs.OpenReadAsync(key, cancellation);
        stream.Seek(offset, SeekOrigin.Begin);
        await stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
