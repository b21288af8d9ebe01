namespace RadlPortal.Numerics.Radiomics.Ibsi;

/// <summary>Steps from a voxel to its neighbours.</summary>
internal static class Neighbours
{
    /// <summary>One of each pair of opposite directions: 4 in a slice, 13 in the volume.</summary>
    public static (int X, int Y, int Z)[] Directions(bool isInSlice) =>
        [.. All(isInSlice, 1).Where(d => d.Z > 0 || d.Z == 0 && (d.Y > 0 || d.Y == 0 && d.X > 0))];

    /// <summary>All steps up to a Chebyshev distance.</summary>
    public static IEnumerable<(int X, int Y, int Z)> All(bool isInSlice, int distance)
    {
        for (var z = isInSlice ? 0 : -distance; z <= (isInSlice ? 0 : distance); z++)
            for (var y = -distance; y <= distance; y++)
                for (var x = -distance; x <= distance; x++)
                    if ((x, y, z) != (0, 0, 0)) yield return (x, y, z);
    }
}
