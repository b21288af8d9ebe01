using MathNet.Numerics.LinearAlgebra;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>An ellipsoid by its half axes in mm, the longest first.</summary>
internal readonly record struct Ellipsoid(double A, double B, double C)
{
    private const int SeriesTerms = 20;

    /// <summary>mm³.</summary>
    public double Volume => 4 * Math.PI / 3 * A * B * C;

    /// <summary>Surface in mm² by the manual's series of Legendre polynomials, cut after 20 terms.</summary>
    public double Area
    {
        get
        {
            var (alpha, beta) = (Math.Sqrt(1 - B * B / (A * A)), Math.Sqrt(1 - C * C / (A * A)));
            // As the product of both eccentricities goes to 0, P of the growing ratio times the power stays finite: a sphere needs its own answer.
            if (alpha * beta < 1e-9) return beta < 1e-9 ? 4 * Math.PI * A * A : 2 * Math.PI * A * (A + C * C / (A * beta) * Math.Atanh(beta));
            var (ratio, product, sum) = ((alpha * alpha + beta * beta) / (2 * alpha * beta), 1.0, 0.0);
            var (previous, current) = (1.0, ratio);
            for (var n = 0; n <= SeriesTerms; n++)
            {
                sum += product / (1 - 4.0 * n * n) * previous;
                product *= alpha * beta;
                (previous, current) = (current, ((2 * n + 3) * ratio * current - (n + 1) * previous) / (n + 2));
            }

            return 4 * Math.PI * A * B * sum;
        }
    }
}

/// <summary>The ellipsoid of least volume around points, by Khachiyan's algorithm to a relative tolerance of 0.001.</summary>
internal static class EnclosingEllipsoid
{
    private const double Tolerance = 0.001;
    private const int MostRounds = 10_000;

    public static Ellipsoid Around(Vector3[] points)
    {
        var n = points.Length;
        var lifted = Matrix<double>.Build.Dense(4, n, (row, column) => row == 3 ? 1 : points[column][row]);
        var weights = Vector<double>.Build.Dense(n, 1.0 / n);
        for (var round = 0; round < MostRounds; round++)
        {
            var inverse = Moments(lifted, weights).Inverse();
            var distances = (inverse * lifted).PointwiseMultiply(lifted).ColumnSums();
            var farthest = distances.MaximumIndex();
            if (distances[farthest] <= 4 * (1 + Tolerance)) break;
            var step = (distances[farthest] - 4) / (4 * (distances[farthest] - 1));
            weights *= 1 - step;
            weights[farthest] += step;
        }

        var positions = lifted.SubMatrix(0, 3, 0, n);
        var centre = positions * weights;
        var spread = Moments(positions, weights) - centre.OuterProduct(centre);
        var halves = spread.Evd(Symmetricity.Symmetric).EigenValues.Select(v => Math.Sqrt(3 * Math.Max(0, v.Real))).OrderDescending().ToArray();
        return new Ellipsoid(halves[0], halves[1], halves[2]);
    }

    private static Matrix<double> Moments(Matrix<double> points, Vector<double> weights)
    {
        var scaled = points.Clone();
        for (var column = 0; column < points.ColumnCount; column++) scaled.SetColumn(column, points.Column(column) * weights[column]);
        return scaled.TransposeAndMultiply(points);
    }
}
