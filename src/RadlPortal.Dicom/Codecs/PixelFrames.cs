using RadlPortal.Dicom.Codecs.Jpeg2000;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Dicom.Codecs;

/// <summary>The decoded frames of an object: samples in little endian, colour by pixel, in the colour space in which they are stored.</summary>
public sealed class PixelFrames
{
    private readonly DicomElement pixels;
    private readonly string transferSyntaxUid;
    private readonly IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>>? fragments;

    private PixelFrames(PixelLayout layout, DicomElement pixels, string transferSyntaxUid, IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>>? fragments) =>
        (Layout, this.pixels, this.transferSyntaxUid, this.fragments) = (layout, pixels, transferSyntaxUid, fragments);

    /// <summary>Layout of the frames.</summary>
    public PixelLayout Layout { get; }

    /// <summary>Number of frames.</summary>
    public int Count => Layout.Frames;

    /// <summary>True if frames of a transfer syntax can be decoded here; for JPEG 2000, if this machine has libopenjp2.</summary>
    public static bool CanDecode(string transferSyntaxUid) =>
        TransferSyntax.IsNative(transferSyntaxUid) || (TransferSyntax.IsJpeg2000(transferSyntaxUid) ? Jpeg2000Decoder.IsAvailable : TransferSyntax.IsDecodable(transferSyntaxUid));

    /// <summary>Finds the frames of an object; nothing is decoded yet.</summary>
    /// <exception cref="DicomException">There are no pixels, their layout is contradictory, or the frames cannot be told apart.</exception>
    public static PixelFrames Of(DicomDataset dataset)
    {
        var pixels = dataset[DicomTags.PixelData] ?? dataset[DicomTags.FloatPixelData] ?? dataset[DicomTags.DoubleFloatPixelData]
            ?? throw new DicomException("The object has no pixels.", tag: DicomTags.PixelData);
        var layout = PixelLayout.Of(dataset);
        if (pixels.Fragments is not null) return new PixelFrames(layout, pixels, dataset.TransferSyntaxUid, FrameIndex.Frames(dataset, pixels));
        var needed = NativeFrame.Bits(layout) * layout.Frames;
        if ((needed + 7) / 8 > pixels.Value.Length) throw new DicomException($"The pixels should have {(needed + 7) / 8} bytes but have {pixels.Value.Length}: the file is truncated or says the wrong size.", tag: pixels.Tag);
        return new PixelFrames(layout, pixels, TransferSyntax.ExplicitLittleEndian, null);
    }

    /// <summary>Decodes one frame.</summary>
    /// <param name="index">From 0.</param>
    /// <returns>Samples in little endian, row by row, colour by pixel; packed bits as one byte each.</returns>
    /// <exception cref="DicomException">The frame is damaged, or there is no decoder for its transfer syntax.</exception>
    public byte[] Decode(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (fragments is null) return NativeFrame.Decode(pixels.Value.Span, Layout, index);
        var data = Joined(fragments[index]);
        return transferSyntaxUid switch
        {
            TransferSyntax.Rle => RleCodec.Decode(data, Layout),
            TransferSyntax.JpegBaseline or TransferSyntax.JpegExtended or TransferSyntax.JpegSpectral or TransferSyntax.JpegProgressive => JpegLossyDecoder.Decode(data, Layout),
            TransferSyntax.JpegLossless or TransferSyntax.JpegLosslessFirstOrder => JpegLosslessDecoder.Decode(data, Layout),
            TransferSyntax.JpegLsLossless or TransferSyntax.JpegLsNearLossless => JpegLsDecoder.Decode(data, Layout),
            TransferSyntax.DeflatedFrames => DeflatedFrame.Decode(data, Layout),
            _ when TransferSyntax.IsJpeg2000(transferSyntaxUid) => Jpeg2000Decoder.Decode(data, Layout),
            _ => throw new DicomException($"There is no decoder for the transfer syntax {transferSyntaxUid}.", tag: DicomTags.TransferSyntaxUid),
        };
    }

    private static byte[] Joined(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var joined = new byte[parts.Sum(p => p.Length)];
        var position = 0;
        foreach (var part in parts)
        {
            part.Span.CopyTo(joined.AsSpan(position));
            position += part.Length;
        }

        return joined;
    }
}
