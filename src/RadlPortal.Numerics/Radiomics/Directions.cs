namespace RadlPortal.Numerics.Radiomics;

/// <summary>Neighbour offsets at distance 1.</summary>
internal static class Directions
{
    /// <summary>One of each pair of opposite offsets: 13 in three dimensions.</summary>
    public static readonly (int X, int Y, int Z)[] Half = [.. Around().Where(d => d.Z > 0 || (d.Z == 0 && (d.Y > 0 || (d.Y == 0 && d.X > 0))))];

    /// <summary>All 26.</summary>
    public static readonly (int X, int Y, int Z)[] All = [.. Around()];

    /// <summary>The offsets that fit into a box: one that is as long as the box pairs nothing.</summary>
    public static IEnumerable<(int X, int Y, int Z)> HalfWithin(int[] size) =>
        Half.Where(d => Math.Abs(d.X) < size[0] && Math.Abs(d.Y) < size[1] && Math.Abs(d.Z) < size[2]);

    private static IEnumerable<(int X, int Y, int Z)> Around()
    {
        for (var z = -1; z <= 1; z++)
            for (var y = -1; y <= 1; y++)
                for (var x = -1; x <= 1; x++)
                    if (x != 0 || y != 0 || z != 0) yield return (x, y, z);
    }
}
