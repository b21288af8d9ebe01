namespace RadlPortal.Numerics.Segmentation;

/// <summary>Floods connected voxels of one value; what was seen once is not flooded again.</summary>
internal sealed class Flood(int sizeX, int sizeY, int sizeZ, byte[] voxels, byte value, (int X, int Y, int Z)[] neighbours)
{
    public static readonly (int X, int Y, int Z)[] InSlice = [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0)];

    public static readonly (int X, int Y, int Z)[] Faces = [.. InSlice, (0, 0, 1), (0, 0, -1)];

    public static readonly (int X, int Y, int Z)[] Touching =
    [
        .. from z in Enumerable.Range(-1, 3)
           from y in Enumerable.Range(-1, 3)
           from x in Enumerable.Range(-1, 3)
           where (x, y, z) != (0, 0, 0)
           select (x, y, z),
    ];

    public bool[] Seen { get; } = new bool[voxels.Length];

    /// <summary>The voxels connected to a start that were not seen before; empty if the start has another value.</summary>
    public List<int> From(int start)
    {
        var found = new List<int>();
        if (voxels[start] != value || Seen[start])
        {
            return found;
        }

        Seen[start] = true;
        found.Add(start);
        for (var next = 0; next < found.Count; next++)
        {
            var at = found[next];
            var (x, y, z) = (at % sizeX, at / sizeX % sizeY, at / (sizeX * sizeY));
            foreach (var (dx, dy, dz) in neighbours)
            {
                var (nx, ny, nz) = (x + dx, y + dy, z + dz);
                if ((uint)nx >= (uint)sizeX || (uint)ny >= (uint)sizeY || (uint)nz >= (uint)sizeZ)
                {
                    continue;
                }

                var neighbour = (nz * sizeY + ny) * sizeX + nx;
                if (voxels[neighbour] == value && !Seen[neighbour])
                {
                    Seen[neighbour] = true;
                    found.Add(neighbour);
                }
            }
        }

        return found;
    }
}
