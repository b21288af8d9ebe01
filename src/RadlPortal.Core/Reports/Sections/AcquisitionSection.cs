using System.Globalization;
using RadlPortal.Core.Cohorts;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>Subjects with the same scanner and reconstruction.</summary>
public sealed record AcquisitionLine(string Manufacturer, string Model, string Kernel, string Kvp, int Subjects, double? ThinnestMm, double? ThickestMm, double? SmallestPixelMm, double? LargestPixelMm);

internal static class AcquisitionSection
{
    private const string Unknown = "not said";

    public static IReadOnlyList<AcquisitionLine> Compute(SnapshotContent snapshot) =>
        [.. snapshot.Members.Select(m => m.Series).OfType<SnapshotSeries>()
            .GroupBy(s => (Manufacturer: s.Manufacturer ?? Unknown, Model: s.Model ?? Unknown, Kernel: s.Kernel ?? Unknown, Kvp: s.Kvp?.ToString("0", CultureInfo.InvariantCulture) ?? Unknown))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.ToString(), StringComparer.Ordinal)
            .Select(g => new AcquisitionLine(g.Key.Manufacturer, g.Key.Model, g.Key.Kernel, g.Key.Kvp, g.Count(),
                g.Min(s => s.SliceThicknessMm), g.Max(s => s.SliceThicknessMm), g.Min(s => s.PixelSpacingMm), g.Max(s => s.PixelSpacingMm)))];

    public static ReportChapter Chapter(ReportContent content) => new("acquisition", "Acquisition", content.Acquisition.Count == 0 ? ["No subject has a CT that makes a volume."] : [],
        content.Acquisition.Count == 0 ? [] :
        [
            new("acquisition", "Scanners and reconstruction",
                [ReportColumn.Text("Manufacturer"), ReportColumn.Text("Model"), ReportColumn.Text("Kernel"), ReportColumn.Number("Tube voltage, kV"), ReportColumn.Number("Slice thickness, mm"), ReportColumn.Number("Pixel spacing, mm"), ReportColumn.Number("Subjects")],
                [.. content.Acquisition.Select(a => new ReportRow([a.Manufacturer, a.Model, a.Kernel, a.Kvp, Range(a.ThinnestMm, a.ThickestMm), Range(a.SmallestPixelMm, a.LargestPixelMm), a.Subjects]))], []),
        ], []);

    private static string Range(double? from, double? to) =>
        from is null || to is null ? Unknown : from == to ? Figures.Short(from.Value) : $"{Figures.Short(from.Value)} to {Figures.Short(to.Value)}";
}
