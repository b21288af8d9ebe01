using RadlPortal.Dicom.Codecs.Jpeg2000;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;

namespace RadlPortal.Dicom.Codecs;

/// <summary>The decoded frames of an object (PS3.5 section 8 and annex A.4; PS3.3 C.7.6.3): samples in little endian, colour by pixel, in the colour space in which they are stored.</summary>
public sealed class PixelFrames
{
    private readonly DicomElement pixels;
    private readonly string transferSyntaxUid;
    private readonly IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>>? fragments;

    private readonly TimeSpan timePerFrame;

    private PixelFrames(PixelLayout layout, DicomElement pixels, string transferSyntaxUid, IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>>? fragments, TimeSpan timePerFrame) =>
        (Layout, this.pixels, this.transferSyntaxUid, this.fragments, this.timePerFrame) = (layout, pixels, transferSyntaxUid, fragments, timePerFrame);

    /// <summary>Layout of the frames (PS3.3 C.7.6.3), checked.</summary>
    public PixelLayout Layout { get; }

    /// <summary>Number of frames, (0028,0008); 1 if the object does not say. From 1 to <see cref="PixelLayout.MostFrames"/>.</summary>
    public int Count => Layout.Frames;

    /// <summary>True if frames of a transfer syntax can be decoded here; for JPEG 2000, if this machine has libopenjp2.</summary>
    public static bool CanDecode(string transferSyntaxUid) =>
        TransferSyntax.IsNative(transferSyntaxUid) || (TransferSyntax.IsJpeg2000(transferSyntaxUid) ? Jpeg2000Decoder.Default.IsAvailable : TransferSyntax.IsDecodable(transferSyntaxUid));

    /// <summary>Finds the frames of an object; nothing is decoded yet.</summary>
    /// <param name="dataset">An object with Pixel Data, Float Pixel Data or Double Float Pixel Data.</param>
    /// <param name="limits">The portal's limits unless others are given; of them the time per frame counts here.</param>
    /// <exception cref="DicomException">There are no pixels, their layout is contradictory, or the frames cannot be told apart.</exception>
    public static PixelFrames Of(DicomDataset dataset, DicomReadLimits? limits = null)
    {
        var time = (limits ?? DicomReadLimits.Default).TimePerFrame;
        var pixels = dataset[DicomTags.PixelData] ?? dataset[DicomTags.FloatPixelData] ?? dataset[DicomTags.DoubleFloatPixelData]
            ?? throw new DicomException("The object has no pixels.", tag: DicomTags.PixelData);
        var layout = PixelLayout.Of(dataset);
        if (pixels.Fragments is not null) return new PixelFrames(layout, pixels, dataset.TransferSyntaxUid, FrameIndex.Frames(dataset, pixels), time);
        var needed = NativeFrame.Bits(layout) * layout.Frames;
        if ((needed + 7) / 8 > pixels.Value.Length) throw new DicomException($"The pixels should have {(needed + 7) / 8} bytes but have {pixels.Value.Length}: the file is truncated or says the wrong size.", tag: pixels.Tag);
        return new PixelFrames(layout, pixels, TransferSyntax.ExplicitLittleEndian, null, time);
    }

    /// <summary>Decodes one frame: native (PS3.5 section 8.1), RLE (annex G), JPEG (T.81), JPEG-LS (T.87), JPEG 2000 (T.800), HTJ2K (T.814) or deflated (RFC 1951).</summary>
    /// <param name="index">From 0 to one less than <see cref="Count"/>.</param>
    /// <returns>Samples in little endian, row by row, colour by pixel; packed bits as one byte each.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    /// <exception cref="DicomException">The frame is damaged or takes too much time, or there is no decoder for its transfer syntax.</exception>
    public byte[] Decode(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (fragments is null) return NativeFrame.Decode(pixels.Value.Span, Layout, index);
        var data = Joined(fragments[index]);
        var deadline = FrameDeadline.After(timePerFrame);
        return transferSyntaxUid switch
        {
            TransferSyntax.Rle => RleCodec.Decode(data, Layout),
            TransferSyntax.JpegBaseline or TransferSyntax.JpegExtended or TransferSyntax.JpegSpectral or TransferSyntax.JpegProgressive => JpegLossyDecoder.Decode(data, Layout, deadline),
            TransferSyntax.JpegLossless or TransferSyntax.JpegLosslessFirstOrder => JpegLosslessDecoder.Decode(data, Layout, deadline),
            TransferSyntax.JpegLsLossless or TransferSyntax.JpegLsNearLossless => JpegLsDecoder.Decode(data, Layout, deadline),
            TransferSyntax.DeflatedFrames => DeflatedFrame.Decode(data, Layout),
            _ when TransferSyntax.IsJpeg2000(transferSyntaxUid) => Jpeg2000Decoder.Default.Decode(data, Layout, timePerFrame),
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
