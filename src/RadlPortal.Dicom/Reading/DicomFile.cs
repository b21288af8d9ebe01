using System.IO.Compression;

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

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="DicomException">The file is no DICOM Part 10 file, is truncated or damaged, or asks for more than the limits allow.</exception>
    public static DicomFile Read(ReadOnlyMemory<byte> bytes, DicomReadLimits? limits = null)
    {
        limits ??= DicomReadLimits.Default;
        if (bytes.Length < PreambleLength + 4 || !bytes.Span.Slice(PreambleLength, 4).SequenceEqual("DICM"u8))
            throw new DicomException("This is no DICOM file: the letters DICM at byte 128 are missing.", PreambleLength);
        var start = PreambleLength + 4;
        var (meta, metaLength) = new DicomReader(bytes[start..], isExplicit: true, isBigEndian: false, limits, start).ReadMeta();
        var syntax = meta.Text(DicomTags.TransferSyntaxUid);
        if (string.IsNullOrEmpty(syntax)) throw new DicomException("The file meta information names no transfer syntax.", start, DicomTags.TransferSyntaxUid);
        var body = bytes[(start + metaLength)..];
        if (syntax == TransferSyntax.Deflated) body = Inflate(body, limits, start + metaLength);
        var reader = new DicomReader(body, syntax != TransferSyntax.ImplicitLittleEndian, syntax == TransferSyntax.ExplicitBigEndian, limits, start + metaLength);
        var dataset = reader.ReadAll();
        dataset.TransferSyntaxUid = syntax;
        if (syntax == TransferSyntax.ExplicitBigEndian) SwapLongSamples(dataset);
        return new DicomFile(meta, dataset, syntax, bytes.Span[..PreambleLength].ContainsAnyExcept((byte)0));
    }

    // The words of 32-bit samples were turned one by one; their order has to be turned as well.
    private static void SwapLongSamples(DicomDataset dataset)
    {
        if (dataset.Integer(DicomTags.BitsAllocated) != 32 || dataset[DicomTags.PixelData] is not { Fragments: null, Items: null, Vr: "OW" } pixels) return;
        var samples = pixels.Value.ToArray();
        for (var i = 0; i + 4 <= samples.Length; i += 4) (samples[i], samples[i + 1], samples[i + 2], samples[i + 3]) = (samples[i + 2], samples[i + 3], samples[i], samples[i + 1]);
        dataset.Set(new DicomElement(pixels.Tag, pixels.Vr, samples));
    }

    private static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> deflated, DicomReadLimits limits, long offset)
    {
        var most = Math.Min(limits.InflatedBytes, (long)deflated.Length * limits.InflationRatio);
        using var inflater = new DeflateStream(new MemoryStream(deflated.ToArray()), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        var buffer = new byte[81920];
        try
        {
            int read;
            while ((read = inflater.Read(buffer)) > 0)
            {
                if (inflated.Length + read > most) throw new DicomException($"The deflated data set grows beyond {most} bytes.", offset);
                inflated.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException damaged)
        {
            throw new DicomException("The deflated data set is damaged.", offset, inner: damaged);
        }

        return inflated.ToArray();
    }
}
