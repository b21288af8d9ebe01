using System.Runtime.InteropServices;

namespace RadlPortal.Dicom.Codecs;

/// <summary>Brings a component that was coded with fewer samples to the size of the frame: halves by the triangle filter of the Independent JPEG Group's decoders, everything else by repetition.</summary>
internal static class ChromaWidening
{
    // The filter needs neighbours.
    private const int LeastColumns = 3;

    /// <summary>Writes one component into a frame of one or two bytes a sample, by pixel.</summary>
    /// <param name="plane">The component's own samples, row by row.</param>
    /// <param name="columns">Its own columns.</param>
    /// <param name="rows">Its own rows.</param>
    /// <param name="across">How many columns of the frame one of its own stands for.</param>
    /// <param name="down">How many rows of the frame one of its own stands for.</param>
    /// <param name="layout">The frame.</param>
    /// <param name="frame">The frame's samples by pixel, little endian.</param>
    /// <param name="component">Which sample of a pixel.</param>
    public static void Write(ReadOnlySpan<ushort> plane, int columns, int rows, int across, int down, PixelLayout layout, Span<byte> frame, int component)
    {
        var isFiltered = across == 2 && down <= 2 && columns >= LeastColumns;
        var wide = new ushort[columns * across];
        var sums = new int[columns];
        for (var row = 0; row < layout.Rows; row++)
        {
            var own = row / down;
            var near = plane.Slice(own * columns, columns);
            if (isFiltered && down == 2)
            {
                // Three parts of the nearer row, one of the row beyond.
                var other = Math.Clamp(row % 2 == 0 ? own - 1 : own + 1, 0, rows - 1);
                var far = plane.Slice(other * columns, columns);
                for (var i = 0; i < columns; i++) sums[i] = near[i] * 3 + far[i];
                Filter(sums, wide, 4, 8, 7);
            }
            else if (isFiltered)
            {
                for (var i = 0; i < columns; i++) sums[i] = near[i];
                Filter(sums, wide, 2, 1, 2);
            }
            else
            {
                for (var i = 0; i < wide.Length; i++) wide[i] = near[i / across];
            }

            Place(wide, row, layout, frame, component);
        }
    }

    private static void Place(ReadOnlySpan<ushort> line, int row, PixelLayout layout, Span<byte> frame, int component)
    {
        var at = row * layout.Columns * layout.Samples + component;
        if (layout.SampleBytes == 1)
        {
            for (var column = 0; column < layout.Columns; column++, at += layout.Samples) frame[at] = (byte)line[column];
            return;
        }

        var words = MemoryMarshal.Cast<byte, ushort>(frame);
        for (var column = 0; column < layout.Columns; column++, at += layout.Samples) words[at] = line[column];
    }

    // Each sample becomes two: three parts of itself and one of the neighbour on that side; the roundings alternate so that they do not add up.
    private static void Filter(ReadOnlySpan<int> line, Span<ushort> wide, int shift, int leftRound, int rightRound)
    {
        var last = line.Length - 1;
        for (var i = 0; i <= last; i++)
        {
            wide[i * 2] = (ushort)((line[i] * 3 + line[Math.Max(i - 1, 0)] + leftRound) >> shift);
            wide[i * 2 + 1] = (ushort)((line[i] * 3 + line[Math.Min(i + 1, last)] + rightRound) >> shift);
        }
    }
}
