namespace RadlPortal.Numerics.Models;

/// <summary>Predictors as columns of a model.</summary>
internal static class DesignMatrix
{
    // What is left of a column beside the earlier ones, relative to its own spread.
    private const double Dependent = 1e-9;

    /// <summary>Columns that add something to an intercept and the columns before them, in order (Gram-Schmidt).</summary>
    public static IReadOnlyList<int> Independent(IReadOnlyList<double[]> rows, int columns)
    {
        List<double[]> basis = [];
        List<int> kept = [];
        for (var j = 0; j < columns; j++)
        {
            double[] column = [.. rows.Select(row => row[j])];
            var size = Norm(column);
            var mean = column.Sum() / column.Length;
            for (var i = 0; i < column.Length; i++) column[i] -= mean;
            // Twice, so that rounding of the first pass is taken away.
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var other in basis)
                {
                    var share = 0.0;
                    for (var i = 0; i < column.Length; i++) share += column[i] * other[i];
                    for (var i = 0; i < column.Length; i++) column[i] -= share * other[i];
                }
            }

            var left = Norm(column);
            if (!(left > Dependent * size)) continue;
            kept.Add(j);
            basis.Add([.. column.Select(value => value / left)]);
        }

        return kept;
    }

    public static double[][] WithIntercept(IReadOnlyList<double[]> rows, IReadOnlyList<int> columns) => [.. rows.Select(row => (double[])[1, .. columns.Select(j => row[j])])];

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
