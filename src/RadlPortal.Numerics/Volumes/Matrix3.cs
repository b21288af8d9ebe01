namespace RadlPortal.Numerics.Volumes;

/// <summary>
/// A 3×3 matrix held by columns. As a direction matrix its columns are the unit vectors, in patient
/// coordinates (LPS), along which the voxel index x, y and z grows.
/// </summary>
/// <param name="Column0">Where index x grows to.</param>
/// <param name="Column1">Where index y grows to.</param>
/// <param name="Column2">Where index z grows to.</param>
public readonly record struct Matrix3(Vector3 Column0, Vector3 Column1, Vector3 Column2)
{
    /// <summary>The unit matrix.</summary>
    public static Matrix3 Identity { get; } = new(new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>Determinant; ±1 for a direction matrix.</summary>
    public double Determinant => Vector3.Dot(Column0, Vector3.Cross(Column1, Column2));

    /// <summary>The column of axis 0, 1 or 2.</summary>
    /// <param name="axis">0, 1 or 2.</param>
    public Vector3 this[int axis] => axis switch
    {
        0 => Column0,
        1 => Column1,
        2 => Column2,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>Matrix times vector.</summary>
    public static Vector3 operator *(Matrix3 matrix, Vector3 vector) =>
        matrix.Column0 * vector.X + matrix.Column1 * vector.Y + matrix.Column2 * vector.Z;

    /// <summary>The inverse matrix.</summary>
    /// <exception cref="InvalidOperationException">The determinant is zero.</exception>
    public Matrix3 Inverse()
    {
        var determinant = Determinant;
        if (determinant == 0)
        {
            throw new InvalidOperationException("The matrix has no inverse: its columns lie in one plane.");
        }

        var row0 = Vector3.Cross(Column1, Column2) * (1 / determinant);
        var row1 = Vector3.Cross(Column2, Column0) * (1 / determinant);
        var row2 = Vector3.Cross(Column0, Column1) * (1 / determinant);
        return new(new(row0.X, row1.X, row2.X), new(row0.Y, row1.Y, row2.Y), new(row0.Z, row1.Z, row2.Z));
    }
}
