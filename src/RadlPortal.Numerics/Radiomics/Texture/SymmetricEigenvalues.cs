using System.Numerics;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Single eigenvalues of a symmetric matrix: Householder's reduction to three diagonals, then bisection by Sturm's count of the eigenvalues below a number (Golub and Van Loan, Matrix Computations, 8.3 and 8.5).</summary>
internal sealed class SymmetricEigenvalues
{
    private readonly double[] diagonal;
    private readonly double[] beside;
    private readonly double bound;

    /// <param name="matrix">Row by row; overwritten.</param>
    /// <param name="n">Number of rows.</param>
    public SymmetricEigenvalues(double[] matrix, int n)
    {
        (diagonal, beside) = (new double[n], new double[n]);
        var (v, w) = (new double[n], new double[n]);
        for (var k = 0; k < n - 2; k++) Reduce(matrix, n, k, v, w);
        for (var i = 0; i < n; i++) diagonal[i] = matrix[i * n + i];
        for (var i = 1; i < n; i++) beside[i] = matrix[i * n + i - 1];
        for (var i = 0; i < n; i++) bound = Math.Max(bound, Math.Abs(diagonal[i]) + Math.Abs(beside[i]) + (i + 1 < n ? Math.Abs(beside[i + 1]) : 0));
    }

    /// <summary>The eigenvalue of a rank: 0 is the least.</summary>
    public double Ascending(int rank)
    {
        var (low, high) = (-bound, bound);
        for (var step = 0; step < 200 && high - low > 4e-16 * bound; step++)
        {
            var middle = low + (high - low) / 2;
            if (Below(middle) > rank) high = middle;
            else low = middle;
        }

        return low + (high - low) / 2;
    }

    /// <summary>How many eigenvalues lie below a number: the negative pivots of the matrix less the number.</summary>
    private int Below(double x)
    {
        var (count, pivot) = (0, 1.0);
        for (var i = 0; i < diagonal.Length; i++)
        {
            pivot = diagonal[i] - x - (i == 0 ? 0 : beside[i] * beside[i] / pivot);
            if (pivot == 0) pivot = double.Epsilon * 1e16;
            if (pivot < 0) count++;
        }

        return count;
    }

    /// <summary>Clears column k below the diagonal's neighbour: A becomes H A H with H = 1 − 2 v vᵀ, |v| = 1.</summary>
    private static void Reduce(double[] a, int n, int k, double[] v, double[] w)
    {
        var norm = 0.0;
        for (var i = k + 1; i < n; i++) norm += (v[i] = a[i * n + k]) * v[i];
        norm = Math.Sqrt(norm);
        if (norm == 0) return;
        var alpha = v[k + 1] > 0 ? -norm : norm;
        v[k + 1] -= alpha;
        var length = 0.0;
        for (var i = k + 1; i < n; i++) length += v[i] * v[i];
        if (length == 0) return;
        length = Math.Sqrt(length);
        for (var i = k + 1; i < n; i++) v[i] /= length;
        var from = v.AsSpan(k + 1, n - k - 1);
        var projection = 0.0;
        for (var i = k + 1; i < n; i++) projection += (w[i] = Dot(a.AsSpan(i * n + k + 1, from.Length), from)) * v[i];
        for (var i = k + 1; i < n; i++) w[i] = 2 * (w[i] - projection * v[i]);
        for (var i = k + 1; i < n; i++) Subtract(a.AsSpan(i * n + k + 1, from.Length), v[i], w.AsSpan(k + 1, from.Length), w[i], from);
        a[(k + 1) * n + k] = a[k * n + k + 1] = alpha;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (sum, i) = (Vector<double>.Zero, 0);
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count) sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        var total = Vector.Sum(sum);
        for (; i < a.Length; i++) total += a[i] * b[i];
        return total;
    }

    private static void Subtract(Span<double> row, double v, ReadOnlySpan<double> w, double wi, ReadOnlySpan<double> from)
    {
        var i = 0;
        for (; i <= row.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(row[i..]) - v * new Vector<double>(w[i..]) - wi * new Vector<double>(from[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] -= v * w[i] + wi * from[i];
    }
}
