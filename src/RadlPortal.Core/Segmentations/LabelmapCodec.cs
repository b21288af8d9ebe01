namespace RadlPortal.Core.Segmentations;

/// <summary>A labelmap as the browser sends it: pairs of a value and a run length (variable-length integer, low seven bits first).</summary>
public static class LabelmapCodec
{
    /// <summary>The largest label of a structure. A structure's voxels that the reader has not confirmed yet carry its label + 128: they live in drafts, never in versions.</summary>
    public const byte LastLabel = 127;

    /// <summary>The labels, or null if the runs do not give exactly <paramref name="length"/> voxels.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> runs, int length)
    {
        var labels = new byte[length];
        var (at, voxel) = (0, 0);
        while (at < runs.Length)
        {
            var value = runs[at++];
            var run = 0L;
            for (var shift = 0; ; shift += 7)
            {
                if (at == runs.Length || shift > 28) return null;
                run |= (long)(runs[at] & 0x7F) << shift;
                if ((runs[at++] & 0x80) == 0) break;
            }

            if (run == 0 || run > length - voxel) return null;
            if (value != 0) labels.AsSpan(voxel, (int)run).Fill(value);
            voxel += (int)run;
        }

        return voxel == length ? labels : null;
    }

    public static byte[] Encode(ReadOnlySpan<byte> labels)
    {
        using var runs = new MemoryStream();
        for (var at = 0; at < labels.Length;)
        {
            var value = labels[at];
            var rest = labels[at..];
            var run = rest.IndexOfAnyExcept(value) is var end and >= 0 ? end : rest.Length;
            runs.WriteByte(value);
            var left = (uint)run;
            for (; left > 127; left >>= 7) runs.WriteByte((byte)(left | 0x80));
            runs.WriteByte((byte)left);
            at += run;
        }

        return runs.ToArray();
    }
}
