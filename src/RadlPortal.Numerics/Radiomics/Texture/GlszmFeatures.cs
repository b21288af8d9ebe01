namespace RadlPortal.Numerics.Radiomics;

/// <summary>Grey level size zones (16, IBSI family 9SAK): zones of one grey level, 26-connected, or 8-connected in each slice with force2D.</summary>
internal static class GlszmFeatures
{
    private static readonly int[] One = [1];

    public static IEnumerable<(string Name, double Value)> Compute(Roi roi, ExtractionSettings settings)
    {
        var grid = roi.Grid(1);
        var steps = Array.ConvertAll(Directions.Both(roi.Size, One, settings), grid.Step);
        var values = ZoneStatistics.Compute(Zones(roi, grid, steps));
        return ZoneStatistics.ZoneNames.Select((name, i) => (name, values[i]));
    }

    private static List<ZoneCell> Zones(Roi roi, LevelGrid grid, int[] steps)
    {
        var zones = new Dictionary<(int Level, int Size), int>();
        // Cells are emptied as they are met and given back at the end.
        var (cells, open) = (grid.Cells, new int[roi.Count]);
        var levels = Array.ConvertAll(grid.Positions, p => cells[p]);
        foreach (var start in grid.Positions)
        {
            var level = cells[start];
            if (level == 0) continue;
            var (size, waiting) = (0, 0);
            cells[start] = 0;
            open[waiting++] = start;
            while (waiting > 0)
            {
                var position = open[--waiting];
                size++;
                foreach (var step in steps)
                {
                    if (cells[position + step] != level) continue;
                    cells[position + step] = 0;
                    open[waiting++] = position + step;
                }
            }

            zones[(level, size)] = zones.GetValueOrDefault((level, size)) + 1;
        }

        for (var i = 0; i < levels.Length; i++) cells[grid.Positions[i]] = levels[i];
        return [.. zones.OrderBy(z => z.Key).Select(z => new ZoneCell(roi.Present[z.Key.Level - 1], z.Key.Size, z.Value))];
    }
}
