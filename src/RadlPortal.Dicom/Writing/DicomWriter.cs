using System.Buffers.Binary;
using System.Text;

namespace RadlPortal.Dicom.Writing;

/// <summary>A written file and where its frames lie in it.</summary>
/// <param name="Bytes">The whole Part 10 file.</param>
/// <param name="TransferSyntaxUid">Explicit VR Little Endian, or the encapsulated syntax that it came in.</param>
/// <param name="FrameRanges">Offset and length of each frame, one pair a frame.</param>
public sealed record WrittenDicomFile(byte[] Bytes, string TransferSyntaxUid, long[] FrameRanges);

/// <summary>Writes Part 10 files (PS3.10) in Explicit VR Little Endian, encapsulated pixel data as they are with one fragment a frame; sequences have defined lengths.</summary>
public static class DicomWriter
{
    /// <summary>Says which program wrote a file (PS3.7 annex D.3.3.2).</summary>
    public const string ImplementationClassUid = "2.25.300917438475634210950817264051972351846";

    /// <summary>Name of the program that wrote a file.</summary>
    public const string ImplementationVersionName = "RADLPORTAL_0_1";

    private const uint Undefined = 0xFFFFFFFF;

    /// <summary>Writes a data set as file.</summary>
    /// <param name="dataset">With SOP Class UID and SOP Instance UID.</param>
    /// <param name="transferSyntaxUid">The syntax in which encapsulated pixel data are coded; any native one is written as Explicit VR Little Endian.</param>
    /// <exception cref="DicomException">A UID is missing, or the fragments cannot be told apart into frames.</exception>
    public static WrittenDicomFile Write(DicomDataset dataset, string transferSyntaxUid)
    {
        var syntax = TransferSyntax.IsNative(transferSyntaxUid) ? TransferSyntax.ExplicitLittleEndian : transferSyntaxUid;
        using var file = new MemoryStream();
        file.Write(new byte[128]);
        file.Write("DICM"u8);
        WriteMeta(file, dataset, syntax);
        var ranges = new List<long>();
        WriteDataset(file, dataset, ranges);
        return new WrittenDicomFile(file.ToArray(), syntax, [.. ranges]);
    }

    private static void WriteMeta(MemoryStream file, DicomDataset dataset, string syntax)
    {
        var meta = new DicomDataset()
            .Set(new DicomElement(DicomTags.FileMetaInformationVersion, "OB", new byte[] { 0, 1 }))
            .Set(Uid(DicomTags.MediaStorageSopClassUid, Required(dataset, DicomTags.SopClassUid)))
            .Set(Uid(DicomTags.MediaStorageSopInstanceUid, Required(dataset, DicomTags.SopInstanceUid)))
            .Set(Uid(DicomTags.TransferSyntaxUid, syntax))
            .Set(Uid(DicomTags.ImplementationClassUid, ImplementationClassUid))
            .Set(new DicomElement(DicomTags.ImplementationVersionName, "SH", Encoding.ASCII.GetBytes(ImplementationVersionName)));
        using var body = new MemoryStream();
        WriteDataset(body, meta, null);
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)body.Length);
        WriteElement(file, new DicomElement(DicomTags.FileMetaInformationGroupLength, "UL", length), dataset, null);
        body.WriteTo(file);
    }

    private static string Required(DicomDataset dataset, DicomTag tag) =>
        dataset.Text(tag) is { Length: > 0 } uid ? uid : throw new DicomException($"{tag.Keyword} is missing.", tag: tag);

    private static DicomElement Uid(DicomTag tag, string uid) => new(tag, "UI", Encoding.ASCII.GetBytes(uid.Length % 2 == 0 ? uid : uid + '\0'));

    private static void WriteDataset(MemoryStream stream, DicomDataset dataset, List<long>? ranges)
    {
        foreach (var element in dataset.Elements) WriteElement(stream, element, dataset, ranges);
    }

    private static void WriteElement(MemoryStream stream, DicomElement element, DicomDataset dataset, List<long>? ranges)
    {
        if (element.Fragments is not null)
        {
            WriteEncapsulated(stream, element, dataset, ranges);
            return;
        }

        if (element.Items is not null)
        {
            using var content = new MemoryStream();
            foreach (var item in element.Items)
            {
                using var body = new MemoryStream();
                WriteDataset(body, item, null);
                WriteTag(content, new DicomTag(0xFFFE, 0xE000));
                WriteUInt32(content, (uint)body.Length);
                body.WriteTo(content);
            }

            WriteHead(stream, element.Tag, "SQ", (uint)content.Length);
            content.WriteTo(stream);
            return;
        }

        var value = element.Value;
        WriteHead(stream, element.Tag, element.Vr, (uint)(value.Length + value.Length % 2));
        if (element.Tag == DicomTags.PixelData) ranges?.AddRange(FrameIndex.Native(dataset, stream.Position, value.Length));
        stream.Write(value.Span);
        if (value.Length % 2 == 1) stream.WriteByte(element.Vr is "OB" or "UI" or "UN" ? (byte)0 : (byte)' ');
    }

    private static void WriteEncapsulated(MemoryStream stream, DicomElement element, DicomDataset dataset, List<long>? ranges)
    {
        var frames = FrameIndex.Frames(dataset, element);
        WriteHead(stream, element.Tag, "OB", Undefined);
        WriteTag(stream, new DicomTag(0xFFFE, 0xE000));
        WriteUInt32(stream, 0);
        foreach (var frame in frames)
        {
            var length = frame.Sum(f => f.Length);
            WriteTag(stream, new DicomTag(0xFFFE, 0xE000));
            WriteUInt32(stream, (uint)(length + length % 2));
            ranges?.AddRange([stream.Position, length]);
            foreach (var fragment in frame) stream.Write(fragment.Span);
            if (length % 2 == 1) stream.WriteByte(0);
        }

        WriteTag(stream, new DicomTag(0xFFFE, 0xE0DD));
        WriteUInt32(stream, 0);
    }

    private static void WriteHead(MemoryStream stream, DicomTag tag, string vr, uint length)
    {
        // A value too long for a short length goes as UN (PS3.5 section 6.2.2).
        var isLong = IsLong(vr);
        if (!isLong && length > ushort.MaxValue) (vr, isLong) = ("UN", true);
        WriteTag(stream, tag);
        stream.WriteByte((byte)vr[0]);
        stream.WriteByte((byte)vr[1]);
        if (isLong)
        {
            stream.Write([0, 0]);
            WriteUInt32(stream, length);
        }
        else
        {
            Span<byte> two = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(two, (ushort)length);
            stream.Write(two);
        }
    }

    private static bool IsLong(string vr) => vr is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "SQ" or "SV" or "UC" or "UN" or "UR" or "UT" or "UV";

    private static void WriteTag(MemoryStream stream, DicomTag tag)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(four, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(four[2..], tag.Element);
        stream.Write(four);
    }

    private static void WriteUInt32(MemoryStream stream, uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        stream.Write(four);
    }
}
