namespace RadlPortal.Core.Uploads;

/// <summary>An upload as its page shows it.</summary>
/// <param name="Messages">What to know about the whole: missing files, two subjects in one folder.</param>
public sealed record UploadSummary(Guid Id, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Announced, IReadOnlyDictionary<UploadResult, int> Counts, IReadOnlyList<UploadedSeries> Series, IReadOnlyList<UploadedFile> Problems, IReadOnlyList<string> Messages);

/// <summary>A series that the upload touched.</summary>
public sealed record UploadedSeries(string Subject, string SeriesInstanceUid, int Slices, int InThisUpload, Imaging.SeriesGeometry Geometry, string? GeometryMessage);
