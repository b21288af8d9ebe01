using RadlPortal.Core.Cohorts;

namespace RadlPortal.Core.Reports.Sections;

/// <summary>From which voxels, contour and label each subject's figures came.</summary>
public sealed record SubjectProvenance(string Subject, string Site, string? SeriesUid, int? VoiVersion, string? LabelmapSha256, double? VolumeMl, double? PdL1TpsPercent, string? Response, double? Cd274, IReadOnlyList<SubjectScore> Scores, SnapshotAdjudication? Adjudication = null);

public sealed record SubjectScore(string Signature, double Value);

internal static class ProvenanceSection
{
    public static IReadOnlyList<SubjectProvenance> Compute(SnapshotContent snapshot) =>
        [.. snapshot.Members.Select(m => new SubjectProvenance(m.Subject, m.Site, m.Series?.Uid, m.Voi?.Version, m.Voi?.LabelmapSha256, m.Voi?.VolumeMl, m.PdL1TpsPercent, m.Response, m.Cd274, [.. m.Scores.Select(s => new SubjectScore(s.Signature, s.Value))], m.Voi?.Adjudication))];

    public static ReportChapter Chapter(ReportContent content) => new("provenance", "Provenance", [],
    [
        new("subjects", "Subjects",
            [ReportColumn.Text("Subject"), ReportColumn.Text("Site"), ReportColumn.Text("CT series"), ReportColumn.Number("VOI version"), ReportColumn.Text("Labelmap SHA-256"), ReportColumn.Number("Volume, ml"), ReportColumn.Number("PD-L1, %"), ReportColumn.Text("Response"), ReportColumn.Number("CD274"), .. content.Signatures.Select(s => ReportColumn.Number(s.Name))],
            [.. content.Subjects.Select(s => new ReportRow([s.Subject, s.Site, Tail(s.SeriesUid), s.VoiVersion is { } v ? s.Adjudication is { } a ? $"{v} (adjudicated: {a.Operation})" : (ReportCell)v : "", s.LabelmapSha256 is { } sha ? sha[..Math.Min(12, sha.Length)] + "…" : "", Number(s.VolumeMl), Number(s.PdL1TpsPercent), s.Response, Number(s.Cd274),
                .. content.Signatures.Select(x => (ReportCell)(s.Scores.FirstOrDefault(score => score.Signature == x.Name) is { } score ? Figures.Three(score.Value) : ""))]))],
            ["Series UIDs and hashes are cut here; they stand in full in the machine-readable twin (JSON)."]),
    ], []);

    private static string Tail(string? uid) => uid is null ? "" : uid.Length <= 14 ? uid : "…" + uid[^12..];

    private static string Number(double? value) => value is { } known ? Figures.Short(known) : "";
}
