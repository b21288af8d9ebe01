using System.Buffers.Binary;

namespace RadlPortal.Dicom.Writing;

/// <summary>Tells pixel data apart into frames, native by size, encapsulated by fragments and the basic offset table (PS3.5 annex A.4).</summary>
internal static class FrameIndex
{
    public static int FrameCount(DicomDataset dataset) => Math.Max(1, dataset.Integer(DicomTags.NumberOfFrames) ?? 1);

    /// <summary>Offset and length of each native frame; none where bits run over byte borders (one-bit segmentations of odd size).</summary>
    public static IEnumerable<long> Native(DicomDataset dataset, long start, long length)
    {
        var frames = FrameCount(dataset);
        var bits = (long)(dataset.Integer(DicomTags.Rows) ?? 0) * (dataset.Integer(DicomTags.Columns) ?? 0)
            * (dataset.Integer(DicomTags.SamplesPerPixel) ?? 1) * (dataset.Integer(DicomTags.BitsAllocated) ?? 0);
        if (bits <= 0 || bits % 8 != 0) yield break;
        for (var i = 0L; i < frames && (i + 1) * (bits / 8) <= length; i++)
        {
            yield return start + i * (bits / 8);
            yield return bits / 8;
        }
    }

    /// <summary>The fragments of each frame.</summary>
    /// <exception cref="DicomException">There are more frames than fragments, or neither table nor counts tell which fragment belongs where.</exception>
    public static IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>> Frames(DicomDataset dataset, DicomElement element)
    {
        var (table, fragments) = (element.Fragments![0], element.Fragments.Skip(1).ToList());
        var count = FrameCount(dataset);
        if (fragments.Count < count) throw new DicomException($"There are {count} frames but only {fragments.Count} fragments of pixel data.", tag: element.Tag);
        if (count == 1) return [fragments];
        if (fragments.Count == count) return [.. fragments.Select(f => (IReadOnlyList<ReadOnlyMemory<byte>>)[f])];
        if (table.Length != count * 4) throw new DicomException("The fragments of the frames cannot be told apart: the offset table is missing.", tag: element.Tag);
        return ByTable(table.Span, fragments, count, element.Tag);
    }

    private static List<IReadOnlyList<ReadOnlyMemory<byte>>> ByTable(ReadOnlySpan<byte> table, List<ReadOnlyMemory<byte>> fragments, int count, DicomTag tag)
    {
        var frames = new List<IReadOnlyList<ReadOnlyMemory<byte>>>(count);
        var (position, next) = (0L, 0);
        for (var frame = 0; frame < count; frame++)
        {
            var end = frame + 1 < count ? BinaryPrimitives.ReadUInt32LittleEndian(table[((frame + 1) * 4)..]) : long.MaxValue;
            var own = new List<ReadOnlyMemory<byte>>();
            while (next < fragments.Count && position < end)
            {
                own.Add(fragments[next]);
                position += 8 + fragments[next++].Length;
            }

            if (own.Count == 0) throw new DicomException("The offset table of the pixel data is damaged.", tag: tag);
            frames.Add(own);
        }

        return frames;
    }
}
