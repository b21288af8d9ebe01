namespace RadlPortal.Numerics.Radiomics;

/// <summary>Offsets to the neighbours of a voxel.</summary>
internal static class Directions
{
    /// <summary>The offsets whose largest component is one of the distances, one of each pair of opposites: 13 in three dimensions at distance 1. Offsets as long as the box pair nothing and are left out.</summary>
    /// <param name="size">Voxels of the box along x, y, z.</param>
    /// <param name="distances">Largest components in voxels.</param>
    /// <param name="settings">Says whether slices stay apart.</param>
    /// <exception cref="RadiomicsException">No offset fits into the box, as where PyRadiomics stops.</exception>
    public static (int X, int Y, int Z)[] Half(int[] size, IReadOnlyList<int> distances, ExtractionSettings settings)
    {
        var reach = distances.Max();
        var found = new List<(int X, int Y, int Z)>();
        var (rx, ry, rz) = (Reach(0), Reach(1), Reach(2));
        for (var z = rz; z >= 0; z--)
            for (var y = ry; y >= -ry; y--)
                for (var x = rx; x >= -rx; x--)
                    if ((z > 0 || (z == 0 && (y > 0 || (y == 0 && x > 0)))) && distances.Contains(Math.Max(z, Math.Max(Math.Abs(y), Math.Abs(x))))) found.Add((x, y, z));
        if (found.Count == 0) throw new RadiomicsException($"The VOI of {size[0]}×{size[1]}×{size[2]} voxels{(settings.Force2D ? " (force2D)" : "")} is too small for neighbours at distance {string.Join(", ", distances)}.");
        return [.. found];

        int Reach(int axis) => settings.Force2D && axis == 2 - settings.Force2DDimension ? 0 : Math.Min(reach, size[axis] - 1);
    }

    /// <summary>The offsets of <see cref="Half"/> and their opposites.</summary>
    public static (int X, int Y, int Z)[] Both(int[] size, IReadOnlyList<int> distances, ExtractionSettings settings)
    {
        var half = Half(size, distances, settings);
        return [.. half, .. half.Select(d => (-d.X, -d.Y, -d.Z))];
    }

    /// <summary>Length of an offset in mm by a norm.</summary>
    public static double Length((int X, int Y, int Z) d, double[] spacing, WeightingNorm norm)
    {
        var (x, y, z) = (Math.Abs(d.X) * spacing[0], Math.Abs(d.Y) * spacing[1], Math.Abs(d.Z) * spacing[2]);
        return norm switch
        {
            WeightingNorm.Infinity => Math.Max(x, Math.Max(y, z)),
            WeightingNorm.Euclidean => Math.Sqrt(z * z + y * y + x * x),
            WeightingNorm.Manhattan => z + y + x,
            _ => 1,
        };
    }
}
