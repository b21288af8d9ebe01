namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey levels on the bounding box with a margin of empty voxels, so that a neighbour is one addition away and needs no check of borders. Cells hold the rank of the level among those that occur, from 1; 0 outside the VOI.</summary>
internal sealed class LevelGrid
{
    /// <summary>Matrices are dense in the levels that occur.</summary>
    public const int MostLevels = 8192;

    private readonly int stepY;
    private readonly int stepZ;

    public LevelGrid(Roi roi, int margin)
    {
        Margin = margin;
        var (sx, sy, sz) = (roi.Size[0], roi.Size[1], roi.Size[2]);
        stepY = sx + margin;
        stepZ = stepY * (sy + margin);
        // Rows and slices share their margins: what leaves one row enters the margin before the next.
        var start = margin * (1 + stepY + stepZ);
        Cells = new int[start + stepZ * (sz + margin) + margin];
        Positions = new int[roi.Count];
        var rank = new int[roi.LevelCount + 1];
        for (var i = 0; i < roi.Present.Length; i++) rank[roi.Present[i]] = i + 1;
        for (var n = 0; n < roi.Count; n++)
        {
            var voxel = roi.Box.Voxels[n];
            var (x, yz) = (voxel % sx, voxel / sx);
            var position = start + x + yz % sy * stepY + yz / sy * stepZ;
            Positions[n] = position;
            Cells[position] = rank[roi.Levels[n]];
        }
    }

    public int Margin { get; }

    public int[] Cells { get; }

    /// <summary>Where the VOI's voxels stand among the cells, in array order.</summary>
    public int[] Positions { get; }

    public int Step((int X, int Y, int Z) d) => d.X + d.Y * stepY + d.Z * stepZ;
}
