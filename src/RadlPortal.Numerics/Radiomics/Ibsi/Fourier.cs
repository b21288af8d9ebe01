using System.Numerics;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Discrete Fourier transform of a three-dimensional field, by Cooley and Tukey's splitting into small factors.</summary>
internal static class Fourier
{
    /// <summary>Forward transform in place, without scale.</summary>
    /// <param name="field">x fastest.</param>
    /// <param name="size">Cells along x, y, z; products of small primes are fast.</param>
    public static void Transform(Complex[] field, int[] size)
    {
        for (var axis = 0; axis < 3; axis++)
        {
            var n = size[axis];
            if (n == 1) continue;
            var stride = axis == 0 ? 1 : axis == 1 ? size[0] : size[0] * size[1];
            var roots = new Complex[n];
            for (var k = 0; k < n; k++) roots[k] = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / n);
            Parallel.For(
                0, field.Length / n / stride,
                () => (Line: new Complex[n], Result: new Complex[n]),
                (o, _, buffers) =>
                {
                    for (var k = 0; k < stride; k++)
                    {
                        var start = o * n * stride + k;
                        for (var i = 0; i < n; i++) buffers.Line[i] = field[start + i * stride];
                        Split(buffers.Line, 0, 1, buffers.Result, roots, 1);
                        for (var i = 0; i < n; i++) field[start + i * stride] = buffers.Result[i];
                    }

                    return buffers;
                },
                _ => { });
        }
    }

    /// <summary>Transforms every step-th element from start into the result.</summary>
    private static void Split(Complex[] source, int start, int step, Span<Complex> result, Complex[] roots, int rootStep)
    {
        var n = result.Length;
        if (n == 1)
        {
            result[0] = source[start];
            return;
        }

        var factor = n % 2 == 0 ? 2 : n % 3 == 0 ? 3 : n % 5 == 0 ? 5 : n;
        var part = n / factor;
        for (var r = 0; r < factor; r++) Split(source, start + r * step, step * factor, result.Slice(r * part, part), roots, rootStep * factor);
        Span<Complex> terms = stackalloc Complex[factor];
        for (var k = 0; k < part; k++)
        {
            for (var r = 0; r < factor; r++) terms[r] = result[r * part + k] * roots[r * k * rootStep];
            if (factor == 2)
            {
                (result[k], result[part + k]) = (terms[0] + terms[1], terms[0] - terms[1]);
                continue;
            }

            for (var q = 0; q < factor; q++)
            {
                var sum = terms[0];
                for (var r = 1; r < factor; r++) sum += terms[r] * roots[r * q % factor * part * rootStep];
                result[q * part + k] = sum;
            }
        }
    }
}
