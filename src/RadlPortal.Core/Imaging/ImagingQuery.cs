namespace RadlPortal.Core.Imaging;

/// <summary>What a QIDO-RS search asks for; null = anything. Texts may have the wildcards * and ?.</summary>
public sealed record ImagingQuery
{
    /// <summary>Of results where the client names no limit.</summary>
    public const int UsualLimit = 500;

    public string? PatientId { get; init; }

    public string? PatientName { get; init; }

    public IReadOnlyList<string>? StudyInstanceUids { get; init; }

    public IReadOnlyList<string>? SeriesInstanceUids { get; init; }

    public IReadOnlyList<string>? SopInstanceUids { get; init; }

    public string? SopClassUid { get; init; }

    /// <summary>First day, yyyyMMdd.</summary>
    public string? StudyDateFrom { get; init; }

    /// <summary>Last day, yyyyMMdd.</summary>
    public string? StudyDateTo { get; init; }

    public string? Modality { get; init; }

    public int? SeriesNumber { get; init; }

    public int? InstanceNumber { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = UsualLimit;
}

/// <summary>A DICOM study that was found.</summary>
public sealed record FoundStudy(string StudyInstanceUid, string? StudyDate, string SubjectCode, IReadOnlyList<string> Modalities, int Series, int Instances);

/// <summary>A series that was found.</summary>
public sealed record FoundSeries(FoundStudy Study, ImagingSeries Series);

/// <summary>An instance that was found; <paramref name="MetadataJson"/> is its DICOM JSON.</summary>
public sealed record FoundInstance(string StudyInstanceUid, string SeriesInstanceUid, string SopInstanceUid, string MetadataJson);
