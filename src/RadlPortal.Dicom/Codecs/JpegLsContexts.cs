namespace RadlPortal.Dicom.Codecs;

/// <summary>The statistics from which a JPEG-LS decoder predicts and adapts its codes (ITU-T T.87 annexes A.3 to A.7).</summary>
internal sealed class JpegLsContexts
{
    private const int Regular = 365;
    private const int CorrectionBound = 127;
    private readonly JpegLsParameters p;
    private readonly int limit;
    private readonly int quantizedBits;
    private readonly int step;
    private readonly int[] a = new int[Regular + 2];
    private readonly int[] b = new int[Regular];
    private readonly int[] c = new int[Regular];
    private readonly int[] n = new int[Regular + 2];
    private readonly int[] negative = new int[2];
    private readonly sbyte[] quantized;

    public JpegLsContexts(JpegLsParameters parameters)
    {
        p = parameters;
        (limit, quantizedBits, step) = (p.Limit, p.QuantizedBits, 2 * p.Near + 1);
        Array.Fill(a, Math.Max(2, (p.Range + 32) / 64));
        Array.Fill(n, 1);
        quantized = new sbyte[2 * p.Largest + 1];
        for (var i = 0; i < quantized.Length; i++) quantized[i] = Quantize(i - p.Largest);
    }

    /// <summary>The context of a pixel from its neighbours; 0 where a run begins (A.3.3, A.3.4).</summary>
    public int Of(int left, int above, int corner, int right) =>
        81 * quantized[right - above + p.Largest] + 9 * quantized[above - corner + p.Largest] + quantized[corner - left + p.Largest];

    /// <summary>Decodes a sample in regular mode (A.4 to A.6).</summary>
    public int Sample(ref JpegLsBits bits, int context, int left, int above, int corner)
    {
        var sign = context < 0 ? -1 : 1;
        var q = context * sign;
        var predicted = Math.Clamp(Median(left, above, corner) + sign * c[q], 0, p.Largest);
        var k = 0;
        while (n[q] << k < a[q]) k++;
        var mapped = bits.Golomb(k, limit, quantizedBits);
        var error = (mapped & 1) == 0 ? mapped >> 1 : -((mapped + 1) >> 1);
        // With k = 0 and a negative bias the signs are swapped (A.5.2).
        if (p.Near == 0 && k == 0 && 2 * b[q] <= -n[q]) error = ~error;
        if (Math.Abs(error) > p.Range) throw JpegSegments.Damaged("is damaged");
        Adapt(q, error);
        return Restored(predicted, sign * error);
    }

    /// <summary>Decodes the sample that ends a run (A.7.2).</summary>
    /// <param name="bits">The scan.</param>
    /// <param name="left">Sample to the left.</param>
    /// <param name="above">Sample above.</param>
    /// <param name="runBits">Bits of the run length code, J[RUNindex].</param>
    /// <param name="alwaysFromAbove">Interleaved by sample: the sample above predicts in any case.</param>
    public int RunEnd(ref JpegLsBits bits, int left, int above, int runBits, bool alwaysFromAbove)
    {
        var type = !alwaysFromAbove && Math.Abs(left - above) <= p.Near ? 1 : 0;
        var q = Regular + type;
        var measure = type == 0 ? a[q] : a[q] + (n[q] >> 1);
        var k = 0;
        while (n[q] << k < measure) k++;
        var mapped = bits.Golomb(k, limit - runBits - 1, quantizedBits);
        var odd = (mapped + type) & 1;
        var error = (mapped + type + odd) >> 1;
        if (error > p.Range) throw JpegSegments.Damaged("is damaged");
        if ((k != 0 || 2 * negative[type] >= n[q]) == (odd == 1)) error = -error;
        if (error < 0) negative[type]++;
        a[q] += (mapped + 1 - type) >> 1;
        if (n[q] == p.Reset)
        {
            a[q] >>= 1;
            n[q] >>= 1;
            negative[type] >>= 1;
        }

        n[q]++;
        return type == 1 ? Restored(left, error) : Restored(above, left > above ? -error : error);
    }

    private static int Median(int left, int above, int corner)
    {
        var (low, high) = left < above ? (left, above) : (above, left);
        return corner >= high ? low : corner <= low ? high : left + above - corner;
    }

    private void Adapt(int q, int error)
    {
        b[q] += error * step;
        a[q] += Math.Abs(error);
        if (n[q] == p.Reset)
        {
            a[q] >>= 1;
            b[q] >>= 1;
            n[q] >>= 1;
        }

        n[q]++;
        if (b[q] <= -n[q])
        {
            b[q] = Math.Max(b[q] + n[q], 1 - n[q]);
            if (c[q] > -CorrectionBound - 1) c[q]--;
        }
        else if (b[q] > 0)
        {
            b[q] = Math.Min(b[q] - n[q], 0);
            if (c[q] < CorrectionBound) c[q]++;
        }
    }

    private int Restored(int predicted, int error)
    {
        var value = predicted + error * step;
        if (value < -p.Near) value += p.Range * step;
        else if (value > p.Largest + p.Near) value -= p.Range * step;
        return Math.Clamp(value, 0, p.Largest);
    }

    private sbyte Quantize(int difference)
    {
        var size = Math.Abs(difference);
        var level = size <= p.Near ? 0 : size < p.T1 ? 1 : size < p.T2 ? 2 : size < p.T3 ? 3 : 4;
        return (sbyte)(difference < 0 ? -level : level);
    }
}
