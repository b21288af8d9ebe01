namespace RadlPortal.Dicom.Codecs;

/// <summary>One scan of a lossy JPEG stream (ITU-T T.81 annexes F and G): sequential, or one step of a progression.</summary>
/// <param name="First">First coefficient of the band.</param>
/// <param name="Last">Last coefficient of the band.</param>
/// <param name="High">Bit position of the step before; 0 in first steps.</param>
/// <param name="Low">Bit position of this step.</param>
/// <param name="IsProgressive">The frame is progressive; otherwise the scan has everything.</param>
internal sealed record JpegScan(int First, int Last, int High, int Low, bool IsProgressive)
{
    private const int UnitsBetweenChecks = 256;

    private static readonly byte[] Natural =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private int emptyBlocks;

    /// <summary>Place of a coefficient in its block by its place in the zigzag.</summary>
    public static ReadOnlySpan<byte> NaturalOrder => Natural;

    /// <summary>Reads the whole scan.</summary>
    public void Read(ref JpegBits bits, JpegComponent[] components, int restartInterval, FrameDeadline deadline)
    {
        if (IsProgressive && (First > Last || Last > 63 || (First == 0) != (Last == 0) || First > 0 && components.Length > 1 || Low > 13 || High > 13)) throw JpegSegments.Damaged("has a damaged progression");
        var isAlone = components.Length == 1;
        var (wide, high) = isAlone
            ? (components[0].OwnBlocksWide, components[0].OwnBlocksHigh)
            : (components[0].BlocksWide / components[0].Horizontal, components[0].BlocksHigh / components[0].Vertical);
        Reset(components);
        for (var unit = 0; unit < wide * high; unit++)
        {
            if (unit % UnitsBetweenChecks == 0) deadline.Check();
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0)
            {
                bits.Restart();
                Reset(components);
            }

            if (isAlone) ReadBlock(ref bits, components[0], components[0].Block(unit / wide, unit % wide));
            else ReadUnit(ref bits, components, unit / wide, unit % wide);
        }
    }

    private void Reset(JpegComponent[] components)
    {
        foreach (var component in components) component.Predictor = 0;
        emptyBlocks = 0;
    }

    private void ReadUnit(ref JpegBits bits, JpegComponent[] components, int row, int column)
    {
        foreach (var component in components)
            for (var v = 0; v < component.Vertical; v++)
                for (var h = 0; h < component.Horizontal; h++)
                    ReadBlock(ref bits, component, component.Block(row * component.Vertical + v, column * component.Horizontal + h));
    }

    private void ReadBlock(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        if (!IsProgressive) ReadSequential(ref bits, component, block);
        else if (First == 0 && High == 0) block[0] = (short)(NextDc(ref bits, component) << Low);
        else if (First == 0) block[0] |= (short)(bits.Read(1) << Low);
        else if (High == 0) ReadBand(ref bits, component, block);
        else RefineBand(ref bits, component, block);
    }

    private static int NextDc(ref JpegBits bits, JpegComponent component) =>
        component.Predictor += bits.Number(bits.Symbol(component.DcTable ?? throw JpegSegments.Damaged("uses a Huffman table that is not there")));

    private static HuffmanTable Ac(JpegComponent component) => component.AcTable ?? throw JpegSegments.Damaged("uses a Huffman table that is not there");

    private static void ReadSequential(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        block[0] = (short)NextDc(ref bits, component);
        var table = Ac(component);
        for (var k = 1; k < 64; k++)
        {
            var symbol = bits.Symbol(table);
            var (run, category) = (symbol >> 4, symbol & 15);
            if (category == 0 && run < 15) return;
            k += run;
            if (k > 63) throw JpegSegments.Damaged("has a block of more than 64 coefficients");
            if (category > 0) block[Natural[k]] = (short)bits.Number(category);
        }
    }

    /// <summary>First step of a band of AC coefficients (G.1.2.2).</summary>
    private void ReadBand(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        if (emptyBlocks > 0)
        {
            emptyBlocks--;
            return;
        }

        var table = Ac(component);
        for (var k = First; k <= Last; k++)
        {
            var symbol = bits.Symbol(table);
            var (run, category) = (symbol >> 4, symbol & 15);
            if (category == 0 && run < 15)
            {
                emptyBlocks = (1 << run) + bits.Read(run) - 1;
                return;
            }

            k += run;
            if (k > Last) throw JpegSegments.Damaged("has a coefficient outside of its band");
            if (category > 0) block[Natural[k]] = (short)(bits.Number(category) << Low);
        }
    }

    /// <summary>A further bit of a band of AC coefficients (G.1.2.3): known coefficients get a bit each, new ones come after runs of those that stay zero.</summary>
    private void RefineBand(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        var k = First;
        while (emptyBlocks == 0 && k <= Last)
        {
            var symbol = bits.Symbol(Ac(component));
            var (run, category) = (symbol >> 4, symbol & 15);
            if (category == 0 && run < 15)
            {
                emptyBlocks = (1 << run) + bits.Read(run);
                break;
            }

            var added = category == 0 ? 0 : bits.Read(1) == 1 ? 1 << Low : -1 << Low;
            while (k <= Last && (block[Natural[k]] != 0 || run-- > 0)) Refine(ref bits, ref block[Natural[k++]]);
            if (k <= Last && added != 0) block[Natural[k]] = (short)added;
            k++;
        }

        if (emptyBlocks == 0) return;
        emptyBlocks--;
        for (; k <= Last; k++) Refine(ref bits, ref block[Natural[k]]);
    }

    private void Refine(ref JpegBits bits, ref short coefficient)
    {
        if (coefficient == 0 || bits.Read(1) == 0 || (coefficient & (1 << Low)) != 0) return;
        coefficient += (short)(coefficient > 0 ? 1 << Low : -1 << Low);
    }
}
