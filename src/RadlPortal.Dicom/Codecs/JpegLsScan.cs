namespace RadlPortal.Dicom.Codecs;

/// <summary>The lines of one JPEG-LS scan. Each line has a border on both sides, as T.87 A.2.1 defines the neighbours there.</summary>
internal sealed class JpegLsScan
{
    private readonly JpegLsContexts contexts;
    private readonly int width;
    private readonly byte[] runBits;
    private readonly int[][] current;
    private readonly int[][] above;
    private readonly int[] runIndex;

    public JpegLsScan(JpegLsParameters parameters, int width, int components, byte[] runBits)
    {
        (contexts, this.width, this.runBits) = (new JpegLsContexts(parameters), width, runBits);
        current = [.. Enumerable.Range(0, components).Select(_ => new int[width + 2])];
        above = [.. Enumerable.Range(0, components).Select(_ => new int[width + 2])];
        runIndex = new int[components];
    }

    public ReadOnlySpan<int> Line(int component) => current[component].AsSpan(1, width);

    public void NextRow()
    {
        for (var c = 0; c < current.Length; c++) (current[c], above[c]) = (above[c], current[c]);
    }

    /// <summary>Reads a line of one component.</summary>
    public void ReadLine(ref JpegLsBits bits, int component)
    {
        var (line, before) = Bordered(component);
        for (var x = 1; x <= width; x++)
        {
            int left = line[x - 1], up = before[x], corner = before[x - 1];
            var context = contexts.Of(left, up, corner, before[x + 1]);
            if (context != 0)
            {
                line[x] = contexts.Sample(ref bits, context, left, up, corner);
                continue;
            }

            var run = RunLength(ref bits, component, width - x + 1);
            line.AsSpan(x, run).Fill(left);
            x += run;
            if (x > width) break;
            line[x] = contexts.RunEnd(ref bits, left, before[x], runBits[runIndex[component]], alwaysFromAbove: false);
            if (runIndex[component] > 0) runIndex[component]--;
        }
    }

    /// <summary>Reads a line of all components, interleaved by sample: a run needs all of them to be flat.</summary>
    public void ReadLineBySample(ref JpegLsBits bits)
    {
        for (var c = 0; c < current.Length; c++) Bordered(c);
        Span<int> found = stackalloc int[current.Length];
        for (var x = 1; x <= width; x++)
        {
            var flat = true;
            for (var c = 0; c < found.Length; c++)
            {
                found[c] = contexts.Of(current[c][x - 1], above[c][x], above[c][x - 1], above[c][x + 1]);
                flat &= found[c] == 0;
            }

            if (!flat)
            {
                for (var c = 0; c < found.Length; c++) current[c][x] = contexts.Sample(ref bits, found[c], current[c][x - 1], above[c][x], above[c][x - 1]);
                continue;
            }

            var run = RunLength(ref bits, 0, width - x + 1);
            foreach (var line in current) line.AsSpan(x, run).Fill(line[x - 1]);
            x += run;
            if (x > width) break;
            for (var c = 0; c < found.Length; c++) current[c][x] = contexts.RunEnd(ref bits, current[c][x - 1], above[c][x], runBits[runIndex[0]], alwaysFromAbove: true);
            if (runIndex[0] > 0) runIndex[0]--;
        }
    }

    private (int[] Line, int[] Before) Bordered(int component)
    {
        var (line, before) = (current[component], above[component]);
        line[0] = before[1];
        before[width + 1] = before[width];
        return (line, before);
    }

    /// <summary>Decodes a run length (A.7.1); the whole rest if the run reaches the end of the line.</summary>
    private int RunLength(ref JpegLsBits bits, int component, int rest)
    {
        var run = 0;
        while (bits.Bit() == 1)
        {
            var whole = 1 << runBits[runIndex[component]];
            // A run cut off by the end of the line does not count as a full one.
            if (whole <= rest - run && runIndex[component] < 31) runIndex[component]++;
            run += Math.Min(whole, rest - run);
            if (run == rest) return run;
        }

        run += bits.Bits(runBits[runIndex[component]]);
        return run < rest ? run : throw JpegSegments.Damaged("has a run beyond its line");
    }
}
