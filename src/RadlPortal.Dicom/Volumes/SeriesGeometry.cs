using System.Globalization;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Volumes;

/// <summary>The slices of a series put in order, and whether they make a regular volume (PS3.3 C.7.6.2, C.7.4.1).</summary>
/// <param name="Slices">Sorted along the normal.</param>
/// <param name="Geometry">The regular grid; null if the slices make none.</param>
/// <param name="Message">Why they make no volume, in words; null if they do.</param>
public sealed record SeriesGeometry(IReadOnlyList<SliceHeader> Slices, VolumeGeometry? Geometry, string? Message)
{
    private const double DirectionTolerance = 1e-4;
    private const double InPlaneToleranceMm = 0.1;

    // As many as an array can hold.
    private const long MostVoxels = 0x7FFFFFC7;

    // Scanners write positions with few digits: a hundredth of the distance, and at least 0.01 mm, is no gap.
    private const double DistanceTolerance = 0.01;
    private const int MostGapsNamed = 8;

    /// <summary>Sorts slices by their position along the normal (never by instance number) and examines the grid: one frame of reference, size, spacing and orientation, even distances to a hundredth, no tilt, at least three slices.</summary>
    public static SeriesGeometry Examine(IEnumerable<SliceHeader> headers)
    {
        var all = headers.ToList();
        if (all.Count == 0) return new SeriesGeometry([], null, "The series has no slice.");
        var first = all[0];
        var slices = all.OrderBy(s => Vector3.Dot(s.Position, first.Normal)).ToList();
        var message = Mixture(slices) ?? Distances(slices);
        return message is not null ? new SeriesGeometry(slices, null, message) : new SeriesGeometry(slices, GridOf(slices), null);
    }

    private static VolumeGeometry GridOf(List<SliceHeader> slices)
    {
        var (first, last) = (slices[0], slices[^1]);
        var distance = (last.PositionMm - first.PositionMm) / (slices.Count - 1);
        var (row, column, normal) = (first.RowDirection, first.ColumnDirection, first.Normal);
        var direction = new Matrix3(row, column, normal);
        return new VolumeGeometry(first.Columns, first.Rows, slices.Count, new Vector3(first.ColumnSpacingMm, first.RowSpacingMm, distance), first.Position, direction);
    }

    private static string? Mixture(List<SliceHeader> slices)
    {
        var first = slices[0];
        if ((long)first.Rows * first.Columns > MostVoxels / slices.Count) return $"{slices.Count} slices of {first.Rows} × {first.Columns} pixels are more than a volume can hold.";
        if (slices.Count < 3) return $"The series has only {slices.Count} {(slices.Count == 1 ? "slice" : "slices")}; a volume needs at least 3.";
        if (slices.Any(s => s.FrameOfReferenceUid != first.FrameOfReferenceUid)) return "The slices belong to different frames of reference. Send each acquisition as a series of its own.";
        if (slices.Any(s => s.Rows != first.Rows || s.Columns != first.Columns)) return "The slices have different sizes. Send each reconstruction as a series of its own.";
        if (slices.Any(s => Math.Abs(s.ColumnSpacingMm - first.ColumnSpacingMm) > 1e-4 || Math.Abs(s.RowSpacingMm - first.RowSpacingMm) > 1e-4)) return "The slices have different pixel spacings.";
        if (slices.Any(s => Differ(s.RowDirection, first.RowDirection) || Differ(s.ColumnDirection, first.ColumnDirection))) return "The slices have different orientations, as a scout among axial slices has. Send the axial slices alone.";
        return slices.Any(s => Shift(s, first) > InPlaneToleranceMm)
            ? "The slices are shifted against each other, as with a tilted gantry; multiplanar views and VOIs would be wrong."
            : null;
    }

    private static string? Distances(List<SliceHeader> slices)
    {
        var positions = slices.Select(s => s.PositionMm).ToList();
        var gaps = positions.Zip(positions.Skip(1), (a, b) => b - a).ToList();
        var usual = gaps.Order().ElementAt(gaps.Count / 2);
        var tolerance = Math.Max(0.01, usual * DistanceTolerance);
        var missing = new List<(int Slices, string Between)>();
        for (var i = 0; i < gaps.Count; i++)
        {
            if (gaps[i] < 1e-3) return $"Two slices lie at the same position ({Mm(positions[i])} mm).";
            if (Math.Abs(gaps[i] - usual) <= tolerance) continue;
            var between = $"between {Mm(positions[i])} and {Mm(positions[i + 1])} mm";
            var left = (int)Math.Round(gaps[i] / usual) - 1;
            if (left < 1 || Math.Abs(gaps[i] - (left + 1) * usual) > (left + 1) * tolerance) return $"The slices are not evenly spaced: {Mm(usual)} mm in general, but {Mm(gaps[i])} mm {between}.";
            missing.Add((left, between));
        }

        return missing.Count == 0 ? null : MissingOf(missing);
    }

    private static string MissingOf(List<(int Slices, string Between)> gaps)
    {
        var (all, rest) = (gaps.Sum(g => g.Slices), gaps.Count - MostGapsNamed);
        var where = gaps.Count == 1 ? $" {gaps[0].Between}" : $": {string.Join(", ", gaps.Take(MostGapsNamed).Select(g => $"{g.Slices} {g.Between}"))}";
        return $"{all} {(all == 1 ? "slice is" : "slices are")} missing{where}{(rest > 0 ? $", and in {rest} more {(rest == 1 ? "gap" : "gaps")}" : "")}. Send the whole series again; what is there already is recognised.";
    }

    private static bool Differ(Vector3 a, Vector3 b) => Math.Abs(a.X - b.X) > DirectionTolerance || Math.Abs(a.Y - b.Y) > DirectionTolerance || Math.Abs(a.Z - b.Z) > DirectionTolerance;

    /// <summary>How far a slice lies beside the first one's normal, mm.</summary>
    private static double Shift(SliceHeader slice, SliceHeader first)
    {
        var delta = slice.Position - first.Position;
        return Math.Max(Math.Abs(Vector3.Dot(delta, first.RowDirection)), Math.Abs(Vector3.Dot(delta, first.ColumnDirection)));
    }

    private static string Mm(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
