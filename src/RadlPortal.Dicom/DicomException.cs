namespace RadlPortal.Dicom;

/// <summary>A file is refused: what is wrong, at which byte and in which attribute. Nothing else escapes from reading and decoding, whatever the bytes.</summary>
public sealed class DicomException : Exception
{
    /// <param name="message">What is wrong, in a sentence.</param>
    /// <param name="offset">Byte of the file at which it was noticed; -1 where that has no meaning.</param>
    /// <param name="tag">The attribute concerned, if one is known.</param>
    /// <param name="inner">The failure behind it.</param>
    public DicomException(string message, long offset = -1, DicomTag? tag = null, Exception? inner = null)
        : base(message, inner) => (Offset, Tag) = (offset, tag);

    /// <summary>Byte of the file at which it was noticed, from 0 (of a deflated file: of the inflated data set); -1 where that has no meaning.</summary>
    public long Offset { get; }

    /// <summary>The attribute concerned, or null.</summary>
    public DicomTag? Tag { get; }
}
