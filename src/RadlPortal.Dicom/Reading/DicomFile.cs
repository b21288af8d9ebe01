namespace RadlPortal.Dicom.Reading;

/// <summary>A DICOM Part 10 file (PS3.10): file meta information and one data set.</summary>
public sealed class DicomFile
{
    private const int PreambleLength = 128;

    private DicomFile(DicomDataset meta, DicomDataset dataset, string transferSyntaxUid, bool hasPreambleContent) =>
        (Meta, Dataset, TransferSyntaxUid, HasPreambleContent) = (meta, dataset, transferSyntaxUid, hasPreambleContent);

    /// <summary>Group 2.</summary>
    public DicomDataset Meta { get; }

    /// <summary>Everything else.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>How the data set was encoded.</summary>
    public string TransferSyntaxUid { get; }

    /// <summary>The 128 bytes before the file hold something.</summary>
    public bool HasPreambleContent { get; }

    /// <summary>The pixel data were not read: only what stands before them.</summary>
    public bool IsHeaderOnly { get; private init; }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DicomException">The file is no DICOM Part 10 file, is truncated or damaged, or asks for more than the limits allow.</exception>
    public static DicomFile Read(ReadOnlyMemory<byte> bytes, DicomReadLimits? limits = null) => Read(bytes, limits ?? DicomReadLimits.Default, isHeaderOnly: false);

    /// <summary>Reads a file up to its pixel data, and of the stream little more than that.</summary>
    /// <param name="stream">From the first byte of the file on.</param>
    /// <param name="limits">The portal's limits unless others are given.</param>
    /// <exception cref="DicomException">The file is no DICOM Part 10 file, is damaged before its pixel data, or asks for more than the limits allow.</exception>
    public static DicomFile ReadHeader(Stream stream, DicomReadLimits? limits = null) => HeaderBuffer.Read(stream, bytes => Read(bytes, limits ?? DicomReadLimits.Default, isHeaderOnly: true));

    private static DicomFile Read(ReadOnlyMemory<byte> bytes, DicomReadLimits limits, bool isHeaderOnly)
    {
        if (bytes.Length < PreambleLength + 4 || !bytes.Span.Slice(PreambleLength, 4).SequenceEqual("DICM"u8))
            throw new DicomException("This is no DICOM file: the letters DICM at byte 128 are missing.", PreambleLength);
        var start = PreambleLength + 4;
        var (meta, metaLength) = new DicomReader(bytes[start..], isExplicit: true, isBigEndian: false, limits, start).ReadMeta();
        var syntax = meta.Text(DicomTags.TransferSyntaxUid);
        if (string.IsNullOrEmpty(syntax)) throw new DicomException("The file meta information names no transfer syntax.", start, DicomTags.TransferSyntaxUid);
        var body = bytes[(start + metaLength)..];
        if (syntax == TransferSyntax.Deflated) body = Inflation.Inflate(body, limits, start + metaLength);
        var isBigEndian = syntax == TransferSyntax.ExplicitBigEndian;
        var reader = new DicomReader(body, isBigEndian || IsExplicit(body.Span, syntax), isBigEndian, limits, start + metaLength) { StopsAtPixels = isHeaderOnly };
        var dataset = reader.ReadAll();
        dataset.TransferSyntaxUid = syntax;
        if (isBigEndian && dataset[DicomTags.PixelData] is { Fragments: null, Items: null } pixels) dataset.Set(new DicomElement(pixels.Tag, pixels.Vr, ByteOrder.LongSamplesTurned(dataset, pixels)));
        return new DicomFile(meta, dataset, syntax, bytes.Span[..PreambleLength].ContainsAnyExcept((byte)0)) { IsHeaderOnly = reader.HasStopped };
    }

    // Some writers name a syntax of the other kind: the first attribute shows whether it has a value representation.
    private static bool IsExplicit(ReadOnlySpan<byte> body, string syntax) =>
        body.Length < 8 ? syntax != TransferSyntax.ImplicitLittleEndian : ValueRepresentation.IsKnown(body[4], body[5]);
}
