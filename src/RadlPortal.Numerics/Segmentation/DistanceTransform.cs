using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Numerics.Segmentation;

/// <summary>
/// Exact Euclidean distances on a grid with its own spacing along each axis: the lower envelope of parabolas, one axis
/// after the other (Felzenszwalb and Huttenlocher, Theory of Computing 2012;8:415).
/// </summary>
public static class DistanceTransform
{
    /// <summary>Stands for "nothing to be near to"; squares of real distances stay far below.</summary>
    public const double None = 1e18;

    /// <summary>Squared distance in mm² of each voxel's centre to the nearest centre of a voxel that has a value.</summary>
    /// <param name="voxels">A value for each voxel, x fastest.</param>
    /// <param name="sizeX">Voxels along x.</param>
    /// <param name="sizeY">Voxels along y.</param>
    /// <param name="sizeZ">Voxels along z; 1 for a single slice.</param>
    /// <param name="spacing">Distance of voxel centres along x, y, z in mm.</param>
    /// <param name="to">The value whose nearest voxel is looked for.</param>
    /// <returns>Squares in mm²; <see cref="None"/> everywhere if no voxel has the value.</returns>
    public static double[] Squared(ReadOnlySpan<byte> voxels, int sizeX, int sizeY, int sizeZ, Vector3 spacing, byte to)
    {
        var squares = new double[voxels.Length];
        for (var i = 0; i < squares.Length; i++)
        {
            squares[i] = voxels[i] == to ? 0 : None;
        }

        var longest = Math.Max(sizeX, Math.Max(sizeY, sizeZ));
        var line = new Envelope(longest);
        var plane = sizeX * sizeY;
        for (var z = 0; z < sizeZ; z++)
        {
            for (var y = 0; y < sizeY; y++)
            {
                line.Transform(squares, (z * sizeY + y) * sizeX, 1, sizeX, spacing.X);
            }

            for (var x = 0; x < sizeX; x++)
            {
                line.Transform(squares, z * plane + x, sizeX, sizeY, spacing.Y);
            }
        }

        for (var i = 0; sizeZ > 1 && i < plane; i++)
        {
            line.Transform(squares, i, plane, sizeZ, spacing.Z);
        }

        return squares;
    }

    /// <summary>
    /// Signed distance in mm to the boundary of one slice's shape: below 0 inside. The boundary runs half a pixel beyond
    /// the outermost pixel centres, so that no pixel lies on it.
    /// </summary>
    /// <param name="slice">0 or 1 for each pixel, x fastest; holds both.</param>
    /// <param name="sizeX">Pixels along x.</param>
    /// <param name="sizeY">Pixels along y.</param>
    /// <param name="spacing">Distance of pixel centres along x and y in mm; z is not used.</param>
    public static double[] Signed(ReadOnlySpan<byte> slice, int sizeX, int sizeY, Vector3 spacing)
    {
        var half = Math.Min(spacing.X, spacing.Y) / 2;
        var outside = Squared(slice, sizeX, sizeY, 1, spacing, 1);
        var inside = Squared(slice, sizeX, sizeY, 1, spacing, 0);
        for (var i = 0; i < outside.Length; i++)
        {
            outside[i] = slice[i] == 1 ? half - Math.Sqrt(inside[i]) : Math.Sqrt(outside[i]) - half;
        }

        return outside;
    }

    /// <summary>Lower envelope of the parabolas along one line of voxels.</summary>
    private sealed class Envelope(int longest)
    {
        private readonly double[] values = new double[longest];
        private readonly int[] apex = new int[longest];
        private readonly double[] from = new double[longest + 1];

        public void Transform(double[] squares, int start, int step, int length, double spacing)
        {
            var any = false;
            for (var i = 0; i < length; i++)
            {
                values[i] = squares[start + i * step];
                any |= values[i] < None;
            }

            if (!any)
            {
                return;
            }

            var last = Build(length, spacing * spacing);
            for (int i = 0, piece = 0; i < length; i++)
            {
                while (piece < last && from[piece + 1] < i)
                {
                    piece++;
                }

                var away = (i - apex[piece]) * spacing;
                squares[start + i * step] = away * away + values[apex[piece]];
            }
        }

        private int Build(int length, double squaredSpacing)
        {
            var last = -1;
            for (var i = 0; i < length; i++)
            {
                if (values[i] >= None)
                {
                    continue;
                }

                var crossing = double.NegativeInfinity;
                while (last >= 0)
                {
                    var before = apex[last];
                    crossing = ((values[i] - values[before]) / squaredSpacing + (double)i * i - (double)before * before) / (2.0 * (i - before));
                    if (crossing > from[last])
                    {
                        break;
                    }

                    last--;
                    crossing = double.NegativeInfinity;
                }

                last++;
                apex[last] = i;
                from[last] = crossing;
            }

            return last;
        }
    }
}
