namespace RadlPortal.Dicom.Codecs;

/// <summary>Bits of an entropy coded JPEG segment (ITU-T T.81 F.2.2.5): a zero byte after 0xFF is stuffing, anything else a marker. Reading on past the end is refused.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> data, int position)
{
    private readonly ReadOnlySpan<byte> data = data;
    private ulong held;
    private int count;
    private int invented;

    /// <summary>Byte at which reading stands.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Decodes one difference (H.1.2.2): its category, then its bits.</summary>
    public int Difference(HuffmanTable table)
    {
        var category = Symbol(table);
        return category == 16 ? 32768 : Number(category);
    }

    /// <summary>Decodes one symbol (F.2.2.3).</summary>
    public int Symbol(HuffmanTable table)
    {
        if (count < 32) Fill();
        var look = table.Look[(int)(held >> (64 - HuffmanTable.LookBits))];
        var (length, symbol) = look != 0 ? (look >> 8, look & 0xFF) : table.Find((int)(held >> 48));
        Drop(length);
        return symbol;
    }

    /// <summary>The signed number of a category (F.2.2.1).</summary>
    public int Number(int category)
    {
        var value = Read(category);
        return category > 0 && value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
    }

    /// <summary>The next bits as an unsigned number.</summary>
    /// <param name="bits">0 to 15.</param>
    public int Read(int bits)
    {
        if (bits == 0) return 0;
        if (bits > 15) throw JpegSegments.Damaged("has a number of more than 15 bits");
        if (count < 16) Fill();
        var value = (int)(held >> (64 - bits));
        Drop(bits);
        return value;
    }

    /// <summary>Goes to the byte after the next restart marker.</summary>
    public void Restart()
    {
        (held, count, invented) = (0, 0, 0);
        while (Position + 1 < data.Length && !(data[Position] == 0xFF && data[Position + 1] is >= 0xD0 and <= 0xD7)) Position++;
        if (Position + 1 >= data.Length) throw JpegSegments.Damaged("lacks a restart marker");
        Position += 2;
    }

    private void Drop(int bits)
    {
        held <<= bits;
        count -= bits;
        if (count < invented) throw JpegSegments.Damaged("is truncated");
    }

    private void Fill()
    {
        while (count <= 56)
        {
            if (Position < data.Length && data[Position] != 0xFF)
            {
                held |= (ulong)data[Position++] << (56 - count);
            }
            else if (Position + 1 < data.Length && data[Position + 1] == 0)
            {
                held |= 0xFFUL << (56 - count);
                Position += 2;
            }
            else
            {
                invented += 8;
            }

            count += 8;
        }
    }
}
