namespace RadlPortal.Numerics.Volumes;

/// <summary>Three coordinates in double precision: a patient point or a spacing in millimetres, or a continuous voxel index.</summary>
/// <param name="X">First coordinate (patient: left positive).</param>
/// <param name="Y">Second coordinate (patient: posterior positive).</param>
/// <param name="Z">Third coordinate (patient: superior positive).</param>
public readonly record struct Vector3(double X, double Y, double Z)
{
    /// <summary>The coordinate of axis 0 (x), 1 (y) or 2 (z).</summary>
    /// <param name="axis">0, 1 or 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another axis was asked for.</exception>
    public double this[int axis] => axis switch
    {
        0 => X,
        1 => Y,
        2 => Z,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>Euclidean length.</summary>
    public double Length => Math.Sqrt(X * X + Y * Y + Z * Z);

    /// <summary>True when no coordinate is NaN or infinite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y) && double.IsFinite(Z);

    /// <summary>Sum by coordinate.</summary>
    public static Vector3 operator +(Vector3 a, Vector3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Difference by coordinate.</summary>
    public static Vector3 operator -(Vector3 a, Vector3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>Product with a number.</summary>
    public static Vector3 operator *(Vector3 a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    /// <summary>Scalar product.</summary>
    public static double Dot(Vector3 a, Vector3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    /// <summary>Vector product.</summary>
    public static Vector3 Cross(Vector3 a, Vector3 b) =>
        new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);
}
