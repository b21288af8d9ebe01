namespace RadlPortal.Numerics.Volumes;

/// <summary>
/// Where the voxels of a regular grid lie in the patient, in the convention of ITK and DICOM (LPS, millimetres):
/// patient = Origin + Direction · (index × Spacing). Indices are zero-based, an integer index is a voxel's centre.
/// </summary>
public sealed record VolumeGeometry
{
    /// <summary>Makes a geometry and checks that it describes a real grid.</summary>
    /// <param name="sizeX">Voxels along x (fastest in memory); at least 1.</param>
    /// <param name="sizeY">Voxels along y; at least 1.</param>
    /// <param name="sizeZ">Voxels along z; at least 1.</param>
    /// <param name="spacing">Distance of voxel centres in mm along index x, y, z; finite and above 0.</param>
    /// <param name="origin">Patient position in mm of the centre of voxel (0, 0, 0).</param>
    /// <param name="direction">Unit vectors of the three index axes; the identity when left out.</param>
    /// <exception cref="VolumeFormatException">A size, spacing or direction that no volume can have.</exception>
    public VolumeGeometry(int sizeX, int sizeY, int sizeZ, Vector3 spacing, Vector3 origin = default, Matrix3? direction = null)
    {
        SizeX = sizeX;
        SizeY = sizeY;
        SizeZ = sizeZ;
        Spacing = spacing;
        Origin = origin;
        Direction = direction ?? Matrix3.Identity;
        if (Refusal() is { } reason)
        {
            throw new VolumeFormatException(reason);
        }
    }

    /// <summary>Voxels along x, the fastest index in memory.</summary>
    public int SizeX { get; }

    /// <summary>Voxels along y.</summary>
    public int SizeY { get; }

    /// <summary>Voxels along z, the slowest index in memory.</summary>
    public int SizeZ { get; }

    /// <summary>Distance of voxel centres in mm along index x, y, z.</summary>
    public Vector3 Spacing { get; }

    /// <summary>Patient position (LPS, mm) of the centre of voxel (0, 0, 0).</summary>
    public Vector3 Origin { get; }

    /// <summary>Unit vectors (columns, LPS) along which index x, y, z grow.</summary>
    public Matrix3 Direction { get; }

    /// <summary>Number of voxels; always below the longest array that .NET can hold.</summary>
    public int VoxelCount => SizeX * SizeY * SizeZ;

    /// <summary>Volume of one voxel in mm³.</summary>
    public double VoxelVolume => Spacing.X * Spacing.Y * Spacing.Z;

    /// <summary>Number of voxels along axis 0 (x), 1 (y) or 2 (z).</summary>
    /// <param name="axis">0, 1 or 2.</param>
    public int Size(int axis) => axis switch
    {
        0 => SizeX,
        1 => SizeY,
        2 => SizeZ,
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    /// <summary>Position of voxel (x, y, z) in the sample array.</summary>
    public int Offset(int x, int y, int z) => (z * SizeY + y) * SizeX + x;

    /// <summary>Patient position (LPS, mm) of a continuous voxel index.</summary>
    /// <param name="index">Continuous index; whole numbers are voxel centres.</param>
    public Vector3 IndexToPatient(Vector3 index) =>
        Origin + Direction * new Vector3(index.X * Spacing.X, index.Y * Spacing.Y, index.Z * Spacing.Z);

    /// <summary>Continuous voxel index of a patient position (LPS, mm).</summary>
    /// <param name="point">Patient position in mm.</param>
    public Vector3 PatientToIndex(Vector3 point)
    {
        var along = Direction.Inverse() * (point - Origin);
        return new(along.X / Spacing.X, along.Y / Spacing.Y, along.Z / Spacing.Z);
    }

    /// <summary>
    /// Says how another geometry differs, or null when both describe the same voxels. The rule is ITK's: origin and
    /// spacing may differ by <paramref name="tolerance"/> times the spacing along x, the direction's entries by the tolerance.
    /// </summary>
    /// <param name="other">The geometry to compare with.</param>
    /// <param name="tolerance">Relative tolerance; ITK's own default is 1e-6.</param>
    public string? DifferenceFrom(VolumeGeometry other, double tolerance = 1e-6)
    {
        if (SizeX != other.SizeX || SizeY != other.SizeY || SizeZ != other.SizeZ)
        {
            return $"sizes differ: {SizeX}×{SizeY}×{SizeZ} and {other.SizeX}×{other.SizeY}×{other.SizeZ} voxels";
        }

        var mm = tolerance * Spacing.X;
        if (!Near(Spacing, other.Spacing, mm))
        {
            return FormattableString.Invariant($"spacings differ: {Spacing.X}×{Spacing.Y}×{Spacing.Z} and {other.Spacing.X}×{other.Spacing.Y}×{other.Spacing.Z} mm");
        }

        if (!Near(Origin, other.Origin, mm))
        {
            return FormattableString.Invariant($"origins differ: ({Origin.X}, {Origin.Y}, {Origin.Z}) and ({other.Origin.X}, {other.Origin.Y}, {other.Origin.Z}) mm");
        }

        return Near(Direction.Column0, other.Direction.Column0, tolerance)
            && Near(Direction.Column1, other.Direction.Column1, tolerance)
            && Near(Direction.Column2, other.Direction.Column2, tolerance)
            ? null
            : "the directions of the axes differ";
    }

    /// <summary>The geometry of a part of this grid.</summary>
    /// <param name="box">A box inside this grid.</param>
    public VolumeGeometry Cropped(VoxelBox box) => new(
        box.SizeX, box.SizeY, box.SizeZ, Spacing, IndexToPatient(new(box.X, box.Y, box.Z)), Direction);

    private string? Refusal()
    {
        if (SizeX < 1 || SizeY < 1 || SizeZ < 1)
        {
            return $"A volume of {SizeX}×{SizeY}×{SizeZ} voxels has no voxel: every side must be at least 1.";
        }

        if ((long)SizeX * SizeY > Array.MaxLength || (long)SizeX * SizeY * SizeZ > Array.MaxLength)
        {
            return $"A volume of {SizeX}×{SizeY}×{SizeZ} voxels is too large: at most {Array.MaxLength} voxels can be held.";
        }

        if (!Spacing.IsFinite || Spacing.X <= 0 || Spacing.Y <= 0 || Spacing.Z <= 0)
        {
            return FormattableString.Invariant($"The voxel spacing {Spacing.X}×{Spacing.Y}×{Spacing.Z} mm is not usable: every side must be above 0.");
        }

        if (!Origin.IsFinite)
        {
            return "The origin of the volume is not a finite position.";
        }

        var determinant = Math.Abs(Direction.Determinant);
        return determinant is > 1e-3 and < 1e3 ? null : "The directions of the volume's axes do not span space.";
    }

    private static bool Near(Vector3 a, Vector3 b, double tolerance) =>
        Math.Abs(a.X - b.X) <= tolerance && Math.Abs(a.Y - b.Y) <= tolerance && Math.Abs(a.Z - b.Z) <= tolerance;
}
