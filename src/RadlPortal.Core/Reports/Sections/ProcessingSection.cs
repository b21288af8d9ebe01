using RadlPortal.Core.Cohorts;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>What was done to the voxels: extraction profile, signatures, software.</summary>
internal static class ProcessingSection
{
    /// <summary>What a score says that no network computed.</summary>
    private const string NoProvider = "none";

    public static IReadOnlyList<string> Providers(SnapshotContent snapshot) =>
        [.. snapshot.Members.SelectMany(m => m.Scores).Select(s => $"{s.Signature}: {(s.ExecutionProvider == NoProvider ? "no network" : s.ExecutionProvider)}, software {s.SoftwareVersion}").Distinct().Order(StringComparer.Ordinal)];

    public static ReportChapter Chapter(ReportContent content) => new("processing", "Processing",
        content.Profile is { } p ? [$"Extraction profile {p.Name}, version {p.Version} (SHA-256 {p.Sha256[..16]}…): {p.SettingsJson}"] : [],
        content.Signatures.Count == 0 ? [] :
        [
            new("signatures", "Signatures",
                [ReportColumn.Text("Signature"), ReportColumn.Text("Kind"), ReportColumn.Number("Version"), ReportColumn.Text("Fitted on"), ReportColumn.Text("Threshold"), ReportColumn.Text("SHA-256")],
                [.. content.Signatures.Select(s => new ReportRow([s.Name, s.Kind, s.Version, s.TrainedOn, $"≥ {Figures.Three(s.Threshold)}: {s.ThresholdRule}", s.Sha256], null, s.Name))],
                content.ExecutionProviders.Count == 0 ? ["No score yet."] : [$"Computed by {string.Join("; ", content.ExecutionProviders)}."]),
        ], []);
}
