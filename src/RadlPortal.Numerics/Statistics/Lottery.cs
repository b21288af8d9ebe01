using System.Numerics;

namespace RadlPortal.Numerics.Statistics;

/// <summary>Seeded random numbers (xoshiro256**, started by SplitMix64), the same in every version of the runtime, so that a bootstrap can be repeated to the digit.</summary>
internal sealed class Lottery
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    public Lottery(long seed)
    {
        var state = (ulong)seed;
        (a, b, c, d) = (Spread(ref state), Spread(ref state), Spread(ref state), Spread(ref state));
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>A number from 0 to below <paramref name="count"/>; its bias, count / 2³², is far below any bootstrap's error.</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>Two such numbers of one draw.</summary>
    public (int First, int Second) TwoBelow(int count)
    {
        var bits = Next();
        return ((int)(((bits >> 32) * (ulong)count) >> 32), (int)(((bits & uint.MaxValue) * (ulong)count) >> 32));
    }

    private static ulong Spread(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
