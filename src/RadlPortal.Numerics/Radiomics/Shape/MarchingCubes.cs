using System.Runtime.InteropServices;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Radiomics;

/// <summary>Surface of a mask by marching cubes (Lorensen and Cline 1987; case table as in P. Bourke, "Polygonising a scalar field", 1994), vertices at the middles of edges. A case with corner 7 inside is its complement turned inside out, as PyRadiomics has it.</summary>
internal static class MarchingCubes
{
    /// <summary>Corners of the cube as x, y, z offsets; bit i of a case says that corner i is inside.</summary>
    public static readonly (int X, int Y, int Z)[] Corners = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)];

    private static readonly (int A, int B)[] Edges = [(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7)];

    /// <summary>Cases 0 to 127: a letter an edge (0 to 9, A, B), three letters a triangle, - for none.</summary>
    private const string Table =
        "- 083 019 183981 12A 08312A 92A029 2832A8A98 " +
        "3B2 0B28B0 19023B 1B219B98B 3A1BA3 0A108A8BA 3903B9BA9 98AA8B " +
        "478 430734 019847 419471731 12A847 34730412A 92A902847 2A9297273794 " +
        "8473B2 B47B24204 90184723B 47B94B9B2921 3A13BA784 1BA14B1047B4 47890B9BAB03 47B4B99BA " +
        "954 954083 054150 854835315 12A954 30812A495 52A542402 2A5325354348 " +
        "95423B 0B208B495 05401523B 21525828B485 A3BA13954 4950818A18BA 54050B5BAB03 54858AA8B " +
        "978579 930953573 078017157 153357 978957A12 A12950530573 802825857A52 2A5253357 " +
        "7957893B2 95797292027B 23B018178157 B21B17715 958857A13A3B 5705097B010ABA0 BA0B03A50807570 BA57B5 " +
        "A65 0835A6 9015A6 1831985A6 165261 165126308 965906026 598582526328 " +
        "23BA65 B08B20A65 01923B5A6 5A61929B298B 63B653513 08B0B50515B6 3B6036065059 65969BB98 " +
        "5A6478 43047365A 1905A6847 A65197173794 612651478 125526304347 847905065026 739794329596269 " +
        "3B2784A65 5A647242027B 01947823B5A6 9219B294B7B45A6 8473B53515B6 51B5B610B7B404B 059065036B63847 65969B4797B9 " +
        "A4964A 4A649A083 A01A60640 83181686461A 149124264 308129249264 024426 832824426 " +
        "A49A64B23 08228B49A4A6 3B201606461A 64161A48121B8B1 964936913B63 8B1810B61914641 3B6360064 648B68 " +
        "7A678A89A 0730A709A67A A671A7178180 A67A71173 126168189867 269291679093739 780706602 732672 " +
        "23BA68A89867 20727B09767A9A7 1801781A767A23B B21B17A61671 896867916B63136 091B67 7807063B0B60 7B6";

    private static readonly int[][] Triangles = [.. Table.Split(' ').Select(row => row == "-" ? [] : row.Select(letter => "0123456789AB".IndexOf(letter)).ToArray())];

    // Twice the coordinates of the middle of each edge, so that they stay whole.
    private static readonly (int X, int Y, int Z)[] Middles =
        [.. Edges.Select(e => (Corners[e.A].X + Corners[e.B].X, Corners[e.A].Y + Corners[e.B].Y, Corners[e.A].Z + Corners[e.B].Z))];

    /// <summary>Area and enclosed volume of the surface around the voxels of a mask.</summary>
    /// <param name="mask">x fastest.</param>
    /// <param name="size">Voxels along x, y, z.</param>
    /// <param name="spacing">mm along x, y, z.</param>
    public static (double Area, double Volume) Measure(bool[] mask, int[] size, double[] spacing)
    {
        // What a case adds does not depend on where it stands, but for a term linear in the place. The surface has cracks where voxels
        // touch at corners, so that its volume depends on the origin: that is PyRadiomics', one voxel before the box.
        var cases = Triangles.Select(edges => CaseMeasure.Of(edges, spacing)).ToArray();
        var padded = new PaddedMask(mask, size);
        var (area, volume) = (0.0, 0.0);
        for (var z = -1; z < size[2]; z++)
        {
            for (var y = -1; y < size[1]; y++)
            {
                for (var x = -1; x < size[0]; x++)
                {
                    var found = padded.CaseAt(x, y, z);
                    if (found is 0 or 255) continue;
                    var sign = found > 127 ? -1 : 1;
                    var measure = cases[found > 127 ? 255 - found : found];
                    area += measure.Area;
                    volume += sign * (measure.Volume + (x + 1) * spacing[0] * measure.Nx + (y + 1) * spacing[1] * measure.Ny + (z + 1) * spacing[2] * measure.Nz);
                }
            }
        }

        return (area, Math.Abs(volume) / 6);
    }

    /// <summary>Of the triangles of one case with the cube's first corner at the origin: area, six times the signed volume of the tetrahedra to the origin, and how that grows as the cube moves.</summary>
    private readonly record struct CaseMeasure(double Area, double Volume, double Nx, double Ny, double Nz)
    {
        public static CaseMeasure Of(int[] edges, double[] spacing)
        {
            var sum = default(CaseMeasure);
            for (var i = 0; i < edges.Length; i += 3)
            {
                var (a, b, c) = (Vertex(edges[i]), Vertex(edges[i + 1]), Vertex(edges[i + 2]));
                var normal = Vector3.Cross(b - a, c - a);
                sum = new CaseMeasure(sum.Area + normal.Length / 2, sum.Volume + Vector3.Dot(a, Vector3.Cross(b, c)), sum.Nx + normal.X, sum.Ny + normal.Y, sum.Nz + normal.Z);
            }

            return sum;

            Vector3 Vertex(int edge) => new(Middles[edge].X / 2.0 * spacing[0], Middles[edge].Y / 2.0 * spacing[1], Middles[edge].Z / 2.0 * spacing[2]);
        }
    }

    /// <summary>A mask with one empty voxel around it.</summary>
    private readonly struct PaddedMask
    {
        private readonly byte[] inside;
        private readonly int stepY;
        private readonly int stepZ;

        public PaddedMask(bool[] mask, int[] size)
        {
            (stepY, stepZ) = (size[0] + 2, (size[0] + 2) * (size[1] + 2));
            inside = new byte[stepZ * (size[2] + 2)];
            for (var z = 0; z < size[2]; z++)
                for (var y = 0; y < size[1]; y++)
                    MemoryMarshal.AsBytes(mask.AsSpan((z * size[1] + y) * size[0], size[0])).CopyTo(inside.AsSpan((z + 1) * stepZ + (y + 1) * stepY + 1));
        }

        /// <summary>The case of the cube whose first corner is a voxel: bit i for corner i.</summary>
        public int CaseAt(int x, int y, int z)
        {
            var low = inside.AsSpan((z + 1) * stepZ + (y + 1) * stepY + x + 1, stepY + 2);
            var high = inside.AsSpan((z + 2) * stepZ + (y + 1) * stepY + x + 1, stepY + 2);
            return low[0] | low[1] << 1 | low[stepY + 1] << 2 | low[stepY] << 3 | high[0] << 4 | high[1] << 5 | high[stepY + 1] << 6 | high[stepY] << 7;
        }
    }

    /// <summary>All vertices of the surface, in half voxels.</summary>
    public static List<(int X, int Y, int Z)> Vertices(bool[] mask, int[] size)
    {
        var padded = new PaddedMask(mask, size);
        var vertices = new List<(int X, int Y, int Z)>();
        for (var z = -1; z < size[2]; z++)
        {
            for (var y = -1; y < size[1]; y++)
            {
                for (var x = -1; x < size[0]; x++)
                {
                    var found = padded.CaseAt(x, y, z);
                    if (found is 0 or 255) continue;
                    var first = found & 1;
                    if (first != (found >> 1 & 1)) vertices.Add((2 * x + 1, 2 * y, 2 * z));
                    if (first != (found >> 3 & 1)) vertices.Add((2 * x, 2 * y + 1, 2 * z));
                    if (first != (found >> 4 & 1)) vertices.Add((2 * x, 2 * y, 2 * z + 1));
                }
            }
        }

        return vertices;
    }
}
