using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Signatures;

/// <summary>Cuts the cube around a VOI out of a CT, as a network takes it.</summary>
internal static class VoiCrop
{
    /// <summary>The cube, x fastest, window scaled to 0 to 1, and the share of it that lies in the VOI; null when the VOI has no voxel.</summary>
    public static (float[] Cube, double VoiShare)? Cut(Volume image, Labelmap voi, byte label, CropSettings settings, int side)
    {
        if (voi.BoundingBox(label) is not { } box) return null;
        var grid = image.Geometry;
        double[] centre = [box.X + (box.SizeX - 1) / 2.0, box.Y + (box.SizeY - 1) / 2.0, box.Z + (box.SizeZ - 1) / 2.0];
        double[] step = [settings.SpacingMm / grid.Spacing.X, settings.SpacingMm / grid.Spacing.Y, settings.SpacingMm / grid.Spacing.Z];
        double? outside = settings.OutsideVoi == CropSettings.MeanOfVoi ? MeanInside(image, voi, label, settings) : null;
        var cube = new float[side * side * side];
        var inside = 0;
        for (var i = 0; i < cube.Length; i++)
        {
            var x = centre[0] + (i % side - (side - 1) / 2.0) * step[0];
            var y = centre[1] + (i / side % side - (side - 1) / 2.0) * step[1];
            var z = centre[2] + (i / (side * side) - (side - 1) / 2.0) * step[2];
            var hu = Linear(image, x, y, z);
            var isInside = IsInside(voi, label, x, y, z) && (!settings.LeavesOutBeyondWindow || IsTissue(hu, settings));
            if (isInside) inside++;
            if (outside is { } mean && !isInside) hu = mean;
            cube[i] = (float)((Math.Clamp(hu, settings.LowerHu, settings.UpperHu) - settings.LowerHu) / (settings.UpperHu - settings.LowerHu));
        }

        return (cube, (double)Math.Max(1, inside) / cube.Length);
    }

    private static bool IsTissue(double hu, CropSettings settings) => hu >= settings.LowerHu && hu <= settings.UpperHu;

    private static double MeanInside(Volume image, Labelmap voi, byte label, CropSettings settings)
    {
        double sum = 0, count = 0;
        for (var i = 0; i < voi.Labels.Length; i++)
        {
            if (voi.Labels[i] == label && (!settings.LeavesOutBeyondWindow || IsTissue(image[i], settings))) (sum, count) = (sum + image[i], count + 1);
        }

        return count == 0 ? settings.LowerHu : sum / count;
    }

    private static bool IsInside(Labelmap voi, byte label, double x, double y, double z)
    {
        int i = (int)Math.Floor(x + 0.5), j = (int)Math.Floor(y + 0.5), k = (int)Math.Floor(z + 0.5);
        var grid = voi.Geometry;
        return i >= 0 && j >= 0 && k >= 0 && i < grid.SizeX && j < grid.SizeY && k < grid.SizeZ && voi[i, j, k] == label;
    }

    /// <summary>Linear between voxel centres; beyond the image its border goes on.</summary>
    private static double Linear(Volume image, double x, double y, double z)
    {
        var grid = image.Geometry;
        x = Math.Clamp(x, 0, grid.SizeX - 1);
        y = Math.Clamp(y, 0, grid.SizeY - 1);
        z = Math.Clamp(z, 0, grid.SizeZ - 1);
        int i = (int)x, j = (int)y, k = (int)z;
        int i1 = Math.Min(i + 1, grid.SizeX - 1), j1 = Math.Min(j + 1, grid.SizeY - 1), k1 = Math.Min(k + 1, grid.SizeZ - 1);
        double fx = x - i, fy = y - j, fz = z - k;
        double Row(int row, int slice) => image[i, row, slice] * (1 - fx) + image[i1, row, slice] * fx;
        double Plane(int slice) => Row(j, slice) * (1 - fy) + Row(j1, slice) * fy;
        return Plane(k) * (1 - fz) + Plane(k1) * fz;
    }
}
