using System.Numerics;

namespace RadlPortal.Dicom.Codecs;

/// <summary>Bits of a JPEG-LS scan (ITU-T T.87 annex A.1, C.2.1): the byte after 0xFF carries seven bits. Reading on past the end is refused.</summary>
internal ref struct JpegLsBits(ReadOnlySpan<byte> data, int position)
{
    private readonly ReadOnlySpan<byte> data = data;
    private ulong held;
    private int count;
    private int invented;
    private bool afterFill;

    /// <summary>Byte at which reading stands; at most eight bytes ahead of the last bit used.</summary>
    public int Position { get; private set; } = position;

    public int Bit() => Bits(1);

    public int Bits(int bits)
    {
        if (bits == 0) return 0;
        if (count < bits) Fill();
        var value = (int)(held >> (64 - bits));
        Drop(bits);
        return value;
    }

    /// <summary>A limited-length Golomb code (A.5.3).</summary>
    /// <param name="k">Parameter of the code.</param>
    /// <param name="limit">Greatest length of a code.</param>
    /// <param name="quantizedBits">Bits of an escaped value.</param>
    public int Golomb(int k, int limit, int quantizedBits)
    {
        if (k > 17) throw JpegSegments.Damaged("is damaged");
        var escape = limit - quantizedBits - 1;
        if (count < 40) Fill();
        var zeros = BitOperations.LeadingZeroCount(held);
        if (zeros >= count)
        {
            zeros = LongZeros(escape);
        }
        else
        {
            if (zeros > escape) throw JpegSegments.Damaged("has a code that is too long");
            Drop(zeros + 1);
        }

        return zeros < escape ? (zeros << k) | Bits(k) : Bits(quantizedBits) + 1;
    }

    private int LongZeros(int escape)
    {
        var zeros = 0;
        while (Bit() == 0)
            if (++zeros > escape) throw JpegSegments.Damaged("has a code that is too long");
        return zeros;
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
            var isData = Position < data.Length && !(afterFill && data[Position] >= 0x80) && !(data[Position] == 0xFF && (Position + 1 >= data.Length || data[Position + 1] >= 0x80));
            if (!isData)
            {
                invented += 8;
                count += 8;
                continue;
            }

            var value = data[Position++];
            var width = afterFill ? 7 : 8;
            held |= (ulong)value << (64 - width - count);
            count += width;
            afterFill = value == 0xFF;
        }
    }
}
