using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RadlPortal.Dicom.Writing;

/// <summary>A written file (PS3.10 section 7) and where its frames lie in it.</summary>
/// <param name="Bytes">The whole Part 10 file.</param>
/// <param name="TransferSyntaxUid">How it is coded.</param>
/// <param name="FrameRanges">Offset and length of each frame, one pair a frame.</param>
public sealed record WrittenDicomFile(byte[] Bytes, string TransferSyntaxUid, long[] FrameRanges);

/// <summary>Writes Part 10 files (PS3.10), encapsulated pixel data as they are with one fragment a frame; sequences have defined lengths.</summary>
public static class DicomWriter
{
    /// <summary>Says which program wrote a file (PS3.7 annex D.3.3.2).</summary>
    public const string ImplementationClassUid = "2.25.300917438475634210950817264051972351846";

    /// <summary>Name of the program that wrote a file.</summary>
    public const string ImplementationVersionName = "RADLPORTAL_0_1";

    /// <summary>Writes a data set as the portal stores it.</summary>
    /// <param name="dataset">With SOP Class UID and SOP Instance UID.</param>
    /// <param name="transferSyntaxUid">The syntax in which encapsulated pixel data are coded; any native one is written as Explicit VR Little Endian.</param>
    /// <exception cref="DicomException">A UID is missing, or the fragments cannot be told apart into frames.</exception>
    public static WrittenDicomFile Write(DicomDataset dataset, string transferSyntaxUid)
    {
        return WriteAs(dataset, TransferSyntax.IsNative(transferSyntaxUid) ? TransferSyntax.ExplicitLittleEndian : transferSyntaxUid);
    }

    /// <summary>Writes a data set in a given transfer syntax: a native one for native pixels, the one that they are coded in for encapsulated ones.</summary>
    /// <param name="dataset">With SOP Class UID and SOP Instance UID.</param>
    /// <param name="transferSyntaxUid">Also implicit, deflated or big-endian. Frame ranges are left out where the data set is deflated.</param>
    /// <exception cref="DicomException">A UID is missing, the pixels are not in such a form, or the fragments cannot be told apart into frames.</exception>
    public static WrittenDicomFile WriteAs(DicomDataset dataset, string transferSyntaxUid)
    {
        if (dataset[DicomTags.PixelData]?.Fragments is not null && TransferSyntax.IsNative(transferSyntaxUid)) throw new DicomException("Encapsulated pixels cannot be written in a native transfer syntax: decode them first.", tag: DicomTags.PixelData);
        var meta = MetaOf(dataset, transferSyntaxUid);
        if (transferSyntaxUid == TransferSyntax.Deflated) return Deflate(meta, dataset);
        // The length is counted first, so that half a megabyte of pixels is copied once, to where it stays.
        using var counted = new LengthStream();
        WriteWhole(counted, meta, dataset, transferSyntaxUid);
        if (counted.Length > Array.MaxLength) throw new DicomException("The object is larger than 2 GB.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)counted.Length);
        using var file = new MemoryStream(bytes);
        return new WrittenDicomFile(bytes, transferSyntaxUid, [.. WriteWhole(file, meta, dataset, transferSyntaxUid)]);
    }

    /// <returns>The frame ranges.</returns>
    private static List<long> WriteWhole(Stream file, byte[] meta, DicomDataset dataset, string transferSyntaxUid)
    {
        file.Write(meta);
        var writer = new DatasetWriter(file, transferSyntaxUid != TransferSyntax.ImplicitLittleEndian, transferSyntaxUid == TransferSyntax.ExplicitBigEndian);
        writer.Write(dataset);
        return writer.FrameRanges;
    }

    private static WrittenDicomFile Deflate(byte[] meta, DicomDataset dataset)
    {
        using var file = new MemoryStream();
        file.Write(meta);
        using (var deflater = new DeflateStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            using var body = new MemoryStream();
            new DatasetWriter(body, true, false).Write(dataset);
            body.WriteTo(deflater);
        }

        if (file.Length % 2 == 1) file.WriteByte(0);
        return new WrittenDicomFile(file.ToArray(), TransferSyntax.Deflated, []);
    }

    /// <summary>Everything before the data set: preamble, prefix and file meta group (PS3.10 section 7.1).</summary>
    private static byte[] MetaOf(DicomDataset dataset, string syntax)
    {
        var meta = new DicomDataset()
            .Set(new DicomElement(DicomTags.FileMetaInformationVersion, "OB", new byte[] { 0, 1 }))
            .Set(Uid(DicomTags.MediaStorageSopClassUid, Required(dataset, DicomTags.SopClassUid)))
            .Set(Uid(DicomTags.MediaStorageSopInstanceUid, Required(dataset, DicomTags.SopInstanceUid)))
            .Set(Uid(DicomTags.TransferSyntaxUid, syntax))
            .Set(Uid(DicomTags.ImplementationClassUid, ImplementationClassUid))
            .Set(new DicomElement(DicomTags.ImplementationVersionName, "SH", Encoding.ASCII.GetBytes(ImplementationVersionName)));
        using var file = new MemoryStream();
        using var body = new MemoryStream();
        file.Write(new byte[128]);
        file.Write("DICM"u8);
        new DatasetWriter(body, true, false).Write(meta);
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)body.Length);
        new DatasetWriter(file, true, false).Write(new DicomElement(DicomTags.FileMetaInformationGroupLength, "UL", length), dataset);
        body.WriteTo(file);
        return file.ToArray();
    }

    private static string Required(DicomDataset dataset, DicomTag tag) =>
        dataset.Text(tag) is { Length: > 0 } uid ? uid : throw new DicomException($"{tag.Keyword} is missing.", tag: tag);

    private static DicomElement Uid(DicomTag tag, string uid) => new(tag, "UI", Encoding.ASCII.GetBytes(uid.Length % 2 == 0 ? uid : uid + '\0'));
}
