using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RadlPortal.Numerics.Models;

/// <summary>Sums over long vectors, four numbers at a time in a fixed order, so that the last digit does not depend on the machine.</summary>
internal static class VectorMath
{
    private const int Lanes = 4;

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint i = 0, n = (nuint)a.Length;
        for (; i + 4 * Lanes <= n; i += 4 * Lanes)
        {
            s0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pa, i), Vector256.LoadUnsafe(ref pb, i), s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pa, i + Lanes), Vector256.LoadUnsafe(ref pb, i + Lanes), s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pa, i + 2 * Lanes), Vector256.LoadUnsafe(ref pb, i + 2 * Lanes), s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pa, i + 3 * Lanes), Vector256.LoadUnsafe(ref pb, i + 3 * Lanes), s3);
        }

        for (; i + Lanes <= n; i += Lanes) s0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pa, i), Vector256.LoadUnsafe(ref pb, i), s0);
        var sum = Vector256.Sum(s0 + s1 + (s2 + s3));
        for (; i < n; i++) sum += Unsafe.Add(ref pa, i) * Unsafe.Add(ref pb, i);
        return sum;
    }

    /// <summary>Dot products of four vectors with one.</summary>
    public static (double A, double B, double C, double D) Dot4(double[] a, double[] b, double[] c, double[] d, double[] with)
    {
        ref var pa = ref MemoryMarshal.GetArrayDataReference(a);
        ref var pb = ref MemoryMarshal.GetArrayDataReference(b);
        ref var pc = ref MemoryMarshal.GetArrayDataReference(c);
        ref var pd = ref MemoryMarshal.GetArrayDataReference(d);
        ref var px = ref MemoryMarshal.GetArrayDataReference(with);
        Vector256<double> sa = default, sb = default, sc = default, sd = default;
        nuint i = 0, n = (nuint)with.Length;
        for (; i + Lanes <= n; i += Lanes)
        {
            var x = Vector256.LoadUnsafe(ref px, i);
            sa = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pa, i), x, sa);
            sb = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pb, i), x, sb);
            sc = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pc, i), x, sc);
            sd = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref pd, i), x, sd);
        }

        double da = Vector256.Sum(sa), db = Vector256.Sum(sb), dc = Vector256.Sum(sc), dd = Vector256.Sum(sd);
        for (; i < n; i++)
        {
            var x = Unsafe.Add(ref px, i);
            da += Unsafe.Add(ref pa, i) * x;
            db += Unsafe.Add(ref pb, i) * x;
            dc += Unsafe.Add(ref pc, i) * x;
            dd += Unsafe.Add(ref pd, i) * x;
        }

        return (da, db, dc, dd);
    }

    /// <summary>target += factor × source.</summary>
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        ref var pt = ref MemoryMarshal.GetReference(target);
        ref var ps = ref MemoryMarshal.GetReference(source);
        var f = Vector256.Create(factor);
        nuint i = 0, n = (nuint)target.Length;
        for (; i + Lanes <= n; i += Lanes) Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref ps, i), f, Vector256.LoadUnsafe(ref pt, i)).StoreUnsafe(ref pt, i);
        for (; i < n; i++) Unsafe.Add(ref pt, i) += factor * Unsafe.Add(ref ps, i);
    }

    /// <summary>target = a ∘ b.</summary>
    public static void Multiply(Span<double> target, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        for (var i = 0; i < target.Length; i++) target[i] = a[i] * b[i];
    }
}
