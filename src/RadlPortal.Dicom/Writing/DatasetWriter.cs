using System.Buffers.Binary;
using RadlPortal.Dicom.Reading;

namespace RadlPortal.Dicom.Writing;

/// <summary>Writes elements in one form (PS3.5 section 7): explicit or implicit, little or big endian; sequences have defined lengths.</summary>
internal sealed class DatasetWriter(Stream stream, bool isExplicit, bool isBigEndian)
{
    private const uint Undefined = 0xFFFFFFFF;
    private static readonly DicomTag Item = new(0xFFFE, 0xE000);
    private static readonly DicomTag SequenceEnd = new(0xFFFE, 0xE0DD);

    /// <summary>Offset and length of each frame of the pixel data, one pair a frame.</summary>
    public List<long> FrameRanges { get; } = [];

    public void Write(DicomDataset dataset)
    {
        foreach (var element in dataset.Elements) Write(element, dataset);
    }

    public void Write(DicomElement element, DicomDataset dataset)
    {
        if (element.Fragments is not null)
        {
            WriteEncapsulated(element, dataset);
            return;
        }

        if (element.Items is not null)
        {
            WriteItems(element);
            return;
        }

        var value = element.Value.Length % 2 == 0 ? element.Value : (byte[])[.. element.Value.Span, ValueRepresentation.IsText(element.Vr) ? (byte)' ' : (byte)0];
        WriteHead(element.Tag, element.Vr, (uint)value.Length);
        if (element.Tag == DicomTags.PixelData) FrameRanges.AddRange(FrameIndex.Native(dataset, stream.Position, element.Value.Length));
        if (isBigEndian) value = ByteOrder.Swapped(element.Tag == DicomTags.PixelData ? ByteOrder.LongSamplesTurned(dataset, new DicomElement(element.Tag, element.Vr, value)) : value, element.Vr);
        stream.Write(value.Span);
    }

    private void WriteItems(DicomElement element)
    {
        using var content = new MemoryStream();
        var inner = new DatasetWriter(content, isExplicit, isBigEndian);
        foreach (var item in element.Items!)
        {
            using var body = new MemoryStream();
            new DatasetWriter(body, isExplicit, isBigEndian).Write(item);
            inner.WriteTag(Item);
            inner.WriteUInt32((uint)body.Length);
            body.WriteTo(content);
        }

        WriteHead(element.Tag, "SQ", (uint)content.Length);
        content.WriteTo(stream);
    }

    private void WriteEncapsulated(DicomElement element, DicomDataset dataset)
    {
        var frames = FrameIndex.Frames(dataset, element);
        WriteHead(element.Tag, "OB", Undefined);
        WriteTag(Item);
        WriteUInt32(0);
        foreach (var frame in frames)
        {
            var length = frame.Sum(f => f.Length);
            WriteTag(Item);
            WriteUInt32((uint)(length + length % 2));
            FrameRanges.AddRange([stream.Position, length]);
            foreach (var fragment in frame) stream.Write(fragment.Span);
            if (length % 2 == 1) stream.WriteByte(0);
        }

        WriteTag(SequenceEnd);
        WriteUInt32(0);
    }

    private void WriteHead(DicomTag tag, string vr, uint length)
    {
        WriteTag(tag);
        if (!isExplicit)
        {
            WriteUInt32(length);
            return;
        }

        // A value too long for a short length goes as UN (PS3.5 section 6.2.2).
        var isLong = ValueRepresentation.HasLongLength(vr);
        if (!isLong && length > ushort.MaxValue) (vr, isLong) = ("UN", true);
        stream.WriteByte((byte)vr[0]);
        stream.WriteByte((byte)vr[1]);
        if (isLong)
        {
            stream.Write([0, 0]);
            WriteUInt32(length);
        }
        else
        {
            WriteUInt16((ushort)length);
        }
    }

    private void WriteTag(DicomTag tag)
    {
        WriteUInt16(tag.Group);
        WriteUInt16(tag.Element);
    }

    private void WriteUInt16(ushort value)
    {
        Span<byte> two = stackalloc byte[2];
        if (isBigEndian) BinaryPrimitives.WriteUInt16BigEndian(two, value);
        else BinaryPrimitives.WriteUInt16LittleEndian(two, value);
        stream.Write(two);
    }

    private void WriteUInt32(uint value)
    {
        Span<byte> four = stackalloc byte[4];
        if (isBigEndian) BinaryPrimitives.WriteUInt32BigEndian(four, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        stream.Write(four);
    }
}
