namespace RadlPortal.Dicom.Codecs;

/// <summary>A Huffman table of JPEG (ITU-T T.81 annexes C and F.2.2.3) with a direct look-up for short codes.</summary>
internal sealed class HuffmanTable
{
    public const int LookBits = 9;
    private readonly int[] largest = new int[18];
    private readonly int[] offset = new int[17];
    private readonly byte[] values;

    private HuffmanTable(byte[] values) => this.values = values;

    /// <summary>For the next nine bits: code length in the upper byte, value in the lower; 0 if the code is longer.</summary>
    public ushort[] Look { get; } = new ushort[1 << LookBits];

    /// <summary>Reads the tables of one segment.</summary>
    public static void ReadAll(ReadOnlySpan<byte> body, HuffmanTable?[] tables)
    {
        while (body.Length > 0)
        {
            if (body.Length < 17) throw JpegSegments.Damaged("has a damaged Huffman table");
            var count = 0;
            for (var i = 1; i <= 16; i++) count += body[i];
            if (count > 256 || body.Length < 17 + count) throw JpegSegments.Damaged("has a damaged Huffman table");
            var table = new HuffmanTable(body.Slice(17, count).ToArray());
            table.Build(body.Slice(1, 16));
            // Room for eight tells that tables of the second class (AC) are kept apart.
            tables[tables.Length == 8 ? ((body[0] >> 2) & 4) | (body[0] & 3) : body[0] & 3] = table;
            body = body[(17 + count)..];
        }
    }

    /// <summary>The value of a code longer than the look-up.</summary>
    /// <param name="bits">The next sixteen bits.</param>
    public (int Length, int Value) Find(int bits)
    {
        for (var length = LookBits + 1; length <= 16; length++)
        {
            var code = bits >> (16 - length);
            if (code <= largest[length]) return (length, values[offset[length] + code]);
        }

        throw JpegSegments.Damaged("has a code that is in no table");
    }

    private void Build(ReadOnlySpan<byte> counts)
    {
        var (code, k) = (0, 0);
        for (var length = 1; length <= 16; length++)
        {
            var count = counts[length - 1];
            if (code + count > 1 << length) throw JpegSegments.Damaged("has an overfull Huffman table");
            offset[length] = k - code;
            for (var i = 0; i < count; i++, code++, k++)
            {
                if (length > LookBits) continue;
                var first = code << (LookBits - length);
                Look.AsSpan(first, 1 << (LookBits - length)).Fill((ushort)((length << 8) | values[k]));
            }

            largest[length] = count > 0 ? code - 1 : -1;
            code <<= 1;
        }
    }
}
