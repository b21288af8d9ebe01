namespace RadlPortal.Dicom;

/// <summary>One data element (PS3.5 section 7): a value in little endian, items of a sequence, or fragments of encapsulated pixel data.</summary>
public sealed class DicomElement
{
    /// <summary>An element with a value.</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="vr">Its value representation (PS3.5 section 6.2), two letters.</param>
    /// <param name="value">The value's bytes, little endian, of even length (PS3.5 section 7.1.1).</param>
    public DicomElement(DicomTag tag, string vr, ReadOnlyMemory<byte> value) => (Tag, Vr, Value) = (tag, vr, value);

    /// <summary>A sequence (PS3.5 section 7.5).</summary>
    /// <param name="tag">Its tag.</param>
    /// <param name="items">Its items; none for an empty sequence.</param>
    public DicomElement(DicomTag tag, IReadOnlyList<DicomDataset> items) => (Tag, Vr, Items) = (tag, "SQ", items);

    /// <summary>Encapsulated pixel data (PS3.5 annex A.4).</summary>
    /// <param name="tag">(7FE0,0010).</param>
    /// <param name="vr">OB.</param>
    /// <param name="fragments">The basic offset table, which may be empty, then the fragments.</param>
    public DicomElement(DicomTag tag, string vr, IReadOnlyList<ReadOnlyMemory<byte>> fragments) => (Tag, Vr, Fragments) = (tag, vr, fragments);

    /// <summary>Tag (PS3.5 section 7.1.1).</summary>
    public DicomTag Tag { get; }

    /// <summary>Value representation (PS3.5 section 6.2), two letters; UN for what is unknown.</summary>
    public string Vr { get; }

    /// <summary>The value's bytes, little endian; empty for sequences and encapsulated pixel data.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Items of a sequence (PS3.5 section 7.5); null otherwise.</summary>
    public IReadOnlyList<DicomDataset>? Items { get; }

    /// <summary>Offset table and fragments of encapsulated pixel data (PS3.5 annex A.4); null otherwise.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Fragments { get; }
}
