using System.Buffers.Binary;

namespace RadlPortal.Dicom.Codecs;

/// <summary>Coding parameters of a JPEG-LS scan (ITU-T T.87 annexes A.2.1, C.2.4.1.1).</summary>
internal sealed record JpegLsParameters(int Largest, int Near, int T1, int T2, int T3, int Reset)
{
    private const int DefaultReset = 64;

    /// <summary>Number of different prediction errors.</summary>
    public int Range { get; } = (Largest + 2 * Near) / (2 * Near + 1) + 1;

    /// <summary>Bits of a mapped error.</summary>
    public int QuantizedBits => CeilingLog2(Range);

    /// <summary>Longest code.</summary>
    public int Limit
    {
        get
        {
            var bits = Math.Max(2, CeilingLog2(Largest + 1));
            return 2 * (bits + Math.Max(8, bits));
        }
    }

    /// <summary>The parameters of a scan from its preset, where zero stands for the default.</summary>
    /// <param name="preset">Body of the preset segment (its first byte is 1), or empty.</param>
    /// <param name="precision">Bits of a sample.</param>
    /// <param name="near">Greatest difference that is allowed, 0 = lossless.</param>
    public static JpegLsParameters Of(ReadOnlySpan<byte> preset, int precision, int near)
    {
        var given = new int[5];
        for (var i = 0; i < 5 && preset.Length >= 11; i++) given[i] = BinaryPrimitives.ReadUInt16BigEndian(preset[(1 + i * 2)..]);
        var largest = given[0] == 0 ? (1 << precision) - 1 : given[0];
        if (largest >= 1 << precision || near > Math.Min(255, largest / 2)) throw JpegSegments.Damaged("has coding parameters that do not fit its samples");
        var (t1, t2, t3) = Thresholds(largest, near);
        var parameters = new JpegLsParameters(largest, near, Or(given[1], t1), Or(given[2], t2), Or(given[3], t3), Or(given[4], DefaultReset));
        if (parameters.T1 <= near || parameters.T2 < parameters.T1 || parameters.T3 < parameters.T2 || parameters.T3 > largest || parameters.Reset < 3)
            throw JpegSegments.Damaged("has coding parameters that contradict each other");
        return parameters;
    }

    private static int Or(int given, int usual) => given == 0 ? usual : given;

    private static (int T1, int T2, int T3) Thresholds(int largest, int near)
    {
        int t1, t2, t3;
        if (largest >= 128)
        {
            var factor = (Math.Min(largest, 4095) + 128) / 256;
            t1 = Clamp(factor + 2 + 3 * near, near + 1, largest);
            t2 = Clamp(factor * 4 + 3 + 5 * near, t1, largest);
            t3 = Clamp(factor * 17 + 4 + 7 * near, t2, largest);
        }
        else
        {
            var factor = 256 / (largest + 1);
            t1 = Clamp(Math.Max(2, 3 / factor + 3 * near), near + 1, largest);
            t2 = Clamp(Math.Max(3, 7 / factor + 5 * near), t1, largest);
            t3 = Clamp(Math.Max(4, 21 / factor + 7 * near), t2, largest);
        }

        return (t1, t2, t3);
    }

    private static int Clamp(int value, int low, int high) => value > high || value < low ? low : value;

    private static int CeilingLog2(int value)
    {
        var bits = 0;
        while (1 << bits < value) bits++;
        return bits;
    }
}
