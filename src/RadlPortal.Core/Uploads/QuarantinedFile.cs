namespace RadlPortal.Core.Uploads;

/// <summary>A file that may name a person. Seen by the site that sent it and by the administrator, values masked; it leaves only by deletion or through de-identification and a new check.</summary>
public sealed class QuarantinedFile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ResearchStudyId { get; init; }

    public required Guid SiteId { get; init; }

    public required Guid UploadId { get; init; }

    /// <summary>The subject whose registered code stands in the file; null where what stands there is no code of the site.</summary>
    public Guid? SubjectId { get; init; }

    public required string Sha256 { get; init; }

    public required long Length { get; init; }

    public required string BlobKey { get; init; }

    public List<QuarantineFinding> Findings { get; set; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>An administrator looked at the pixels and found no text in them.</summary>
    public Guid? PixelsSeenBy { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    public Guid? ResolvedBy { get; set; }

    public string? Resolution { get; set; }
}

/// <summary>An attribute that stopped a file. <paramref name="MaskedValue"/> never shows the value itself.</summary>
public sealed record QuarantineFinding(string Tag, string Keyword, string MaskedValue, string Reason);
