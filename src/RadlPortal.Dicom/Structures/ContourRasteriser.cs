using RadlPortal.Dicom.Volumes;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Structures;

/// <summary>The voxels of a region (PS3.3 C.8.8.6), and what was passed over.</summary>
/// <param name="Labelmap">Label 1 inside.</param>
/// <param name="Notes">What was passed over, in sentences.</param>
public sealed record RasterisedRoi(Labelmap Labelmap, IReadOnlyList<string> Notes);

/// <summary>
/// The portal's one way from contours (PS3.3 C.8.8.6) to voxels, which the standard does not define. A voxel is inside where its centre is inside of an odd number of the contours of its slice
/// (so holes and keyholes stay open); a centre exactly on a contour is inside at the contour's left and upper edge, outside at its right and lower edge.
/// Contours are grouped by plane; a slice takes the plane nearest to it, if that is at most half the slice distance away (exactly in between: the slice before).
/// A contour that is there twice counts once. Nothing is interpolated between planes.
/// </summary>
public static class ContourRasteriser
{
    /// <summary>Names these rules in provenance; it changes whenever they do.</summary>
    public const string Rule = "pixel-centre, even-odd, nearest slice (1)";

    // Contours whose planes differ by less than this part of the slice distance lie in one plane.
    private const double SamePlane = 0.01;

    // Points of one contour may leave its plane by as much: written with few digits, or slightly oblique.
    private const double MostTilt = 0.25;

    /// <summary>The voxels of a region on the grid of a series.</summary>
    /// <param name="roi">The region.</param>
    /// <param name="structures">The structure set that it is of.</param>
    /// <param name="series">The series that it was drawn on.</param>
    /// <param name="seriesInstanceUid">UID of the series: a structure set that refers to it may name another frame of reference.</param>
    /// <exception cref="DicomException">The series is no volume; the frame of reference is another one and the series is not referred to; a contour is not parallel to the slices; no voxel is inside.</exception>
    public static RasterisedRoi Rasterise(StructureRoi roi, StructureSet structures, SeriesGeometry series, string seriesInstanceUid = "")
    {
        if (series.Geometry is not { } grid) throw new DicomException(series.Message ?? "The series is no volume.");
        var frame = series.Slices[0].FrameOfReferenceUid;
        var own = roi.FrameOfReferenceUid ?? structures.FrameOfReferenceUid;
        if (own is not null && frame.Length > 0 && own != frame && !structures.ReferencedSeriesUids.Contains(seriesInstanceUid))
            throw new DicomException($"The region {roi.Name} has another frame of reference than the series: its place in the images is not known.", tag: DicomTags.ReferencedFrameOfReferenceUid);
        return Rasterise(roi, grid);
    }

    /// <summary>The voxels of a region on a grid of the same frame of reference.</summary>
    /// <param name="roi">The region.</param>
    /// <param name="grid">The grid; its slices lie across its third axis.</param>
    /// <exception cref="DicomException">A contour is not parallel to the slices, or no voxel is inside.</exception>
    public static RasterisedRoi Rasterise(StructureRoi roi, VolumeGeometry grid)
    {
        var notes = new List<string>();
        var open = roi.Contours.Count(c => !c.IsClosed);
        if (open > 0) notes.Add($"{open} contours of the region {roi.Name} enclose no area (points or open lines) and were left out.");
        var polygons = roi.Contours.Where(c => c.IsClosed).Select(c => PolygonOf(c, roi, grid)).ToList();
        var planes = Planes(Unique(polygons, roi, notes));
        var labels = new byte[grid.VoxelCount];
        var taken = new Dictionary<int, Plane>();
        foreach (var plane in planes)
        {
            var slice = (int)Math.Ceiling(plane.Slice - 0.5);
            if (slice < 0 || slice >= grid.SizeZ) continue;
            if (!taken.TryGetValue(slice, out var other) || Math.Abs(plane.Slice - slice) < Math.Abs(other.Slice - slice)) taken[slice] = plane;
        }

        if (taken.Count < planes.Count) notes.Add($"{planes.Count - taken.Count} of {planes.Count} contour planes of the region {roi.Name} lie outside the series or nearer to a slice that another plane is nearer to; they were left out.");
        if (taken.Any(t => Math.Abs(t.Value.Slice - t.Key) > SamePlane)) notes.Add($"Contours of the region {roi.Name} lie between slices; each was taken to the nearest.");
        foreach (var (slice, plane) in taken) PolygonFill.EvenOdd(plane.Polygons, grid.SizeX, grid.SizeY, labels.AsSpan(slice * grid.SizeX * grid.SizeY));
        if (!labels.AsSpan().Contains((byte)1)) throw new DicomException($"The region {roi.Name} has no voxel in the series: it lies outside or is smaller than a voxel.", tag: DicomTags.ContourData);
        return new RasterisedRoi(new Labelmap(grid, labels), notes);
    }

    private static Polygon PolygonOf(StructureContour contour, StructureRoi roi, VolumeGeometry grid)
    {
        var inverse = grid.Direction.Inverse();
        var points = new (double X, double Y)[contour.Points.Count];
        double low = double.MaxValue, high = double.MinValue, sum = 0;
        for (var i = 0; i < points.Length; i++)
        {
            var along = inverse * (contour.Points[i] - grid.Origin);
            var z = along.Z / grid.Spacing.Z;
            points[i] = (along.X / grid.Spacing.X, along.Y / grid.Spacing.Y);
            (low, high, sum) = (Math.Min(low, z), Math.Max(high, z), sum + z);
        }

        if (high - low > MostTilt * 2) throw new DicomException($"A contour of the region {roi.Name} is not parallel to the slices of the series.", tag: DicomTags.ContourData);
        return new Polygon(sum / points.Length, points);
    }

    private static List<Polygon> Unique(List<Polygon> polygons, StructureRoi roi, List<string> notes)
    {
        var seen = new HashSet<string>();
        var unique = polygons.Where(p => seen.Add($"{p.Slice:R} {string.Join(' ', p.Points)}")).ToList();
        if (unique.Count < polygons.Count) notes.Add($"{polygons.Count - unique.Count} contours of the region {roi.Name} were there twice and counted once.");
        return unique;
    }

    private static List<Plane> Planes(List<Polygon> polygons)
    {
        var planes = new List<Plane>();
        foreach (var polygon in polygons.OrderBy(p => p.Slice))
        {
            if (planes.Count == 0 || polygon.Slice - planes[^1].Slice > SamePlane) planes.Add(new Plane(polygon.Slice, []));
            planes[^1].Polygons.Add(polygon.Points);
        }

        return planes;
    }

    private sealed record Polygon(double Slice, (double X, double Y)[] Points);

    private sealed record Plane(double Slice, List<(double X, double Y)[]> Polygons);
}
