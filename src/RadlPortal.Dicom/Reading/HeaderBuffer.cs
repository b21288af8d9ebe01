namespace RadlPortal.Dicom.Reading;

/// <summary>Reads as much of a stream as its header needs: a first part, and more of it where the header goes on.</summary>
internal static class HeaderBuffer
{
    private const int FirstPart = 8 * 1024;
    private const int Growth = 8;

    /// <summary>Reads a header.</summary>
    /// <param name="stream">From the first byte of the file on.</param>
    /// <param name="read">Reads a file of which the end may be missing.</param>
    /// <param name="most">Most bytes that a header may have.</param>
    /// <exception cref="DicomException">The header is damaged or longer than that.</exception>
    public static DicomFile Read(Stream stream, Func<ReadOnlyMemory<byte>, DicomFile> read, int most)
    {
        var buffer = new byte[FirstPart];
        var filled = 0;
        while (true)
        {
            var got = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            filled += got;
            var isWhole = filled < buffer.Length;
            try
            {
                var file = read(buffer.AsMemory(0, filled));
                if (file.IsHeaderOnly || isWhole) return file;
            }
            catch (DicomException) when (!isWhole)
            {
                // What looks damaged may only be cut off here: with more of the file it shows.
            }

            if (buffer.Length >= most) throw new DicomException($"The header of the file is longer than {most} bytes, or damaged.", buffer.Length);
            Array.Resize(ref buffer, (int)Math.Min(most, (long)buffer.Length * Growth));
        }
    }
}
