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
        if (table.Length == count * 4) return ByTable(Offsets(table.Span, 4), fragments, count, element.Tag);
        if (dataset[DicomTags.ExtendedOffsetTable] is { Items: null } extended && extended.Value.Length == count * 8L) return ByTable(Offsets(extended.Value.Span, 8), fragments, count, element.Tag);
        return ByImageStart(fragments, count, element.Tag);
    }

    private static long[] Offsets(ReadOnlySpan<byte> table, int size)
    {
        var offsets = new long[table.Length / size];
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = size == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(table[(i * 4)..]) : (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(table[(i * 8)..]), long.MaxValue);
        return offsets;
    }

    // Without a table, a frame of the JPEG family begins with its start marker (FFD8; FF4F for JPEG 2000).
    private static List<IReadOnlyList<ReadOnlyMemory<byte>>> ByImageStart(List<ReadOnlyMemory<byte>> fragments, int count, DicomTag tag)
    {
        var frames = new List<List<ReadOnlyMemory<byte>>>();
        foreach (var fragment in fragments)
        {
            if (fragment.Span is [0xFF, 0xD8, 0xFF, ..] or [0xFF, 0x4F, 0xFF, ..]) frames.Add([]);
            if (frames.Count == 0) break;
            frames[^1].Add(fragment);
        }

        return frames.Count == count ? [.. frames] : throw new DicomException("The fragments of the frames cannot be told apart: the offset table is missing.", tag: tag);
    }

    private static List<IReadOnlyList<ReadOnlyMemory<byte>>> ByTable(long[] offsets, List<ReadOnlyMemory<byte>> fragments, int count, DicomTag tag)
    {
        var frames = new List<IReadOnlyList<ReadOnlyMemory<byte>>>(count);
        var (position, next) = (0L, 0);
        for (var frame = 0; frame < count; frame++)
        {
            var end = frame + 1 < count ? offsets[frame + 1] : long.MaxValue;
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
