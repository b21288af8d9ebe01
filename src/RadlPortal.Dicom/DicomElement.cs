namespace RadlPortal.Dicom;

/// <summary>One data element (PS3.5 section 7): a value in little endian, items of a sequence, or fragments of encapsulated pixel data.</summary>
public sealed class DicomElement
{
    /// <summary>An element with a value.</summary>
    public DicomElement(DicomTag tag, string vr, ReadOnlyMemory<byte> value) => (Tag, Vr, Value) = (tag, vr, value);

    /// <summary>A sequence.</summary>
    public DicomElement(DicomTag tag, IReadOnlyList<DicomDataset> items) => (Tag, Vr, Items) = (tag, "SQ", items);

    /// <summary>Encapsulated pixel data: the basic offset table first, then the fragments (PS3.5 annex A.4).</summary>
    public DicomElement(DicomTag tag, string vr, IReadOnlyList<ReadOnlyMemory<byte>> fragments) => (Tag, Vr, Fragments) = (tag, vr, fragments);

    /// <summary>Tag.</summary>
    public DicomTag Tag { get; }

    /// <summary>Value representation, two letters.</summary>
    public string Vr { get; }

    /// <summary>The value's bytes, little endian; empty for sequences and encapsulated pixel data.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Items of a sequence; null otherwise.</summary>
    public IReadOnlyList<DicomDataset>? Items { get; }

    /// <summary>Offset table and fragments of encapsulated pixel data; null otherwise.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Fragments { get; }
}
