namespace RadlPortal.Dicom.Codecs;

/// <summary>
/// The inverse discrete cosine transform of 8 × 8 coefficients in whole numbers, by the scheme of Loeffler, Ligtenberg and Moschytz (ICASSP 1989)
/// with constants of 13 bits and the roundings of the Independent JPEG Group, whose decoders (in dcmtk, Pillow and most others) are the common truth of lossy JPEG.
/// </summary>
internal static class InverseDct
{
    private const int Bits = 13;
    private const int Side = 8;

    /// <summary>Transforms one block.</summary>
    /// <param name="coefficients">Quantised, in natural order.</param>
    /// <param name="steps">Quantisation steps in natural order.</param>
    /// <param name="precision">8 or 12 bits.</param>
    /// <param name="samples">Gets 64 samples.</param>
    public static void Transform(ReadOnlySpan<short> coefficients, ReadOnlySpan<int> steps, int precision, Span<ushort> samples)
    {
        Span<int> work = stackalloc int[64];
        Span<int> line = stackalloc int[Side];
        // More bits are kept between the passes where there is room for them.
        var kept = precision == 8 ? 2 : 1;
        for (var column = 0; column < Side; column++)
        {
            for (var i = 0; i < Side; i++) line[i] = coefficients[i * Side + column] * steps[i * Side + column];
            Pass(line, Bits - kept);
            for (var i = 0; i < Side; i++) work[i * Side + column] = line[i];
        }

        for (var row = 0; row < Side; row++)
        {
            var values = work.Slice(row * Side, Side);
            Pass(values, Bits + kept + 3);
            for (var i = 0; i < Side; i++) samples[row * Side + i] = Sample(values[i], precision);
        }
    }

    private static ushort Sample(int value, int precision)
    {
        // Values beyond four times the range wrap, as in the decoders named above.
        var unused = 32 - (precision + 2);
        var wrapped = (value << unused) >> unused;
        return (ushort)Math.Clamp(wrapped + (1 << (precision - 1)), 0, (1 << precision) - 1);
    }

    private static void Pass(Span<int> v, int shift)
    {
        // Even part: a rotation of the second and sixth, a butterfly of the zeroth and fourth.
        var turned = (v[2] + v[6]) * 4433;
        var (even2, even3) = (turned - v[6] * 15137, turned + v[2] * 6270);
        var (sum, difference) = ((v[0] + v[4]) << Bits, (v[0] - v[4]) << Bits);
        var (a0, a3, a1, a2) = (sum + even3, sum - even3, difference + even2, difference - even2);

        // Odd part.
        var (o7, o5, o3, o1) = (v[7], v[5], v[3], v[1]);
        var all = (o7 + o3 + o5 + o1) * 9633;
        var (z1, z2) = ((o7 + o1) * -7373, (o5 + o3) * -20995);
        var (z3, z4) = ((o7 + o3) * -16069 + all, (o5 + o1) * -3196 + all);
        o7 = o7 * 2446 + z1 + z3;
        o5 = o5 * 16819 + z2 + z4;
        o3 = o3 * 25172 + z2 + z3;
        o1 = o1 * 12299 + z1 + z4;

        var half = 1 << (shift - 1);
        (v[0], v[7]) = ((a0 + o1 + half) >> shift, (a0 - o1 + half) >> shift);
        (v[1], v[6]) = ((a1 + o3 + half) >> shift, (a1 - o3 + half) >> shift);
        (v[2], v[5]) = ((a2 + o5 + half) >> shift, (a2 - o5 + half) >> shift);
        (v[3], v[4]) = ((a3 + o7 + half) >> shift, (a3 - o7 + half) >> shift);
    }
}
