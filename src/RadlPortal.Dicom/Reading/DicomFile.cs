namespace RadlPortal.Dicom.Reading;

/// <summary>A DICOM Part 10 file (PS3.10 section 7): file meta information and one data set. A little-endian data set that stands alone, as old programs wrote them, is read too.</summary>
public sealed class DicomFile
{
    private const int PreambleLength = 128;

    private DicomFile(DicomDataset meta, DicomDataset dataset, string transferSyntaxUid, bool hasPreambleContent) =>
        (Meta, Dataset, TransferSyntaxUid, HasPreambleContent) = (meta, dataset, transferSyntaxUid, hasPreambleContent);

    /// <summary>Group 2, the file meta information (PS3.10 section 7.1); empty if the data set stands alone.</summary>
    public DicomDataset Meta { get; }

    /// <summary>Everything else.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>How the data set was encoded.</summary>
    public string TransferSyntaxUid { get; }

    /// <summary>The 128 bytes before the file hold something.</summary>
    public bool HasPreambleContent { get; }

    /// <summary>The file has no preamble and no file meta information (PS3.10 section 7.1), only a data set; its transfer syntax was told by its first attribute.</summary>
    public bool IsBare { get; private init; }

    /// <summary>The pixel data were not read: only what stands before them.</summary>
    public bool IsHeaderOnly { get; private init; }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DicomException">The file is no DICOM file, is truncated or damaged, or asks for more than the limits allow.</exception>
    public static DicomFile Read(ReadOnlyMemory<byte> bytes, DicomReadLimits? limits = null) => Read(bytes, limits ?? DicomReadLimits.Default, isHeaderOnly: false);

    /// <summary>Reads a file up to its pixel data, and of the stream little more than that.</summary>
    /// <param name="stream">From the first byte of the file on.</param>
    /// <param name="limits">The portal's limits unless others are given.</param>
    /// <exception cref="DicomException">The file is no DICOM file, is damaged before its pixel data, or asks for more than the limits allow.</exception>
    public static DicomFile ReadHeader(Stream stream, DicomReadLimits? limits = null) =>
        HeaderBuffer.Read(stream, bytes => Read(bytes, limits ?? DicomReadLimits.Default, isHeaderOnly: true), (limits ?? DicomReadLimits.Default).HeaderBytes);

    /// <summary>Reads of a damaged file what stands before the damage, to look at it: whatever is stored or computed with needs <see cref="Read(ReadOnlyMemory{byte}, DicomReadLimits)"/>.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="damage">The refusal that <see cref="Read(ReadOnlyMemory{byte}, DicomReadLimits)"/> gives; null for a whole file.</param>
    /// <param name="limits">The portal's limits unless others are given.</param>
    /// <exception cref="DicomException">The file is no DICOM file at all.</exception>
    public static DicomFile ReadBeforeDamage(ReadOnlyMemory<byte> bytes, out DicomException? damage, DicomReadLimits? limits = null)
    {
        damage = null;
        try
        {
            return Read(bytes, limits);
        }
        catch (DicomException refusal)
        {
            damage = refusal;
            var (used, start) = (limits ?? DicomReadLimits.Default, PreambleLength + 4);
            if (!HasPreamble(bytes.Span)) return ReadBare(bytes, used, isHeaderOnly: false, keepsWhatItRead: true);
            var metaReader = new DicomReader(bytes[start..], isExplicit: true, isBigEndian: false, used, start) { KeepsWhatItRead = true };
            var (meta, metaLength) = metaReader.ReadMeta();
            var syntax = meta.Text(DicomTags.TransferSyntaxUid) ?? "";
            var hasPreamble = bytes.Span[..PreambleLength].ContainsAnyExcept((byte)0);
            if (metaReader.Damage is not null || syntax.Length == 0) return new DicomFile(meta, new DicomDataset(), syntax, hasPreamble);
            try
            {
                var dataset = ReadBody(bytes[(start + metaLength)..], syntax, used, start + metaLength, keepsWhatItRead: true).ReadAll();
                dataset.TransferSyntaxUid = syntax;
                return new DicomFile(meta, dataset, syntax, hasPreamble);
            }
            catch (DicomException)
            {
                return new DicomFile(meta, new DicomDataset(), syntax, hasPreamble);
            }
        }
    }

    private static bool HasPreamble(ReadOnlySpan<byte> bytes) => bytes.Length >= PreambleLength + 4 && bytes.Slice(PreambleLength, 4).SequenceEqual("DICM"u8);

    /// <summary>The reader of what follows the file meta information.</summary>
    private static DicomReader ReadBody(ReadOnlyMemory<byte> body, string syntax, DicomReadLimits limits, long offset, bool isHeaderOnly = false, bool keepsWhatItRead = false)
    {
        if (syntax == TransferSyntax.Deflated) body = Inflation.Inflate(body, limits, offset);
        var isBigEndian = syntax == TransferSyntax.ExplicitBigEndian;
        return new DicomReader(body, isBigEndian || IsExplicit(body.Span, syntax), isBigEndian, limits, offset) { StopsAtPixels = isHeaderOnly, KeepsWhatItRead = keepsWhatItRead };
    }

    private static DicomFile Read(ReadOnlyMemory<byte> bytes, DicomReadLimits limits, bool isHeaderOnly)
    {
        if (!HasPreamble(bytes.Span)) return ReadBare(bytes, limits, isHeaderOnly);
        var start = PreambleLength + 4;
        var (meta, metaLength) = new DicomReader(bytes[start..], isExplicit: true, isBigEndian: false, limits, start).ReadMeta();
        var syntax = meta.Text(DicomTags.TransferSyntaxUid);
        if (string.IsNullOrEmpty(syntax)) throw new DicomException("The file meta information names no transfer syntax.", start, DicomTags.TransferSyntaxUid);
        if (!TransferSyntax.IsOfTheStandard(syntax)) throw new DicomException($"The transfer syntax {(DicomUid.IsValid(syntax) ? $"{syntax} " : "that the file names ")}is none of the standard's, so that nobody can tell how the file is coded. Export it again as Explicit VR Little Endian.", start, DicomTags.TransferSyntaxUid);
        var reader = ReadBody(bytes[(start + metaLength)..], syntax, limits, start + metaLength, isHeaderOnly);
        var dataset = reader.ReadAll();
        dataset.TransferSyntaxUid = syntax;
        if (syntax == TransferSyntax.ExplicitBigEndian && dataset[DicomTags.PixelData] is { Fragments: null, Items: null } pixels) dataset.Set(new DicomElement(pixels.Tag, pixels.Vr, ByteOrder.LongSamplesTurned(dataset, pixels)));
        return new DicomFile(meta, dataset, syntax, bytes.Span[..PreambleLength].ContainsAnyExcept((byte)0)) { IsHeaderOnly = reader.HasStopped };
    }

    private static DicomFile ReadBare(ReadOnlyMemory<byte> bytes, DicomReadLimits limits, bool isHeaderOnly, bool keepsWhatItRead = false)
    {
        if (bytes.IsEmpty) throw new DicomException("The file is empty: it has 0 bytes. Copy or export it again.", 0);
        // The data set of an object begins in group 0008, with a group length or one of the first attributes.
        if (bytes.Length < 8 || bytes.Span is not [0x08, 0x00, <= 0x18, 0x00, ..]) throw NoDicom();
        var syntax = ValueRepresentation.IsKnown(bytes.Span[4], bytes.Span[5]) ? TransferSyntax.ExplicitLittleEndian : TransferSyntax.ImplicitLittleEndian;
        var reader = new DicomReader(bytes, syntax == TransferSyntax.ExplicitLittleEndian, isBigEndian: false, limits, 0) { StopsAtPixels = isHeaderOnly, KeepsWhatItRead = keepsWhatItRead };
        var dataset = reader.ReadAll();
        if (!DicomUid.IsValid(dataset.Text(DicomTags.SopClassUid))) throw NoDicom();
        if (!keepsWhatItRead && dataset[DicomTags.PixelData]?.Fragments is not null) throw new DicomException("The file has no header that says how its pixels are compressed. Write it as a DICOM file with file meta information.", 0, DicomTags.PixelData);
        dataset.TransferSyntaxUid = syntax;
        return new DicomFile(new DicomDataset(), dataset, syntax, hasPreambleContent: false) { IsHeaderOnly = reader.HasStopped, IsBare = true };

        static DicomException NoDicom() => new("This is no DICOM file: the letters DICM at byte 128 are missing, and it does not begin as a data set does.", PreambleLength);
    }

    // Some writers name a syntax of the other kind: the first attribute shows whether it has a value representation.
    private static bool IsExplicit(ReadOnlySpan<byte> body, string syntax) =>
        body.Length < 8 ? syntax != TransferSyntax.ImplicitLittleEndian : ValueRepresentation.IsKnown(body[4], body[5]);
}
